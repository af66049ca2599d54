"""The small checkout that each job carries: what a lesson's process needs."""

from contextlib import suppress
from pathlib import Path

from gallery_store.errors import BuildError
from gallery_store.files import pack
from gallery_store.keys import OWN, PACKAGE, Sources
from gallery_store.lessons import find_lessons
from gallery_store.settings import Settings

OWN_FOLDER = ".store"
"""Where this package is in there."""


def pack_checkout(settings: Settings) -> bytes:
    """Return a zip of this package, what lessons import, and what makes a page."""
    sources = Sources(settings)
    for lesson in find_lessons(settings):
        with suppress(BuildError):  # it is named when it is to run
            sources.parts(lesson)
    files = {settings.relative(x).as_posix(): x for x in sources.digests}
    own = {f"{OWN_FOLDER}/{x.relative_to(OWN).as_posix()}": x for x in own_files()}
    return pack({name: path.read_bytes() for name, path in (files | own).items()})


def own_files() -> list[Path]:
    """Return the sources of this package."""
    return sorted((OWN / PACKAGE).rglob("*.py"))
