"""Leave out the styles, scripts and pictures that no page asks for."""

from collections.abc import Iterator
from pathlib import Path

TEXTS = {".css", ".js", ".mjs"}
KEPT = {".txt"}
"""Licences: they belong to what they lie beside, and nothing has to link them."""


def remove_unused(site: Path) -> None:
    """Delete what extensions put into `_static/` and nothing names."""
    pages = "\n".join(x.read_text(encoding="utf-8") for x in site.rglob("*.html"))
    for folder in sorted(site.glob("*/_static")):
        used = set(named(folder, pages))
        for path in list(folder.rglob("*")):
            if path.is_file() and path not in used and path.suffix not in KEPT:
                path.unlink()
        remove_empty(folder.parent)


def named(folder: Path, pages: str) -> Iterator[Path]:
    """Yield the files that pages name, and those that these name in turn."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [x for x in files if f"_static/{x.relative_to(folder).as_posix()}" in pages]
    while found:
        yield from found
        files = [path for path in files if path not in found]
        texts = [x.read_text(encoding="utf-8") for x in found if x.suffix in TEXTS]
        found = [x for x in files if any(x.name in text for text in texts)]


def remove_empty(folder: Path) -> None:
    """Delete the folders that hold nothing."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
