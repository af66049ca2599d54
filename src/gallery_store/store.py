"""The results store: one bundle a key, written atomically, checked when read."""

import errno
import hashlib
import io
import json
import re
import tempfile
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from gallery_store.files import pack, remove_empty_folders, write_atomically

MANIFEST = "manifest.json"
LEFT_BEHIND = 600.0
"""Seconds after which nobody is writing a file any more."""
IMAGE = re.compile(r"^\s*\.\. image:: /lessons/(\S+)$", re.M)


@dataclass(frozen=True)
class Bundle:
    """What the execution of one lesson left behind.

    Parameters
    ----------
    lesson : str
        Name of the lesson.
    parts : dict of str to str
        Everything that its key was made of.
    executed : dict
        When, where and for how long it ran.
    files : dict of str to bytes
        What sphinx-gallery wrote, by path below `docs/lessons/`.
    """

    lesson: str
    parts: dict[str, str]
    executed: dict[str, Any]
    files: dict[str, bytes] = field(repr=False)

    @property
    def manifest(self) -> dict[str, Any]:
        """Everything about the bundle that is not a file's content."""
        digests = {n: hashlib.sha256(d).hexdigest() for n, d in self.files.items()}
        return {
            "lesson": self.lesson,
            "parts": self.parts,
            "executed": self.executed,
            "files": digests,
        }

    def to_bytes(self) -> bytes:
        """Return the bundle as one zip archive; equal bundles give equal bytes."""
        text = json.dumps(self.manifest, indent=1, sort_keys=True, ensure_ascii=False)
        return pack(self.files | {MANIFEST: text.encode()})


def read_bundle(data: bytes) -> Bundle:
    """Return the bundle in an archive.

    Raises
    ------
    ValueError
        If it is damaged: truncated, changed, or an image of its page missing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(content.pop(MANIFEST))
        bundle = Bundle(
            manifest["lesson"], manifest["parts"], manifest["executed"], content
        )
        whole = bundle.manifest["files"] == manifest["files"]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise ValueError(f"damaged: {error}") from error
    if not whole:
        raise ValueError("damaged: a file's digest differs from the manifest's")
    if missing := missing_images(bundle):
        raise ValueError(f"damaged: without {', '.join(missing)}")
    return bundle


def missing_images(bundle: Bundle) -> list[str]:
    """Return the images that the lesson's page names and the bundle lacks."""
    page = bundle.files.get(f"{bundle.lesson}.rst")
    if page is None:
        return [f"{bundle.lesson}.rst"]
    named = IMAGE.findall(page.decode())
    return sorted({name for name in named if name not in bundle.files})


class Store:
    """A folder of bundles: `LESSON/KEY.zip`.

    Parameters
    ----------
    folder : Path
        Made when the first bundle is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, lesson: str, key: str) -> Path:
        """Return where the bundle of a key is or would be."""
        return self.folder / lesson / f"{key}.zip"

    def load(self, lesson: str, key: str) -> Bundle | None:
        """Return a bundle, or None if it is not there.

        Raises
        ------
        ValueError
            If the bundle is there and damaged.
        """
        try:
            data = self.path(lesson, key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        bundle = read_bundle(data)
        if bundle.lesson != lesson:
            raise ValueError(f"damaged: it belongs to {bundle.lesson}")
        return bundle

    def save(self, key: str, bundle: Bundle) -> None:
        """Write a bundle whole or not at all."""
        path = self.path(bundle.lesson, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, bundle.to_bytes())
        except OSError as error:
            raise BuildError(self.refusal(error)) from error

    def check_writable(self) -> None:
        """Raise a BuildError if no bundle can be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".tmp-"):
                pass
        except OSError as error:
            raise BuildError(self.refusal(error)) from error

    def refusal(self, error: OSError) -> str:
        """Return why a write failed, and the cure."""
        if error.errno == errno.ENOSPC:
            cure = "free some space, use --prune, or name another with --store FOLDER"
            return f"the store {self.folder} is on a full disk; {cure}"
        return (
            f"the store {self.folder} cannot be written ({error.strerror}), and a "
            "lesson has to run; name another with --store FOLDER"
        )

    def latest(self, lesson: str) -> Bundle | None:
        """Return the newest whole bundle of a lesson, whatever its key."""
        paths = sorted((self.folder / lesson).glob("*.zip"), key=modified, reverse=True)
        for path in paths:
            with suppress(ValueError, OSError):
                return read_bundle(path.read_bytes())
        return None

    def prune(self, needed: Iterable[Path]) -> int:
        """Delete every bundle that is not `needed`; return how many went."""
        keep = set(needed)
        useless = [path for path in self.folder.rglob("*.zip") if path not in keep]
        for path in useless:
            path.unlink()
        remove_empty_folders(self.folder)
        return len(useless)

    def remove_leftovers(self) -> None:
        """Delete what a killed build left half-written.

        What is younger may be another build's, which shares the store.
        """
        for path in self.folder.rglob(".tmp-*"):
            with suppress(OSError):
                if abs(time.time() - modified(path)) > LEFT_BEHIND:
                    path.unlink()


def modified(path: Path) -> float:
    """Return when a file was last written, in seconds."""
    return path.stat().st_mtime
