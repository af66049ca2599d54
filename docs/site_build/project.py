"""Where everything lies, and what the lessons of this course may use."""

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


class Project:
    """The folders of one checkout; `root` holds `docs/`, `examples/` and `src/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.examples = root / "examples"  # the lessons as their authors wrote them
        self.docs = root / "docs"  # the source folder of the site
        self.lessons = self.docs / "lessons"  # executed, restored for Sphinx to read
        self.store = self.docs / "_results"  # unless `--store` names another
        self.build = self.docs / "_build"  # all that can be made again
        self.site = self.build / "html"  # finished, in all languages
        self.preview = self.build / "preview"  # one language, or a few lessons
        self.served = self.build / "served"  # what an author looks at while writing
        self.package = root / "src/tutorial_utils"  # what the lessons import

    @property
    def work(self) -> Path:
        """Scratch space of the build that is running, of no other."""
        return self.gallery.work

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
            comments=("alt", "before"),
            extras=False,
        )

    @property
    def pages_beside(self) -> dict[str, Path]:
        """The pages that are no lessons, without suffix: those in Markdown, parts."""
        pages = {x.stem: x for x in sorted(self.docs.glob("*.md"))}
        for path in sorted(self.examples.glob("**/index.rst")):
            name = path.relative_to(self.examples).with_suffix("")
            pages[f"lessons/{name.as_posix()}"] = path
        return pages

    def catalogues(self, language: Language) -> Path:
        """Return the folder with the gettext catalogues of a language."""
        return self.docs / "locales" / language.sphinx / "LC_MESSAGES"

    def relative(self, path: Path) -> Path:
        """Return `path` as a reader of messages knows it: from the root."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
