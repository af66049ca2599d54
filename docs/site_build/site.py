"""The finished site: is it current, is it whole, and how it takes its place."""

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from gallery_store.bundle import Bundle
from gallery_store.keys import digest, file_digest
from lesson_pages.downloads.wheel import wheel_sources
from lesson_pages.site_settings import Settings
from site_build.hosting.licences import OWN
from site_build.project import Project
from site_build.render import Rendering

FINGERPRINT = ".fingerprint.json"
SMALLEST_PAGE = 2_000
"""Bytes; an extension that breaks writes less."""
MADE = {"_build", "_results", "lessons"}
"""The folders in `docs/` that a build writes."""
CACHES = {"__pycache__", ".mypy_cache", "node_modules"}
"""Folders that tools write; the versions of npm's packages are in their lock file."""


def inputs_digest(
    project: Project,
    settings: Settings,
    rendering: Rendering,
    bundles: Iterable[Bundle],
) -> str:
    """Return one digest of everything that the site is made from."""
    results = {b.lesson: hashlib.sha256(b.to_bytes()).hexdigest() for b in bundles}
    sources = {
        project.relative(x).as_posix(): file_digest(x) for x in sources_of(project)
    }
    versions = {str(x.name): x.version for x in metadata.distributions()}
    parts = {
        "results": results,
        "sources": sources,
        "versions": versions | {"Python": platform.python_version()},
        "settings": asdict(settings),
        "languages": rendering.languages,
        "left_out": rendering.left_out,
        "as_built": rendering.as_built,
    }
    return digest(parts)


def sources_of(project: Project) -> Iterator[Path]:
    """Yield every file of the site's source that a person wrote."""
    for path in sorted(project.docs.rglob("*")):
        if path.is_file() and not is_made(project, path):
            yield path
    yield from sorted(project.examples.glob("**/index.rst"))
    yield from filter(Path.is_file, wheel_sources(project.root))
    yield from sorted(project.root.glob("LICENSE-*"))
    yield from filter(Path.is_file, (project.root / name for name in OWN))


def is_made(project: Project, path: Path) -> bool:
    """Tell whether a file is made by a build and not by a person."""
    if path.is_relative_to(project.docs):
        inside = path.relative_to(project.docs)
        if inside.parts[0] in MADE:
            return True
    return path.suffix == ".mo" or not CACHES.isdisjoint(path.parts)


def write_fingerprint(site: Path, inputs: str) -> None:
    """Record what a site was made from and what it is made of."""
    text = json.dumps({"inputs": inputs, "files": file_digests(site)}, indent=1)
    (site / FINGERPRINT).write_text(text, encoding="utf-8")


def is_current(site: Path, inputs: str) -> bool:
    """Tell whether a site was made from these inputs and is as it was written."""
    made = {"inputs": inputs, "files": file_digests(site)}
    return read_fingerprint(site) == made


def recorded_files(site: Path) -> dict[str, str]:
    """Return the digest of each file that a build wrote into a site."""
    files: dict[str, str] = read_fingerprint(site).get("files", {})
    return files


def read_fingerprint(site: Path) -> dict[str, Any]:
    """Return what a site says of itself; nothing if it is damaged or not there."""
    try:
        recorded: dict[str, Any] = json.loads((site / FINGERPRINT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return recorded


def file_digests(site: Path) -> dict[str, str]:
    """Return the digest of each file of a site."""
    return {
        path.relative_to(site).as_posix(): file_digest(path)
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != FINGERPRINT
    }


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


def new_folder(site: Path) -> Path:
    """Return where this build, and no other, writes the site's successor."""
    return site.with_name(f".{site.name}.new-{os.getpid()}")


def old_folder(site: Path) -> Path:
    """Return where a site waits while its successor takes its place."""
    return site.with_name(f".{site.name}.old")


def swap(new: Path, site: Path) -> None:
    """Let a complete new site take the place of the old one, by rename."""
    old = old_folder(site)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def repair(site: Path) -> None:
    """Undo a swap that was interrupted, and drop what a killed build left."""
    old = old_folder(site)
    if old.exists() and not site.exists():
        old.rename(site)
    for leftover in (old, *site.parent.glob(f".{site.name}.new-*")):
        shutil.rmtree(leftover, ignore_errors=True)
