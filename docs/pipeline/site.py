"""The finished site: is it current, is it whole, and how it takes its place."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from pipeline.errors import BuildError
from pipeline.keys import digest, file_digest
from pipeline.project import Project
from pipeline.render import Rendering
from pipeline.store import Bundle

FINGERPRINT = ".fingerprint.json"
SMALLEST_PAGE = 2_000
"""Bytes; an extension that breaks writes less."""
MADE = {"_build", "_results", "lessons"}
"""The folders in `docs/` that a build writes."""


def inputs_digest(
    project: Project, rendering: Rendering, bundles: Iterable[Bundle]
) -> str:
    """Return one digest of everything that the site is made from."""
    results = {b.lesson: hashlib.sha256(b.to_bytes()).hexdigest() for b in bundles}
    sources = {
        project.relative(x).as_posix(): file_digest(x) for x in sources_of(project)
    }
    versions = {x.name: x.version for x in metadata.distributions()}
    parts = {
        "results": results,
        "sources": sources,
        "versions": versions,
        "languages": rendering.languages,
        "left_out": rendering.left_out,
    }
    return digest(parts)


def sources_of(project: Project) -> Iterator[Path]:
    """Yield every file of the site's source that a person wrote."""
    for path in sorted(project.docs.rglob("*")):
        if path.is_file() and not is_made(project, path):
            yield path
    yield from sorted(project.examples.glob("**/index.rst"))


def is_made(project: Project, path: Path) -> bool:
    """Tell whether a file is made by a build and not by a person."""
    if path.is_relative_to(project.docs):
        inside = path.relative_to(project.docs)
        if inside.parts[0] in MADE:
            return True
    return path.suffix == ".mo" or "__pycache__" in path.parts


def write_fingerprint(site: Path, inputs: str) -> None:
    """Record what a site was made from and what it is made of."""
    text = json.dumps({"inputs": inputs, "files": file_digests(site)}, indent=1)
    (site / FINGERPRINT).write_text(text, encoding="utf-8")


def is_current(site: Path, inputs: str) -> bool:
    """Tell whether a site was made from these inputs and is as it was written."""
    try:
        recorded = json.loads((site / FINGERPRINT).read_text(encoding="utf-8"))
        same: bool = recorded == {"inputs": inputs, "files": file_digests(site)}
    except (OSError, ValueError):
        return False
    return same


def file_digests(site: Path) -> dict[str, str]:
    """Return the digest of each file of a site."""
    return {
        path.relative_to(site).as_posix(): file_digest(path)
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != FINGERPRINT
    }


def copy_root(project: Project, site: Path) -> None:
    """Put the pages above the languages, such as `index.html`, into a site."""
    shutil.copytree(project.docs / "_root", site, dirs_exist_ok=True)


def check_pages(
    site: Path, languages: Iterable[str], lessons: Iterable[str]
) -> Iterator[str]:
    """Yield one line a page that is missing or too small to be one."""
    for code in languages:
        for lesson in lessons:
            page = site / code / "lessons" / f"{lesson}.html"
            if not page.is_file():
                yield f"{page.relative_to(site).as_posix()} was not written"
    for page in sorted(site.glob("*/**/*.html")):
        if page.stat().st_size < SMALLEST_PAGE:
            yield f"{page.relative_to(site).as_posix()} is almost empty"


def check_target(project: Project, site: Path) -> None:
    """Raise a BuildError if writing a site to a folder would lose other files."""
    own = site in (project.site, project.preview) or (site / FINGERPRINT).is_file()
    if site.exists() and not own and (not site.is_dir() or any(site.iterdir())):
        raise BuildError(f"{site} holds other files; give --out a new or empty folder")


def swap(new: Path, site: Path) -> None:
    """Let a complete new site take the place of the old one, by rename."""
    old = beside(site, "old")
    site.parent.mkdir(parents=True, exist_ok=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def repair(site: Path) -> None:
    """Undo a swap that was interrupted, and drop what a killed build left."""
    old, new = beside(site, "old"), beside(site, "new")
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (old, new):
        shutil.rmtree(leftover, ignore_errors=True)


def beside(site: Path, what: str) -> Path:
    """Return the folder that stands beside a site while it is replaced."""
    return site.with_name(f".{site.name}.{what}")


def count_pages(site: Path, languages: Iterable[str]) -> Mapping[str, int]:
    """Return how many pages each language has."""
    return {code: len(list((site / code).rglob("*.html"))) for code in languages}
