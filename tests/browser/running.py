"""Which browser runs, and which pages of the built site it looks at."""

import os
import random
import shutil
from pathlib import Path

import pytest
from visits import HEIGHTS, Cell

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "_build" / "html"
SHEETS = ROOT / "docs" / "_build" / "browser"
TOOLS = Path(__file__).parent / "node_modules"
LANGUAGES = ("en", "zh-cn")
THEMES = ("light", "dark")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIGURES = 3
TABLE = pytest.StashKey[list[str]]()
NO_BROWSER = (
    "no Chromium: apt-get install chromium fonts-noto-cjk, or dnf install chromium "
    "google-noto-sans-cjk-fonts, or put the program's path into CHROMIUM"
)


def program() -> str:
    """Return the path of an installed Chromium."""
    named = os.environ.get("CHROMIUM")
    found = filter(None, map(shutil.which, [named] if named else NAMES))
    path = next(found, None)
    if path is None:
        raise pytest.UsageError(NO_BROWSER)
    return path


def pages_of(site: Path) -> list[str]:
    """Return the pages that readers stay on, by address below the site."""
    paths = sorted(site.glob("*/**/*.html"))
    return [
        path.relative_to(site).as_posix()
        for path in paths
        if 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]


def cells_of(pages: list[str], seed: int | None = None) -> list[Cell]:
    """Return each page in each theme and width, or in one of these by chance."""
    chance = random.Random(seed)
    cells = [[Cell(p, t, w) for t in THEMES for w in HEIGHTS] for p in pages]
    return [x for y in cells for x in (y if seed is None else [chance.choice(y)])]


def some(pages: list[str], seed: int, number: int) -> list[str]:
    """Return some of the pages, in their order."""
    return sorted(random.Random(seed).sample(pages, min(number, len(pages))))


def richest_lesson(site: Path) -> str:
    """Return the lesson with the most formulas, of those with figures enough."""

    def riches(path: Path) -> tuple[int, int]:
        text = path.read_text("utf-8")
        return min(text.count("only-light"), FIGURES), text.count("<math")

    paths = sorted((site / "en").glob("lessons/*/plot_*.html"))
    return max(paths, key=riches).relative_to(site / "en").as_posix()


def to_weigh(site: Path) -> list[str]:
    """Return the pages that Lighthouse judges."""
    names = ("index.html", richest_lesson(site), "glossary.html", "search.html")
    pages = [f"{language}/{name}" for name in names for language in LANGUAGES]
    return [page for page in pages if (site / page).is_file()]
