"""Keep old addresses working: `docs/redirects.toml` says which page has moved where."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from os.path import relpath
from pathlib import Path
from urllib.parse import urlsplit

from gallery_store.errors import BuildError
from lesson_pages.languages import FOLDERS
from lesson_pages.site_settings import Settings
from site_build.hosting.root import fill
from site_build.project import Project

FILE = "redirects.toml"
DOWNLOADS = (".py", ".ipynb", ".md")
"""What lies beside a page; at an old address, readers get what is at the new one."""


def write_redirects(project: Project, settings: Settings, site: Path) -> None:
    """Write a page, and the downloads of the new one, at each old address.

    Raises
    ------
    BuildError
        If an old address is in use, or the new one is not there.
    """
    moved = read_redirects(project.docs)
    if faults := list(find_faults(moved, site)):
        raise BuildError("\n".join(faults))
    for folder in FOLDERS:
        for old, new in moved.items():
            write_page(project, settings, site, f"{folder}/{old}", f"{folder}/{new}")
            copy_downloads(site / folder / old, site / folder / new)
    if moved:
        lines = rules(moved, urlsplit(settings.base_url).path)
        (site / "_redirects").write_text("".join(lines), encoding="utf-8")


def read_redirects(docs: Path) -> dict[str, str]:
    """Return the new name of each page that has moved, by its old one."""
    try:
        moved = tomllib.loads((docs / FILE).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BuildError(f"docs/{FILE}: {error}") from error
    for old, new in moved.items():
        if not isinstance(new, str):
            raise BuildError(f'docs/{FILE}: {old} has to be "old/name" = "new/name"')
    return moved


def find_faults(moved: Mapping[str, str], site: Path) -> Iterator[str]:
    """Yield one line for each redirect that hides a page or leads nowhere."""
    for folder in FOLDERS:
        for old, new in moved.items():
            if (site / folder / f"{old}.html").exists():
                yield f"docs/{FILE}: {folder}/{old}.html is a page; remove the line"
            if not (site / folder / f"{new}.html").exists():
                yield f"docs/{FILE}: {folder}/{new}.html is not there; name a page"


def write_page(
    project: Project, settings: Settings, site: Path, old: str, new: str
) -> None:
    """Write the page that sends readers on, with and without JavaScript."""
    path = site / f"{old}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = fill(
        project,
        "redirect.html",
        root=relpath(site, path.parent) + "/",
        target=relpath(site / f"{new}.html", path.parent),
        address=f"{settings.base_url}{new}.html",
    )
    path.write_text(text, encoding="utf-8")


def copy_downloads(old: Path, new: Path) -> None:
    """Put what can be downloaded with a page at its old address, too."""
    for suffix in DOWNLOADS:
        source = new.with_name(new.name + suffix)
        if source.exists():
            shutil.copyfile(source, old.with_name(old.name + suffix))


def rules(moved: Mapping[str, str], root: str) -> Iterator[str]:
    """Yield the lines for hosts that answer with a redirect themselves."""
    for folder in FOLDERS:
        for old, new in moved.items():
            yield f"{root}{folder}/{old}.html {root}{folder}/{new}.html 301\n"
