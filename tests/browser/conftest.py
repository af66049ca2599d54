"""Real Chromium, the built site on a web server, and which pages are looked at."""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from served import serve
from visits import HEIGHTS, Cell

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "_build" / "html"
TOOLS = Path(__file__).parent / "node_modules"
THEMES = ("light", "dark")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = (
    "no Chromium: apt-get install chromium fonts-noto-cjk, or dnf install chromium "
    "google-noto-sans-cjk-fonts, or put the program's path into CHROMIUM"
)
NO_SITE = "no site in {}: `nox -s browser` builds it"
NO_TOOLS = "no packages in {}: `nox -s browser` installs them"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `nox -s browser`."""
    group = parser.getgroup("browser")
    group.addoption("--quick", action="store_true", help="each page once, at random")
    group.addoption("--seed", type=int, help="repeat the choice of a quick run")
    group.addoption("--site", type=Path, default=SITE, help="another built site")


def pytest_configure(config: pytest.Config) -> None:
    """Stop with one sentence where something is missing."""
    if config.option.seed is None:
        config.option.seed = random.randrange(10_000)
    if not (config.option.site / "index.html").is_file():
        raise pytest.UsageError(NO_SITE.format(config.option.site))
    if not TOOLS.is_dir():
        raise pytest.UsageError(NO_TOOLS.format(TOOLS))
    program()


def pytest_report_header(config: pytest.Config) -> str:
    """Say how to repeat this run."""
    seed = config.option.seed
    scope = f"quick; repeat it with --seed {seed}" if config.option.quick else "all"
    return f"browser: {program()}; {scope}"


def program() -> str:
    """Return the path of an installed Chromium."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise pytest.UsageError(NO_BROWSER)
    return found


def pages_of(site: Path) -> list[str]:
    """Return the pages that readers stay on, by address below the site."""
    paths = sorted(site.glob("*/**/*.html"))
    return [
        path.relative_to(site).as_posix()
        for path in paths
        if 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]


def cells_of(pages: list[str]) -> list[Cell]:
    """Return each page in each theme and width."""
    return [Cell(p, t, w) for p in pages for t in THEMES for w in HEIGHTS]


def sample(cells: list[Cell], seed: int) -> list[Cell]:
    """Return one cell for each page."""
    chance = random.Random(seed)
    pages = sorted({cell.page for cell in cells})
    return [chance.choice([x for x in cells if x.page == page]) for page in pages]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a `cell` all of them, or a sample."""
    if "cell" in metafunc.fixturenames:
        option = metafunc.config.option
        cells = cells_of(pages_of(option.site))
        chosen = sample(cells, option.seed) if option.quick else cells
        metafunc.parametrize("cell", chosen, ids=str)


@pytest.fixture(scope="session")
def folder(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the built site."""
    return pytestconfig.option.site


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Return the address of the site, with a slash at its end."""
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=program()) as started:
            yield started
