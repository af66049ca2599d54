"""Where everything lies."""

import os
from dataclasses import dataclass
from pathlib import Path

from lesson_pages.languages import Language


@dataclass(frozen=True)
class Project:
    """The folders of one checkout.

    Parameters
    ----------
    root : Path
        The folder that holds `docs/`, `examples/` and `src/`.
    """

    root: Path

    @property
    def examples(self) -> Path:
        """The lessons as their authors wrote them."""
        return self.root / "examples"

    @property
    def docs(self) -> Path:
        """The source folder of the site."""
        return self.root / "docs"

    @property
    def extensions(self) -> Path:
        """The project's own Sphinx extensions."""
        return self.docs

    @property
    def lessons(self) -> Path:
        """The executed lessons, restored from the store for Sphinx to read."""
        return self.docs / "lessons"

    @property
    def store(self) -> Path:
        """The results store, unless `--store` names another."""
        return self.docs / "_results"

    @property
    def build(self) -> Path:
        """Everything that is made and can be made again."""
        return self.docs / "_build"

    @property
    def site(self) -> Path:
        """The finished site in all languages."""
        return self.build / "html"

    @property
    def preview(self) -> Path:
        """A part of the site: one language, or a few lessons."""
        return self.build / "preview"

    @property
    def drift(self) -> Path:
        """The report on outputs that differ from others."""
        return self.build / "drift"

    @property
    def work(self) -> Path:
        """Scratch space of the build that is running, of no other."""
        return self.build / f"work-{os.getpid()}"

    @property
    def source(self) -> Path:
        """The folder from which `tutorial_utils` is imported."""
        return self.root / "src"

    @property
    def package(self) -> Path:
        """What the lessons import."""
        return self.source / "tutorial_utils"

    def catalogues(self, language: Language) -> Path:
        """Return the folder with the gettext catalogues of a language."""
        return self.docs / "locales" / language.sphinx / "LC_MESSAGES"

    def relative(self, path: Path) -> Path:
        """Return `path` as a reader of messages knows it: from the root."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
