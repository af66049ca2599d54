"""Pack what readers take along: a part's lessons, all of them, or the whole site."""

import re
from collections.abc import Iterable
from pathlib import Path

from gallery_store.files import pack, read_source
from lesson_pages.downloads.download_links import NAME, zip_path
from lesson_pages.downloads.wheel import FOLDER as WHEELS
from lesson_pages.languages import ENGLISH
from lesson_pages.site_settings import Settings
from site_build.hosting.licences import OWN as LICENCES
from site_build.hosting.pages import Page
from site_build.project import Project

READ_ME = "theme/zips"
"""The folder in `docs/` with what tells, in each language, how to run a zip."""
WHOLE = f"{NAME}.zip"
FOR_HOSTS = {".htaccess", "404.html", "_headers", "_nginx.conf", "robots.txt"}
FOR_HOSTS |= {"sitemap.xml"}
"""Of no use on a disk; the links of the second begin at a host's root."""
LINK = re.compile(rf'(<a [^>]*href=")(?:\.\./)+({WHOLE}")')


def write_lesson_zips(
    project: Project, settings: Settings, languages: Iterable[str], site: Path
) -> None:
    """Write the zips of each language: one a part, and one of all."""
    for language in languages:
        lessons = sorted((site / language / "lessons").glob("*/plot_*.py"))
        chosen: dict[str | None, list[Path]] = {None: lessons} if lessons else {}
        for path in lessons:
            chosen.setdefault(path.parent.name, []).append(path)
        for part, paths in chosen.items():
            path = site / language / zip_path(language, part)
            path.parent.mkdir(exist_ok=True)
            files = lesson_files(project, site, paths)
            files["README.md"] = read_me(project, settings, language, paths[0])
            path.write_bytes(pack({f"{path.stem}/{x}": files[x] for x in files}))


def read_me(project: Project, settings: Settings, language: str, first: Path) -> bytes:
    """Return what a zip says about itself, with its first lesson as the example."""
    texts = (project.docs / READ_ME / f"{x}.md" for x in (language, ENGLISH.folder))
    text = read_source(next(filter(Path.is_file, texts)))
    lesson = f"{first.parent.name}/{first.stem}"
    site = f"{settings.base_url}{language}/index.html"
    return text.replace("{first}", lesson).replace("{site}", site).encode()


def lesson_files(
    project: Project, site: Path, lessons: Iterable[Path]
) -> dict[str, bytes]:
    """Return licences, wheel, scripts and notebooks, by what a zip calls them."""
    files = {name: project.root / name for name in LICENCES}
    files |= {wheel.name: wheel for wheel in (site / WHEELS).glob("*.whl")}
    for script in lessons:
        for path in (script, script.with_suffix(".ipynb")):
            files[f"{script.parent.name}/{path.name}"] = path
    return {name: path.read_bytes() for name, path in files.items()}


def pack_site(settings: Settings, pages: Iterable[Page], site: Path) -> bytes:
    """Return the zip of the whole site: the same bytes for the same site.

    Its pages know that they are read from a disk. It does not hold itself, so a link
    to it leads to where it is published.
    """
    files = {}
    for page in pages:
        text = LINK.sub(rf"\g<1>{settings.base_url}\g<2>", page.text)
        text = text.replace('<html class="', '<html class="offline ', 1)
        files[page.path] = text.encode()
    for path in site.rglob("*"):
        if path.is_file() and path.suffix != ".html":
            files[path.relative_to(site).as_posix()] = path.read_bytes()
    return pack({f"{NAME}/{x}": files[x] for x in files if x not in FOR_HOSTS})
