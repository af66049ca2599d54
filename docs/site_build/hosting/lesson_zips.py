"""Pack the scripts and notebooks of a part, and of the whole course, to take along."""

from collections.abc import Iterator
from pathlib import Path

from gallery_store.files import pack
from lesson_pages.downloads.download_links import zip_path
from lesson_pages.downloads.wheel import FOLDER as WHEELS
from lesson_pages.languages import ENGLISH
from lesson_pages.site_settings import Settings
from site_build.hosting.licences import OWN as LICENCES
from site_build.project import Project
from site_build.render import Rendering

READ_ME = "theme/zips"
"""The folder in `docs/` with what tells, in each language, how to run a zip."""


def write_zips(
    project: Project, settings: Settings, rendering: Rendering, site: Path
) -> None:
    """Write the zips of each language: one a part, and one of all."""
    for language in rendering.languages:
        lessons = sorted((site / language / "lessons").glob("*/plot_*.py"))
        for part in sorted({path.parent.name for path in lessons}):
            chosen = [path for path in lessons if path.parent.name == part]
            path = site / language / zip_path(language, part)
            write_zip(project, settings, path, chosen)
        if lessons:
            write_zip(project, settings, site / language / zip_path(language), lessons)


def write_zip(
    project: Project, settings: Settings, path: Path, lessons: list[Path]
) -> None:
    """Write one zip."""
    path.parent.mkdir(exist_ok=True)
    folder = path.parents[1]  # of the language
    files = {"README.md": tell(project, settings, folder.name, lessons[0])}
    for name, source in contents(project, folder.parent, lessons):
        files[name] = source.read_bytes()
    path.write_bytes(pack({f"{path.stem}/{name}": x for name, x in files.items()}))


def tell(project: Project, settings: Settings, language: str, lesson: Path) -> bytes:
    """Return what a zip says about itself, with a lesson as the example."""
    texts = (project.docs / READ_ME / f"{x}.md" for x in (language, ENGLISH.folder))
    text = next(filter(Path.is_file, texts)).read_text(encoding="utf-8")
    first = f"{lesson.parent.name}/{lesson.stem}"
    site = f"{settings.base_url}{language}/index.html"
    return text.format(first=first, site=site).encode()


def contents(
    project: Project, site: Path, lessons: list[Path]
) -> Iterator[tuple[str, Path]]:
    """Yield the other files: what each is called in a zip, and where it comes from."""
    yield from ((name, project.root / name) for name in LICENCES)
    yield from ((wheel.name, wheel) for wheel in (site / WHEELS).glob("*.whl"))
    for script in lessons:
        for path in (script, script.with_suffix(".ipynb")):
            yield f"{script.parent.name}/{path.name}", path
