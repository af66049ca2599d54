"""Real Chromium, the built site on a web server, and which pages are looked at."""

import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import running
from playwright.sync_api import Browser, sync_playwright
from served import serve
from visits import Opener, Visit, visiting

NO_SITE = "no site in {}: `nox -s browser` builds it"
NO_TOOLS = "no npm packages in {}: `nox -s browser` installs them"
NO_FONT = (
    "Chromium shows Chinese as boxes: apt-get install fonts-noto-cjk, or dnf install "
    "google-noto-sans-cjk-fonts"
)
SHOWS_CHINESE = """() => {
  const draw = (text) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = "30px sans-serif";
    pen.fillText(text, 2, 32);
    return canvas.toDataURL();
  };
  return draw("中") !== draw("国");
}"""
CHOSEN = {"cell", "weighed"}
FEW, TWO = 10, 2


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `nox -s browser`."""
    group = parser.getgroup("browser", "real Chromium")
    group.addoption("--quick", action="store_true", help="each page once, at random")
    group.addoption("--seed", type=int, help="repeat the choices of a quick run")
    group.addoption("--sheets", action="store_true", help="contact sheets in any case")
    group.addoption("--site", type=Path, default=running.SITE, help="another site")


def pytest_configure(config: pytest.Config) -> None:
    """Stop with one sentence where something is missing."""
    option = config.option
    if option.seed is None:
        option.seed = random.randrange(10_000)
    config.stash[running.TABLE] = []
    if not (option.site / "index.html").is_file():
        raise pytest.UsageError(NO_SITE.format(option.site))
    if not running.TOOLS.is_dir():
        raise pytest.UsageError(NO_TOOLS.format(running.TOOLS))
    running.program()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the contact sheets out of a quick run that does not ask for them."""
    option = config.option
    left_out = option.quick and not option.sheets
    return True if left_out and collection_path.name == "test_sheets.py" else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Say which pages a test is for."""
    option = metafunc.config.option
    if "cell" in metafunc.fixturenames:
        seed = option.seed if option.quick else None
        cells = running.cells_of(running.pages_of(option.site), seed)
        metafunc.parametrize("cell", cells, ids=str)
    if "weighed" in metafunc.fixturenames:
        pages = running.to_weigh(option.site)
        chosen = running.some(pages, option.seed, TWO if option.quick else len(pages))
        metafunc.parametrize("weighed", chosen)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Keep one variant of each test that is not about a page, in a quick run."""
    if not config.option.quick:
        return
    chance, variants = random.Random(config.option.seed), {}
    for item in items:
        own = item.nodeid if CHOSEN & set(item.fixturenames) else item.originalname
        variants.setdefault((item.path, own), []).append(item)
    kept = [chance.choice(same) for same in variants.values()]
    config.hook.pytest_deselected(items=[x for x in items if x not in kept])
    items[:] = kept


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what Lighthouse said, which browser ran, and how to repeat a quick run."""
    if table := config.stash[running.TABLE]:
        terminalreporter.section("Lighthouse, mobile", sep="-")
        terminalreporter.line("perf a11y best  seo")
        for line in table:
            terminalreporter.line(line)
    if config.option.quick:
        how = f"repeat these choices with --seed {config.option.seed}"
        terminalreporter.line(f"{running.program()}; {how}")


@pytest.fixture(scope="session")
def folder(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the built site."""
    return pytestconfig.option.site


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Return the address of the site, with a slash at its end."""
    with serve(folder) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opener]:
    """Return what opens an address below the site in a window of its own."""
    with ExitStack() as windows:

        def open_window(address: str, *, own: str = site, **options: Any) -> Visit:
            visit = windows.enter_context(visiting(browser, own, **options))
            visit.page.goto(own + address)
            return visit

        yield open_window


@pytest.fixture(scope="session")
def disk(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the unpacked offline copy, with a slash at its end."""
    unpacked = tmp_path_factory.mktemp("disk")
    with ZipFile(next(folder.glob("*.zip"))) as packed:
        packed.extractall(unpacked)
    return f"{next(unpacked.iterdir()).as_uri()}/"


@pytest.fixture(scope="session")
def pages(folder: Path, pytestconfig: pytest.Config) -> list[str]:
    """Return the pages for checks that open one after the other."""
    option, every = pytestconfig.option, running.pages_of(folder)
    return running.some(every, option.seed, FEW) if option.quick else every


@pytest.fixture(scope="session")
def sheets() -> Path:
    """Return the folder of the contact sheets, empty."""
    shutil.rmtree(running.SHEETS, ignore_errors=True)
    running.SHEETS.mkdir(parents=True)
    return running.SHEETS


@pytest.fixture(scope="session")
def lesson(folder: Path) -> str:
    """Return the lesson that has most to check, below its language."""
    return running.richest_lesson(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    path = running.program()
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path) as started,
    ):
        if not started.new_page().evaluate(SHOWS_CHINESE):
            pytest.exit(NO_FONT, returncode=1)
        yield started
