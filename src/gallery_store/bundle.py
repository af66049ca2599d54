"""What the execution of one lesson left behind, as one archive that proves itself."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from gallery_store.files import pack
from gallery_store.keys import digest
from gallery_store.lessons import NAME, Lesson

MANIFEST = "manifest.json"
UNPACKED = 64 * 1024**2
"""Bytes of all files; a lesson may leave a fraction of that."""
TEXTS = (".rst", ".py", ".ipynb", ".svg")
"""Ends of the names of the files that are UTF-8."""
LONGEST = 200
"""Characters of a message, which may repeat what is damaged."""
LATEST = 1e11
"""Seconds since 1970 that no run has reached."""
NUMBER, TEXT = (int, float), (str,)
EXECUTED: dict[str, tuple[type, ...]] = {
    **{"date": TEXT, "start": NUMBER, "end": NUMBER, "seconds": NUMBER},
    **{"warnings": (list,), "machine": TEXT, "accelerator": (str, type(None))},
}


@dataclass(frozen=True)
class Bundle:
    """What the execution of one lesson left behind."""

    lesson: str
    parts: dict[str, str]  # everything that its key was made of
    executed: dict[str, Any]  # when, where and for how long it ran
    files: dict[str, bytes] = field(repr=False)  # by path below the folder of pages
    path: Path | None = field(default=None, compare=False)  # the archive, if read

    @property
    def manifest(self) -> dict[str, Any]:
        """Everything about the bundle that is not a file's content."""
        about = {x: getattr(self, x) for x in ("lesson", "parts", "executed")}
        digests = {n: hashlib.sha256(d).hexdigest() for n, d in self.files.items()}
        return about | {"files": digests}

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
        return Lesson(self.lesson, self.files.get(f"{self.lesson}.py", b"").decode())

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

    Raises a ValueError if it is damaged: truncated, changed, or more or less than a
    lesson's page.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (size := sum(x.file_size for x in archive.infolist())) > UNPACKED:
                raise ValueError(f"it unpacks to {size} bytes")
            content = {x.filename: archive.read(x) for x in archive.infolist()}
        manifest = json.loads(content.pop(MANIFEST))
        about = manifest["lesson"], manifest["parts"], manifest["executed"]
        bundle = Bundle(*about, content, path)
        fault = next(faults(bundle, manifest["files"]), None)
    except Exception as error:  # zipfile and zlib have many ways to say so
        said = ascii(str(error) or type(error).__name__)[1:-1]
        raise ValueError(f"damaged: {said:.{LONGEST}}") from error
    if fault:
        raise ValueError(f"damaged: {fault:.{LONGEST}}")
    return bundle


def faults(bundle: Bundle, digests: Mapping[str, str]) -> Iterator[str]:
    """Yield what a run would not have written; the first fault may cause the others."""
    if not (isinstance(bundle.lesson, str) and NAME.fullmatch(bundle.lesson)):
        yield f"{bundle.lesson!r:.80} is no lesson's name"
    if not all(isinstance(x, str) for pair in bundle.parts.items() for x in pair):
        yield "its parts are no texts"
    for name, types in EXECUTED.items():
        if name not in bundle.executed:
            yield f"it does not say {name}"
        if not isinstance(bundle.executed[name], types):
            yield f"its {name} is {bundle.executed[name]!r:.80}"
        if types == NUMBER and not 0 <= bundle.executed[name] < LATEST:
            yield f"its {name} is no number of seconds"
    for warning in bundle.executed["warnings"]:
        if not {"category", "text", "line", "caught"} <= warning.keys():
            yield "its warnings are incomplete"
    images = str(PurePosixPath(bundle.lesson).parent / "images")
    for name in bundle.files:
        stem, _, _ = name.partition(".")
        if name.endswith(TEXTS):
            bundle.files[name].decode()
        page = stem == bundle.lesson and "/" not in name[len(stem) :]
        if not page and not (NAME.fullmatch(name) and name.startswith(f"{images}/")):
            yield f"{name!r} is none of its files"
    if bundle.manifest["files"] != digests:
        yield "a file's digest differs from the manifest's"
    if (source := bundle.files.get(f"{bundle.lesson}.rst")) is None:
        yield f"without {bundle.lesson}.rst"
        return
    image = rf"^\s*\.\. image(?:-sg)?:: /\S*?({re.escape(images)}/\S+)$"
    named = {*re.findall(image, source.decode(), re.M)} - bundle.files.keys()
    if named:
        yield f"without {', '.join(sorted(named))}"
