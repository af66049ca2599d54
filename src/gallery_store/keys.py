"""The content key of a lesson's results, and which part of it changed."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gallery_store.closure import Modules, imported_names
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings

PACKAGE = __name__.partition(".")[0]
OWN = Path(__file__).parents[1]
"""Where this package is imported from."""
PROCESS = f"{PACKAGE}.child"
"""What runs in a lesson's process."""
DOTTED = re.compile(r'"(\w[\w.]*)')
"""What may name a module or a function in sphinx-gallery's settings, as JSON."""


class Sources:
    """What lessons' keys are made of, as the files are now; each is read once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.modules = Modules(settings.import_folders)
        self.digests: dict[Path, str] = {}
        gallery = readable(settings.gallery)
        # the names of all that takes part in making any page
        names = DOTTED.findall(json.dumps([gallery, settings.devices]))
        self.makers = self.parts_of(self.modules.closure(names))
        own = Modules((OWN,), PACKAGE).closure([PROCESS, *names])
        self.makers |= {x.relative_to(OWN).as_posix(): self.digest(x) for x in own}
        told = {"gallery": gallery, "environ": dict(settings.environ)}
        self.makers["gallery/settings"] = digest(told)

    def parts(self, lesson: Lesson) -> dict[str, str]:
        """Return the digest of each source that a lesson's results depend on."""
        files = self.modules.closure(imported_names(lesson.file, lesson.text))
        own = {lesson.file: hashlib.sha256(lesson.text.encode()).hexdigest()}
        return self.makers | self.parts_of(files) | own

    def parts_of(self, files: set[Path]) -> dict[str, str]:
        """Return the digest of each file by its path from the root."""
        relative = self.settings.relative
        return {relative(file).as_posix(): self.digest(file) for file in files}

    def digest(self, file: Path) -> str:
        """Return the digest of a file."""
        if file not in self.digests:
            self.digests[file] = file_digest(file)
        return self.digests[file]


def readable(value: Any) -> Any:
    """Return settings as JSON can hold them, objects by their names."""
    if isinstance(value, Mapping):
        return {str(key): readable(x) for key, x in value.items()}
    if isinstance(value, list | tuple | set):
        return [readable(x) for x in value]
    if isinstance(value, str | int | float | None):
        return str(value)
    kind = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def file_digest(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(parts: Mapping[str, object]) -> str:
    """Return one short key for a set of parts."""
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return one sentence a part that differs, in the order of names."""
    found = []
    for name in sorted(old.keys() | new.keys()):
        before, now = old.get(name), new.get(name)
        if before is None:
            found.append(f"{name} is new")
        elif now is None:
            found.append(f"{name} is gone")
        elif before != now:
            what = " changed" if "/" in name else f": {before} -> {now}"
            found.append(name + what)
    return found
