"""What the execution of one lesson left behind, as one archive that proves itself."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from gallery_store.files import pack
from gallery_store.keys import digest
from gallery_store.lessons import Lesson

MANIFEST = "manifest.json"
NAME = re.compile(r"(\w[\w.-]*/)*\w[\w.-]*", re.ASCII)
"""A lesson's name, a path that leads nowhere else."""
UNPACKED = 64 * 1024**2
"""Bytes of all files; a lesson may leave a fraction of that."""
NUMBER, TEXT = (int, float), (str,)
EXECUTED: dict[str, tuple[type, ...]] = {
    **{"date": TEXT, "start": NUMBER, "end": NUMBER, "seconds": NUMBER},
    **{"warnings": (list,), "machine": TEXT, "accelerator": (str, type(None))},
}


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
        What sphinx-gallery wrote, by path below the folder of pages.
    path : Path or None
        The archive that it was read from.
    """

    lesson: str
    parts: dict[str, str]
    executed: dict[str, Any]
    files: dict[str, bytes] = field(repr=False)
    path: Path | None = field(default=None, compare=False)

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

    @property
    def versions(self) -> dict[str, str]:
        """The versions that the record of its run states, by distribution."""
        stated = self.executed.keys() - EXECUTED.keys()
        return {name: str(self.executed[name]) for name in sorted(stated)}

    @property
    def key(self) -> str:
        """The key under which a store has it."""
        return digest(self.parts)

    @property
    def sources(self) -> dict[str, str]:
        """The parts of its key that are files, not the machine's."""
        return {name: part for name, part in self.parts.items() if "/" in name}

    @property
    def script(self) -> Lesson:
        """The lesson as it was when it ran."""
        text = self.files.get(f"{self.lesson}.py", b"").decode()
        return Lesson(self.lesson, text)

    @property
    def when(self) -> tuple[float, str]:
        """An order of bundles by the time at which they ran."""
        return float(self.executed["end"]), str(sorted(self.manifest["files"].items()))

    def to_bytes(self) -> bytes:
        """Return the bundle as one zip archive; equal bundles give equal bytes."""
        text = json.dumps(self.manifest, indent=1, sort_keys=True, ensure_ascii=False)
        return pack(self.files | {MANIFEST: text.encode()})


def read_bundle(data: bytes, path: Path | None = None) -> Bundle:
    """Return the bundle in an archive.

    Raises
    ------
    ValueError
        If it is damaged: truncated, changed, or more or less than a lesson's page.
    """
    try:
        content = unpack(data)
        manifest = json.loads(content.pop(MANIFEST))
        about = manifest["lesson"], manifest["parts"], manifest["executed"]
        bundle = Bundle(*about, content, path)
        fault = next(filter(None, (check(bundle, manifest) for check in CHECKS)), None)
    except Exception as error:  # zipfile and zlib have many ways to say so
        raise ValueError(f"damaged: {error or type(error).__name__}") from error
    if fault:
        raise ValueError(f"damaged: {fault}")
    return bundle


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive, unless they take too much room."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if (size := sum(entry.file_size for entry in entries)) > UNPACKED:
            raise ValueError(f"it unpacks to {size} bytes")
        return {entry.filename: archive.read(entry) for entry in entries}


def wrong_types(bundle: Bundle, manifest: Mapping[str, Any]) -> str | None:
    """Return what in a manifest has another type than a run writes."""
    if not (isinstance(bundle.lesson, str) and NAME.fullmatch(bundle.lesson)):
        return f"{bundle.lesson!r} is no lesson's name"
    texts = [*bundle.parts.items()]
    if not all(isinstance(x, str) for pair in texts for x in pair):
        return "its parts are no texts"
    for name, types in EXECUTED.items():
        if name not in bundle.executed:
            return f"it does not say {name}"
        if not isinstance(bundle.executed[name], types):
            return f"its {name} is {bundle.executed[name]!r}"
    for warning in bundle.executed["warnings"]:
        if not {"category", "text", "line", "caught"} <= warning.keys():
            return "its warnings are incomplete"
    return None


def foreign_files(bundle: Bundle, manifest: Mapping[str, Any]) -> str | None:
    """Return the file that belongs to no page of the lesson."""
    images = str(PurePosixPath(bundle.lesson).parent / "images")
    for name in bundle.files:
        stem, _, _ = name.partition(".")
        page = stem == bundle.lesson and "/" not in name[len(stem) :]
        if not page and not (NAME.fullmatch(name) and name.startswith(f"{images}/")):
            return f"{name!r} is none of its files"
    return None


def changed_files(bundle: Bundle, manifest: Mapping[str, Any]) -> str | None:
    """Tell whether the files are those that the manifest describes."""
    if bundle.manifest["files"] != manifest["files"]:
        return "a file's digest differs from the manifest's"
    return None


def missing_images(bundle: Bundle, manifest: Mapping[str, Any]) -> str | None:
    """Return the images that the lesson's page names and the bundle lacks."""
    page = bundle.files.get(f"{bundle.lesson}.rst")
    if page is None:
        return f"without {bundle.lesson}.rst"
    folder = re.escape(str(PurePosixPath(bundle.lesson).parent / "images"))
    image = rf"^\s*\.\. image(?:-sg)?:: /\S*?({folder}/\S+)$"
    named = {*re.findall(image, page.decode(), re.M)} - bundle.files.keys()
    return f"without {', '.join(sorted(named))}" if named else None


CHECKS = (wrong_types, foreign_files, changed_files, missing_images)
