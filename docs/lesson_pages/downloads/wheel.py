"""Build the wheel of `tutorial_utils` that the downloaded lessons install."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from hatchling.builders.wheel import WheelBuilder

from gallery_store.errors import BuildError
from gallery_store.keys import digest, file_digest

FOLDER = "wheels"
"""The site's folder with the wheel, beside the languages."""
PACKAGE = "src/tutorial_utils"
BESIDE = ("pyproject.toml", "README.md", "LICENSE")
"""What a wheel is made from besides the package."""


@dataclass(frozen=True)
class Wheel:
    """A built wheel: the same bytes for the same sources."""

    name: str
    data: bytes

    @property
    def version(self) -> str:
        """The version, whose end changes with every change of the sources."""
        return self.name.split("-")[1]

    @property
    def address(self) -> str:
        """Where the site has it, and what an installer compares it with."""
        found = hashlib.sha256(self.data).hexdigest()
        return f"{FOLDER}/{quote(self.name)}#sha256={found}"


def wheel_sources(root: Path) -> Iterator[Path]:
    """Yield the files that the wheel is made from."""
    yield from (root / name for name in BESIDE)
    for path in sorted((root / PACKAGE).rglob("*")):
        check_folder(root, path)
        if path.is_file() and path.suffix != ".pyc":
            yield path


def check_folder(root: Path, path: Path) -> None:
    """Raise a BuildError if a source is a link to a folder, which not all follow."""
    if path.is_symlink() and path.is_dir():
        raise BuildError(
            f"{path.relative_to(root)} is a link to a folder, whose changes would go "
            "unnoticed; put the files themselves there"
        )


def build_wheel(root: Path) -> Wheel:
    """Build the wheel, without network and without leaving anything behind.

    The version gets a part that says what is inside (``0.1.0+1f0c2d3e``), so that
    a changed helper has an address of its own and installers do not take the old
    package for the new one.

    Raises
    ------
    BuildError
        If a source is missing, or hatchling does not accept them.
    """
    with TemporaryDirectory() as folder:
        try:
            sources = wheel_sources(root)
            digests = {x.relative_to(root).as_posix(): file_digest(x) for x in sources}
            settings = tomllib.loads((root / BESIDE[0]).read_text(encoding="utf-8"))
            project = settings["project"]
            project["version"] = f"{project.get('version')}+{digest(digests)[:8]}"
            builder = WheelBuilder(str(root), config=settings)
            built = Path(next(iter(builder.build(directory=folder))))
        except (OSError, ValueError, TypeError) as error:
            raise BuildError(f"the wheel of tutorial_utils: {error}") from error
        return Wheel(built.name, built.read_bytes())


def copy_wheel(root: Path, site: Path) -> None:
    """Put the wheel into a site."""
    wheel = build_wheel(root)
    (site / FOLDER).mkdir(parents=True)
    (site / FOLDER / wheel.name).write_bytes(wheel.data)
