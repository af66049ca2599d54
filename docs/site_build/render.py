"""Render the restored lessons and the pages with Sphinx, one process a language.

What Sphinx read and wrote is kept in `docs/_build/kept/`, a folder for each kind of
site and language, and taken up by the next build.  It changes only by success.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gallery_store.errors import BuildError
from lesson_pages.languages import FOLDERS, Language, language_in
from site_build.catalogues import left_in_english
from site_build.inputs import Inputs
from site_build.project import Project
from site_build.site import file_digests
from site_build.sphinx_worker import Job, SphinxWorker

STATE = "inputs.json"


@dataclass(frozen=True)
class Rendering:
    """What to render."""

    languages: tuple[str, ...]  # their folders
    left_out: tuple[str, ...] = ()  # lessons that a preview does without
    as_built: bool = False  # whether the results are another machine's
    served: bool = False  # to who writes; what is not translated is only marked

    @property
    def whole(self) -> bool:
        """Whether every language is there, so that one page can offer them."""
        return set(self.languages) == set(FOLDERS)

    @property
    def preview(self) -> bool:
        """Whether something is left out, so that this is not for a host."""
        return bool(self.left_out) or not self.whole or self.served

    @property
    def kind(self) -> str:
        """Which of the sites that are kept beside each other this is."""
        return "served" if self.served else "preview" if self.preview else "site"

    def settings(self, language: Language) -> dict[str, object]:
        """Return the settings of Sphinx for one language."""
        pages = [f"lessons/{name}" for name in self.left_out]
        return {
            "language": language.sphinx,
            "languages": list(self.languages),
            "gettext_auto_build": False,  # catalogues are compiled by their content
            **({"left_out": pages} if pages else {}),
            **({"mark_untranslated": True} if self.served else {}),
        }


def render(
    project: Project,
    rendering: Rendering,
    inputs: Inputs,
    worker: SphinxWorker,
    *,
    hasty: bool = False,
) -> dict[str, Path]:
    """Make the pages of each language, all at the same time.

    In haste, scripts and notebooks of pages that did not change name the last wheel.

    Returns
    -------
    dict of str to Path
        Where the pages of each language are kept until the next build; not to be
        changed.

    Raises
    ------
    BuildError
        With Sphinx's own warnings and errors, if there are any; if a source changed.
    """
    every = [
        Kept(project, rendering, language_in(x), inputs, hasty)
        for x in rendering.languages
    ]
    stale = [kept for kept in every if not kept.is_current]
    jobs = {x.language.folder: x.job(project, rendering) for x in stale}
    if failed := worker.run(jobs):
        raise BuildError(
            "\n".join(complaint(project, x, jobs[x].log) for x in sorted(failed))
        )
    if stale:
        inputs.check_unchanged()  # else pages of other sources would be kept as these
    for kept in stale:
        kept.replace(project.work / kept.language.folder)
    return {kept.language.folder: kept.folder / "html" for kept in every}


class Kept:
    """What was read and written for one language, kept between builds."""

    def __init__(
        self,
        project: Project,
        rendering: Rendering,
        language: Language,
        inputs: Inputs,
        hasty: bool,
    ) -> None:
        self.folder = project.build / "kept" / rendering.kind / language.folder
        self.language = language
        self.sources = frozenset(project.root / x for x in inputs.all_files)
        self.now = {
            "code": inputs.code_in(language),
            "look": inputs.look,
            "wheel": inputs.wheel,
            "beside": inputs.translations_beside(language),
            "pages": inputs.pages_in(language),
        }
        self.before = read_state(self.folder)
        self.usable = self._is_as_before("code")
        self.written_alike = self.usable and self._is_as_before("look")
        if self.written_alike and not self._is_as_before("wheel"):
            self.written_alike = hasty
            self.now["wheel"] = "several" if hasty else inputs.wheel

    def _is_as_before(self, what: str) -> bool:
        return self.before.get(what) == self.now[what]

    @property
    def is_current(self) -> bool:
        """Whether nothing changed that this language shows."""
        return self.before == self.now

    def job(self, project: Project, rendering: Rendering) -> Job:
        """Return what Sphinx has to do, with what it may take up."""
        work = project.work / self.language.folder
        if self.usable:
            shutil.copytree(self.folder / "doctrees", work / "doctrees")
        pages = self.now["pages"]
        assert isinstance(pages, dict)
        return Job(
            docs=project.docs,
            out=work / "html",
            doctrees=work / "doctrees",
            log=work / "log.txt",
            settings=rendering.settings(self.language),
            pages=pages,
            sources=self.sources,
            last=self.folder if self.usable else None,
            written_alike=self.written_alike,
        )

    def replace(self, made: Path) -> None:
        """Keep what a build has made instead of what was there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        state = self.now | {"files": kept_files(made)}
        (made / STATE).write_text(json.dumps(state), encoding="utf-8")
        made.rename(self.folder)


def read_state(folder: Path) -> dict[str, object]:
    """Return what is kept in a folder and of what it was made; nothing if damaged."""
    try:
        state = dict(json.loads((folder / STATE).read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
    return state if state.pop("files", None) == kept_files(folder) else {}


def kept_files(folder: Path) -> dict[str, dict[str, str]]:
    """Return the digests of what is kept, to see whether it is as it was made."""
    return {name: file_digests(folder / name) for name in ("doctrees", "html")}


def complaint(project: Project, code: str, log: Path) -> str:
    """Return what Sphinx had to say about one language, paths from the root."""
    text = log.read_text(encoding="utf-8", errors="replace")
    text = f"[{code}] " + text.strip().replace(f"{project.root}/", "")
    return "\n".join([text, *left_in_english(text)])


def run_builder(project: Project, builder: str, out: Path) -> Iterator[str]:
    """Make something else of the English pages; yield what Sphinx complains of."""
    work = project.work / builder
    job = Job(project.docs, out, work / "doctrees", work / "log.txt", builder)
    with SphinxWorker() as worker:
        if worker.run({builder: job}):
            yield complaint(project, builder, job.log)


def extract_messages(project: Project, out: Path) -> None:
    """Write a `.pot` template a page with Sphinx's gettext builder."""
    for fault in run_builder(project, "gettext", out):
        raise BuildError(fault)
