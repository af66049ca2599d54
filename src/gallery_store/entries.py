"""What a store holds, whatever machine made it: an entry a bundle."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from gallery_store.keys import changes, digest, source_parts
from gallery_store.lessons import Lesson
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store, read_bundle


@dataclass(frozen=True)
class Entry:
    """A whole bundle of a store, without its files.

    Parameters
    ----------
    path : Path
        Where it is.
    lesson, key : str
        What it is the result of.
    parts : dict of str to str
        What the key was made of.
    executed : dict
        When, where and for how long the lesson ran.
    files : dict of str to str
        The digest of each file.
    source : str
        The lesson as it was executed.
    """

    path: Path
    lesson: str
    key: str
    parts: dict[str, str]
    executed: dict[str, Any]
    files: dict[str, str]
    source: str

    @property
    def sources(self) -> dict[str, str]:
        """The files that the key was made of."""
        return {name: part for name, part in self.parts.items() if "/" in name}


def read_entries(store: Store, reporter: Reporter) -> list[Entry]:
    """Return what a store holds; a damaged bundle is named and left out.

    Raises
    ------
    BuildError
        If it holds nothing.
    """
    paths = sorted(store.folder.rglob("*.zip"))
    if not paths:
        raise BuildError(f"{store.folder} holds no results")
    return list(whole_entries(paths, reporter))


def whole_entries(paths: Iterable[Path], reporter: Reporter) -> Iterator[Entry]:
    """Yield the entries of the bundles that are whole."""
    for path in paths:
        try:
            yield read_entry(path)
        except ValueError as error:
            reporter.say(f"{path}: {error}; it is left out")


def read_entry(path: Path) -> Entry:
    """Return the entry of a bundle.

    Raises
    ------
    ValueError
        If it is damaged, or its name is not its key.
    """
    bundle = read_bundle(path.read_bytes())
    if digest(bundle.parts) != path.stem:
        raise ValueError("damaged: its name is not its key")
    files = {n: hashlib.sha256(d).hexdigest() for n, d in bundle.files.items()}
    source = bundle.files.get(f"{bundle.lesson}.py", b"").decode()
    about = bundle.lesson, path.stem, bundle.parts, bundle.executed
    return Entry(path, *about, files, source)


def fitting(
    settings: Settings, lesson: Lesson, entries: Iterable[Entry]
) -> list[Entry]:
    """Return the results of a lesson as it is now, from whatever machine.

    Raises
    ------
    BuildError
        If there is none; it says what changed since the latest.
    """
    wanted = source_parts(settings, lesson)
    own = [entry for entry in entries if entry.lesson == lesson.name]
    if found := [entry for entry in own if entry.sources == wanted]:
        return found
    if not own:
        raise BuildError(f"{lesson.name}: no result in any store")
    last = max(own, key=when)
    since = ", ".join(changes(last.sources, wanted))
    raise BuildError(f"{lesson.name}: only results of other sources ({since})")


def when(entry: Entry) -> tuple[float, str]:
    """Return an order of entries by the time that they were made."""
    return float(entry.executed.get("start", 0)), str(sorted(entry.files.items()))
