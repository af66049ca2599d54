"""The finished site: is it current, is it whole, and how it takes its place."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gallery_store.keys import file_digest

FINGERPRINT = ".fingerprint.json"
SMALLEST_PAGE = 2_000
"""Bytes; an extension that breaks writes less."""


def write_fingerprint(site: Path, inputs: str) -> None:
    """Record what a site was made from and what it is made of."""
    text = json.dumps({"inputs": inputs, "files": file_digests(site)}, indent=1)
    (site / FINGERPRINT).write_text(text, encoding="utf-8")


def is_current(site: Path, inputs: str) -> bool:
    """Tell whether a site was made from these inputs and is as it was written."""
    made = {"inputs": inputs, "files": file_digests(site)}
    return read_fingerprint(site) == made


def read_fingerprint(site: Path) -> dict[str, Any]:
    """Return what a site says of itself; nothing if it is damaged or not there."""
    try:
        recorded = json.loads((site / FINGERPRINT).read_bytes())
        return {"inputs": recorded["inputs"], "files": dict(recorded["files"])}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}


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
    from sphinx.util.inventory import InventoryFile

    for code in languages:
        inventory = (site / code / "objects.inv").read_bytes()
        names = {f"lessons/{x}" for x in lessons}
        names.update(InventoryFile.loads(inventory, uri="").data["std:doc"])
        for page in sorted(f"{code}/{name}.html" for name in names):
            if not (site / page).is_file():
                yield f"{page} was not written"
    for path in sorted(site.glob("*/**/*.html")):
        if path.stat().st_size < SMALLEST_PAGE:
            yield f"{path.relative_to(site).as_posix()} is almost empty"


def new_folder(site: Path) -> Path:
    """Return where this build, and no other, writes the site's successor."""
    return site.with_name(f".{site.name}.new-{os.getpid()}")


def old_folder(site: Path) -> Path:
    """Return where a site waits while its successor takes its place."""
    return site.with_name(f".{site.name}.old")


def make_readable(site: Path) -> None:
    """Let a host read a site, whatever is hidden from others where it was built."""
    for path in (site, *site.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


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
    shutil.rmtree(old, ignore_errors=True)
    for leftover in site.parent.glob(f".{site.name}.new-*"):
        owner = leftover.name.rpartition("-")[2]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(leftover, ignore_errors=True)


def is_running(process: int) -> bool:
    """Tell whether a process other than this one has a number."""
    try:
        os.kill(process, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return process != os.getpid()
