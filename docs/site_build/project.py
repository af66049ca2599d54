"""Where everything lies, and what the lessons of this course may use."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gallery_store.settings import Settings
from lesson_pages.languages import Language
from lesson_pages.lesson_imports import DISTRIBUTIONS

PRELOADED = (
    "torch",
    "matplotlib.pyplot",
    "sphinx.application",
    "sphinx_gallery.gen_gallery",
)


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
    def served(self) -> Path:
        """What an author looks at while writing."""
        return self.build / "served"

    @property
    def drift(self) -> Path:
        """The report on outputs that differ from others."""
        return self.build / "drift"

    @property
    def work(self) -> Path:
        """Scratch space of the build that is running, of no other."""
        return self.gallery.work

    @property
    def package(self) -> Path:
        """What the lessons import."""
        return self.root / "src/tutorial_utils"

    @cached_property
    def gallery(self) -> Settings:
        """How the lessons run, and where their results are."""
        from lesson_pages.figures.gallery import SETTINGS

        return Settings(
            self.root,
            pages_dir="lessons",
            sources=("src", "docs"),
            imports=DISTRIBUTIONS,
            stated=("torch",),
            devices="site_build.devices:describe_devices",
            gallery=SETTINGS,
            environ={"TUTORIAL_LANG": "en"},
            preload=PRELOADED,
            names=(r"\d\w*/plot_\w+", "N_part/plot_NN_name.py"),
            extras=False,
        )

    def catalogues(self, language: Language) -> Path:
        """Return the folder with the gettext catalogues of a language."""
        return self.docs / "locales" / language.sphinx / "LC_MESSAGES"

    def relative(self, path: Path) -> Path:
        """Return `path` as a reader of messages knows it: from the root."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
