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

    Every folder is given from the root, which is the checkout; `pages_dir`, which is
    sphinx-gallery's `gallery_dirs`, from the source folder of Sphinx.
    """

    root: Path
    examples_dir: str = "examples"
    docs_dir: str = "docs"
    pages_dir: str = "gallery"
    store_dir: str = "docs/_results"
    build_dir: str = "docs/_build"
    sources: tuple[str, ...] = ()  # from where scripts import the project's own modules
    # what scripts may import besides these and the standard library: the name that
    # they import, and the distribution that brings it, whose version is in the key; an
    # empty one for the project's own
    imports: Mapping[str, str] = field(default_factory=dict)
    stated: tuple[str, ...] = ()  # distributions whose versions a run's record states
    # `module:function` that returns `machine` and `accelerator` in words, and may say
    # as `used` whether its process used the latter, which a run's record then states
    devices: str = "gallery_store.environment:describe_processor"
    # `sphinx_gallery_conf`; what it names by dotted strings is in the key
    gallery: Mapping[str, Any] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=dict)  # of a lesson's process
    # modules that are imported once, before the lessons' processes part
    preload: tuple[str, ...] = ("sphinx.application", "sphinx_gallery.gen_gallery")
    names: tuple[str, str] = (r".+", "anything")  # lessons' pattern, and it in words
    # what else comments `# sphinx_gallery_...` may set, which own scrapers read
    comments: tuple[str, ...] = ()
    extras: bool = True  # keep the pictures of sphinx-gallery's overview and its zips
    limits: Limits = field(default_factory=Limits)  # what one lesson may use

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
