"""Pack the scripts and notebooks of a part, and of the whole course, to take along."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.hosting.licences import OWN as LICENCES
from pipeline.hosting.wheel import FOLDER as WHEELS
from pipeline.project import Project
from pipeline.render import Rendering

FOLDER = "zips"
"""The folder with the zips, in that of each language."""
NAME = "pytorch-executed"
READ_ME = "downloads.md"
"""The page that tells how to run what is in a zip."""
SAME_TIME = (1980, 1, 1, 0, 0, 0)
LINK = re.compile(r'(<a [^>]*href="([^"]*/?zips/[^"/]+\.zip)"[^>]*>.*?</a>)', re.DOTALL)
SIZE = {
    "en": ' <span class="size">(zip, {})</span>',
    "zh-cn": '<span class="size">（zip，{}）</span>',
}


def zip_path(language: str, part: str | None = None) -> str:
    """Return where a zip lies in the folder of its language.

    Parameters
    ----------
    language : str
        The folder of the language.
    part : str or None
        The folder of a part; None means the whole course.
    """
    return f"{FOLDER}/{'-'.join(filter(None, [NAME, part, language]))}.zip"


def write_zips(project: Project, rendering: Rendering, site: Path) -> None:
    """Write the zips of each language, and their sizes where pages link them."""
    for language in rendering.languages:
        lessons = sorted((site / language / "lessons").glob("*/plot_*.py"))
        for part in sorted({path.parent.name for path in lessons}):
            chosen = [path for path in lessons if path.parent.name == part]
            write_zip(project, site, language, zip_path(language, part), chosen)
        if lessons:
            write_zip(project, site, language, zip_path(language), lessons)
        state_sizes(site, language)


def write_zip(
    project: Project, site: Path, language: str, name: str, lessons: list[Path]
) -> None:
    """Write one zip: the same bytes for the same files."""
    path = site / language / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for inside, source in sorted(contents(project, site, language, lessons)):
            entry = ZipInfo(f"{path.stem}/{inside}", SAME_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, source.read_bytes(), ZIP_DEFLATED)


def contents(
    project: Project, site: Path, language: str, lessons: list[Path]
) -> Iterator[tuple[str, Path]]:
    """Yield the files of a zip: what each is called there, and where it comes from."""
    yield "README.md", site / language / READ_ME
    yield from ((name, project.root / name) for name in LICENCES)
    yield from ((wheel.name, wheel) for wheel in (site / WHEELS).glob("*.whl"))
    for script in lessons:
        for path in (script, script.with_suffix(".ipynb")):
            yield f"{script.parent.name}/{path.name}", path


def state_sizes(site: Path, language: str) -> None:
    """Write the size of each zip behind the links to it."""
    for page in sorted((site / language).rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        *between, end = LINK.split(text)
        if between:
            texts = (
                before + link + SIZE[language].format(size(page.parent / address))
                for before, link, address in zip(
                    between[::3], between[1::3], between[2::3], strict=True
                )
            )
            page.write_text("".join([*texts, end]), encoding="utf-8", newline="\n")


def size(path: Path) -> str:
    """Return how much a reader downloads."""
    kilobytes = path.stat().st_size / 1000
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"
