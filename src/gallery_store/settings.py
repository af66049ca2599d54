"""What a gallery's owner decides: where things lie, and what scripts may use."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gallery_store.limits import Limits


@dataclass(frozen=True)
class Settings:
    """A gallery of lessons: scripts that sphinx-gallery makes pages of.

    Parameters
    ----------
    root : Path
        The checkout; every other folder is given from there.
    examples_dir, docs_dir, pages_dir, store_dir, build_dir : str
        What the properties below say; of `pages_dir`, sphinx-gallery's `gallery_dirs`,
        from the source folder of Sphinx.
    sources : tuple of str
        Folders from which scripts import the project's own modules.
    imports : mapping of str to str
        What scripts may import besides these and the standard library: the name that
        they import, and the distribution that brings it, whose version is in the key;
        an empty one for the project's own.
    stated : tuple of str
        Distributions whose versions the record of a run states.
    devices : str
        ``module:function`` that returns `machine` and `accelerator` in words.
    gallery : mapping
        `sphinx_gallery_conf`; what it names by dotted strings is in the key.
    environ : mapping of str to str
        Environment of a lesson's process.
    preload : tuple of str
        Modules that are imported once, before the lessons' processes part.
    names : tuple of str
        A pattern for the names of lessons, and how a message describes it.
    extras : bool
        Whether the pictures of sphinx-gallery's overview and its zips are kept.
    limits : Limits
        What one lesson may use.
    """

    root: Path
    examples_dir: str = "examples"
    docs_dir: str = "docs"
    pages_dir: str = "gallery"
    store_dir: str = "docs/_results"
    build_dir: str = "docs/_build"
    sources: tuple[str, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    stated: tuple[str, ...] = ()
    devices: str = "gallery_store.environment:describe_processor"
    gallery: Mapping[str, Any] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)
    preload: tuple[str, ...] = ("sphinx.application", "sphinx_gallery.gen_gallery")
    names: tuple[str, str] = (r".+", "anything")
    extras: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def examples(self) -> Path:
        """The lessons as their authors wrote them."""
        return self.root / self.examples_dir

    @property
    def docs(self) -> Path:
        """The source folder of Sphinx."""
        return self.root / self.docs_dir

    @property
    def pages(self) -> Path:
        """The executed lessons, restored from the store for Sphinx to read."""
        return self.docs / self.pages_dir

    @property
    def store(self) -> Path:
        """The results."""
        return self.root / self.store_dir

    @property
    def build(self) -> Path:
        """Everything that is made and can be made again."""
        return self.root / self.build_dir

    @property
    def work(self) -> Path:
        """Scratch space of the run that is going on, of no other."""
        return self.build / f"work-{os.getpid()}"

    @property
    def import_folders(self) -> tuple[Path, ...]:
        """The folders from which lessons import the project's own modules."""
        return tuple(self.root / name for name in self.sources)

    def relative(self, path: Path) -> Path:
        """Return `path` as a reader of messages knows it: from the root."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
