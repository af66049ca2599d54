"""The results store: one bundle a key, written atomically, checked when read."""

import errno
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gallery_store.bundle import UNPACKED, Bundle, read_bundle
from gallery_store.errors import BuildError
from gallery_store.files import make_readable_folder, write_atomically
from gallery_store.lessons import NAME
from gallery_store.progress import Reporter

LEFT_BEHIND = 600.0
"""Seconds after which nobody is writing a file any more."""
TEMPORARY = ".tmp-"
OWN = re.compile(rf"{NAME.pattern}/[0-9a-f]{{32}}\.zip", re.ASCII)
"""A bundle's path below the store's folder."""
HALF = re.compile(rf"({NAME.pattern}/)?{re.escape(TEMPORARY)}\w+", re.ASCII)
"""A file that is being written, or was when its build was killed."""


class Store:
    """A folder of bundles, `LESSON/KEY.zip`; made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, lesson: str, key: str) -> Path:
        """Return where the bundle of a key is or would be."""
        return self.folder / lesson / f"{key}.zip"

    def paths(self, lesson: str = "") -> list[Path]:
        """Return the bundles that are there, of one lesson or of all."""
        every = sorted((self.folder / lesson).glob("*.zip" if lesson else "**/*.zip"))
        return [path for path in every if OWN.fullmatch(self.name_of(path))]

    def name_of(self, path: Path) -> str:
        """Return a file as it is called below the store's folder."""
        return path.relative_to(self.folder).as_posix()

    def read(self, path: Path) -> Bundle:
        """Return the bundle in a file; ValueError if it is not what its name says."""
        if (size := path.stat().st_size) > UNPACKED:
            raise ValueError(f"damaged: it has {size} bytes")
        bundle = read_bundle(path.read_bytes(), path)
        if self.name_of(path.parent) != bundle.lesson:
            raise ValueError(f"damaged: it belongs to {bundle.lesson}")
        if bundle.key != path.stem:
            raise ValueError("damaged: its name is not its key")
        return bundle

    def load(self, lesson: str, key: str) -> Bundle | None:
        """Return a bundle, or None if it is not there; ValueError if it is damaged."""
        try:
            return self.read(self.path(lesson, key))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def load_all(self, reporter: Reporter) -> list[Bundle]:
        """Return every bundle, of which there has to be one; name what is damaged."""
        found = []
        if not (paths := self.paths()):
            raise BuildError(f"{self.folder} holds no results")
        for path in paths:
            try:
                found.append(self.read(path))
            except ValueError as error:
                reporter.say(f"{path}: {error}; it is left out")
        return found

    def latest(self, lesson: str) -> Bundle | None:
        """Return the whole bundle of a lesson that ran last."""
        return next(iter(self.runs(lesson)), None)

    def runs(self, lesson: str) -> list[Bundle]:
        """Return the whole bundles of a lesson, the latest run first."""
        found = []
        for path in self.paths(lesson):
            with suppress(ValueError, OSError):
                found.append(self.read(path))
        return sorted(found, key=lambda x: x.when, reverse=True)

    def save(self, bundle: Bundle) -> None:
        """Write a bundle whole or not at all."""
        path = self.path(bundle.lesson, bundle.key)
        with self.writing():
            make_readable_folder(path.parent)
            write_atomically(path, bundle.to_bytes())

    def check_writable(self) -> None:
        """Raise a BuildError if no bundle can be written."""
        with self.writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=TEMPORARY):
                pass

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Raise a BuildError with the cure where a write fails."""
        try:
            yield
        except OSError as error:
            fault = f"cannot be written ({error.strerror}), and a lesson has to run"
            cure = "name another with --store FOLDER"
            if error.errno == errno.ENOSPC:
                fault = "is on a full disk"
                cure = f"free some space, use --prune, or {cure}"
            raise BuildError(f"the store {self.folder} {fault}; {cure}") from error

    def check_folder(self, root: Path) -> None:
        """Raise a BuildError unless the folder is a store's alone, not the checkout."""
        if root.resolve().is_relative_to(self.folder.resolve()):
            raise BuildError(
                f"{self.folder} holds the checkout; name another folder as --store"
            )
        for path in sorted(self.folder.rglob("*")):
            name = self.name_of(path)
            own = OWN.fullmatch(name) or HALF.fullmatch(name)
            if not own and (path.is_symlink() or not path.is_dir()):
                raise BuildError(
                    f"{self.folder} holds {name}, which is no result; give --store a "
                    "new or empty folder"
                )

    def prune(self, needed: Callable[[Bundle], bool]) -> int:
        """Delete every whole bundle that is not `needed`; return how many went."""
        count = 0
        for path in self.paths():
            with suppress(ValueError, OSError):
                if not needed(self.read(path)):
                    path.unlink()
                    count += 1
                    for folder in path.relative_to(self.folder).parents[:-1]:
                        (self.folder / folder).rmdir()  # ends where one is not empty
        return count

    def remove_leftovers(self, lessons: Iterable[str]) -> None:
        """Delete what a killed build left half-written of some lessons.

        What is younger may be another build's, which shares the store.
        """
        for lesson in lessons:
            for path in (self.folder / lesson).glob(f"{TEMPORARY}*"):
                with suppress(OSError):
                    if abs(time.time() - path.stat().st_mtime) > LEFT_BEHIND:
                        path.unlink()
