"""Leave out the styles, scripts and pictures that no page asks for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gallery_store.files import read_source, remove_empty_folders
from site_build.hosting.pages import Page


def remove_unused(site: Path, pages: Iterable[Page]) -> None:
    """Delete what extensions put into `_static/` and nothing names.

    Licences are kept: they belong to what they lie beside, and nothing links them.
    """
    assets = {name for page in pages for name in page.assets}
    for folder in sorted(site.glob("*/_static")):
        used = set(named(folder, assets))
        for path in list(folder.rglob("*")):
            if path.is_file() and path not in used and path.suffix != ".txt":
                path.unlink()
        remove_empty_folders(folder.parent)


def named(folder: Path, assets: set[str]) -> Iterator[Path]:
    """Yield the files that pages name, and those that these name in turn."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [x for x in files if x.relative_to(folder).as_posix() in assets]
    while found:
        yield from found
        files = [path for path in files if path not in found]
        codes = [x for x in found if x.suffix in (".css", ".js", ".mjs")]
        texts = [read_source(x) for x in codes]
        found = [x for x in files if any(x.name in text for text in texts)]
