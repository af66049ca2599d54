"""The downloads of the built site, run where nothing of this project is installed.

The site is served at an address of this machine, which takes the place of its own, so
that its wheel is installed from where scripts and notebooks say.
"""

import os
import random
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from built import BASE_URL
from reader import LESSONS, PROJECT, UV, Run, Site, command, run_notebook, run_script

from gallery_store.keys import digest
from lesson_pages.languages import FOLDERS

SLOW = pytest.mark.slow
SEED = os.environ.setdefault("SAMPLE_SEED", f"{date.today():%Y%m%d}")
"""Chooses the lessons of the day; the workers of pytest-xdist take it over."""
QUIET = [name for name, lesson in LESSONS.items() if not lesson.measures_time]
CHOSEN = set(zip(FOLDERS, random.Random(SEED).sample(QUIET, 2), strict=True))
DOWNLOADS = [
    pytest.param(x, id=f"{x[0]}-{Path(x[1]).name}", marks=[] if x in CHOSEN else SLOW)
    for x in ((folder, name) for folder in FOLDERS for name in LESSONS)
]
"""All are run each week, as scripts and notebooks; one a language daily."""
TOOLS = ("ipykernel", "nbclient", "pip")
"""What a reader of notebooks has besides."""
NAMING = (".html", ".ipynb", ".md", ".py")
"""What names the address of the site."""
RUNNERS = {"script": run_script, "notebook": run_notebook}


class Handler(SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the site as it would be built for an address of this machine."""
    out = tmp_path_factory.mktemp("served") / "html"
    shutil.copytree(site, out)
    handler = partial(Handler, directory=str(out))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        for path in (x for x in out.rglob("*") if x.suffix in NAMING):
            text = path.read_text("utf-8").replace(BASE_URL, address)
            path.write_text(text, "utf-8")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(out, address)
        server.shutdown()


@pytest.fixture(scope="session")
def wheelhouse(site: Site) -> Path:
    """Fetch what the lessons ask for, in the versions of constraints.txt, once.

    Later runs of the tests need no network: it lies beside the tasks' environment.
    """
    asked = sorted(x for x in site.asked if "@" not in x)
    constraints = (PROJECT.root / "constraints.txt").read_text(encoding="utf-8")
    wanted = digest({"asked": [*asked, *TOOLS], "versions": [constraints, sys.version]})
    folder = PROJECT.root / ".nox" / "wheelhouse"
    stamp = folder / "complete"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "download", "--dest", folder]
    pip += ["--constraint", PROJECT.root / "constraints.txt"]
    command(*pip, site.wheel, *asked, *TOOLS)
    (folder / site.wheel.name).unlink()  # this one comes from its address
    stamp.write_text(wanted, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def offline(
    wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Return variables with which uv knows the wheelhouse and asks nobody else."""
    cache = tmp_path_factory.mktemp("cache")
    links = {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(wheelhouse)}
    return links | {"UV_CACHE_DIR": str(cache)}


def make_environment(
    folder: Path, packages: list[str], offline: dict[str, str]
) -> Path:
    """Make a clean environment; return its Python."""
    command(*UV, "venv", "--python", sys.executable, folder, **offline)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    command(*UV, "pip", "install", "--python", python, *packages, *TOOLS, **offline)
    return python


@pytest.fixture(scope="session")
def python(
    site: Site, offline: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a Python that has the served wheel and what lessons need, and no more."""
    return make_environment(tmp_path_factory.mktemp("whole"), site.asked, offline)


@pytest.fixture(scope="session")
def bare(
    site: Site, offline: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a Python that has all but the package of the course."""
    packages = [*(x for x in site.asked if "@" not in x), "networkx"]
    return make_environment(tmp_path_factory.mktemp("bare"), packages, offline)


@pytest.fixture
def without_package(bare: Path) -> Path:
    """Return that Python, whatever the test before has installed into it."""
    command(*UV, "pip", "uninstall", "--python", bare, "tutorial-utils")
    return bare


def pytest_report_header() -> str:
    """Say how to run the same downloads again."""
    return f"downloads of the day: SAMPLE_SEED={SEED}"


@pytest.fixture(params=DOWNLOADS)
def download(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Return folder and lesson of each download that is run."""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture(scope="session")
def run(
    site: Site, python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Run]:
    """Return what runs a download, once for all that look at it."""

    @cache
    def run_once(folder: str, lesson: str, kind: str) -> Run:
        return RUNNERS[kind](
            site, python, tmp_path_factory.mktemp("run"), folder, lesson
        )

    return run_once
