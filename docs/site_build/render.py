"""Render the restored lessons and the pages with Sphinx, one process a language.

What Sphinx read and wrote is kept in `docs/_build/kept/`, a folder for each kind of
site and language, and taken up by the next build.  It changes only by success.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from gallery_store.errors import BuildError
from site_build.project import Project
from lesson_pages.languages import FOLDERS, Language, language_in
from site_build.inputs import Inputs
from site_build.sphinx_worker import Job, SphinxWorker

STATE = "inputs.json"


@dataclass(frozen=True)
class Rendering:
    """What to render.

    Parameters
    ----------
    languages : tuple of str
        Folders of the languages.
    left_out : tuple of str
        Lessons that a preview does without, by name.
    as_built : bool
        Whether the results are another machine's, which the pages say.
    """

    languages: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    as_built: bool = False

    @property
    def whole(self) -> bool:
        """Whether every language is there, so that one page can offer them."""
        return set(self.languages) == set(FOLDERS)

    @property
    def preview(self) -> bool:
        """Whether something is left out, so that this is not for a host."""
        return bool(self.left_out) or not self.whole

    def settings(self, language: Language) -> dict[str, object]:
        """Return the settings of Sphinx for one language."""
        pages = [f"lessons/{name}" for name in self.left_out]
        return {
            "language": language.sphinx,
            "languages": list(self.languages),
            **({"left_out": pages} if pages else {}),
        }

    def as_inputs(self) -> dict[str, object]:
        """Return what of it the pages show."""
        return asdict(self)


def render(
    project: Project,
    rendering: Rendering,
    inputs: Inputs,
    worker: SphinxWorker,
    out: Path,
) -> None:
    """Write the site of each language below `out`, all at the same time.

    Raises
    ------
    BuildError
        With Sphinx's own warnings and errors, if there are any.
    """
    kind = "preview" if rendering.preview else "site"
    every = [Kept(project, kind, language_in(x), inputs) for x in rendering.languages]
    stale = [kept for kept in every if not kept.is_current]
    jobs = {x.language.folder: x.job(project, rendering) for x in stale}
    if failed := worker.run(jobs):
        logs = {code: job.log for code, job in jobs.items() if code in failed}
        raise BuildError(
            "\n".join(complaint(project, code, log) for code, log in logs.items())
        )
    for kept in stale:
        kept.replace(project.work / kept.language.folder)
    for kept in every:
        shutil.copytree(kept.folder / "html", out / kept.language.folder)


class Kept:
    """What was read and written for one language, kept between builds.

    Parameters
    ----------
    project : Project
        The checkout.
    kind : str
        Which of the sites that are built beside each other.
    language : Language
        The language.
    inputs : Inputs
        What the site is made from now.
    """

    def __init__(
        self, project: Project, kind: str, language: Language, inputs: Inputs
    ) -> None:
        self.folder = project.build / "kept" / kind / language.folder
        self.language = language
        self.now = {
            "code": inputs.code_in(language),
            "look": inputs.look,
            "beside": inputs.translations_beside(language),
            "pages": inputs.pages_in(language),
        }
        self.before = self._read_state()

    def _read_state(self) -> dict[str, object]:
        try:
            text = (self.folder / STATE).read_text(encoding="utf-8")
            state: dict[str, object] = json.loads(text)
        except (OSError, ValueError):
            return {}
        return state

    @property
    def is_current(self) -> bool:
        """Whether nothing changed that this language shows."""
        return self.before == self.now

    def job(self, project: Project, rendering: Rendering) -> Job:
        """Return what Sphinx has to do, with what it may take up."""
        work = project.work / self.language.folder
        usable = self.before.get("code") == self.now["code"]
        if usable:
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
            look=str(self.now["look"]),
            last=self.folder if usable else None,
        )

    def replace(self, made: Path) -> None:
        """Keep what a build has made instead of what was there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        (made / STATE).write_text(json.dumps(self.now), encoding="utf-8")
        made.rename(self.folder)


def complaint(project: Project, code: str, log: Path) -> str:
    """Return what Sphinx had to say about one language, paths from the root."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return f"[{code}] " + text.strip().replace(f"{project.root}/", "")


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
