"""Say what a downloaded lesson needs, in the words of scripts and of notebooks.

A script carries it as inline metadata (PEP 723), which ``uv run`` and ``pipx run``
read, a notebook as its first cell.  Both name the wheel of ``tutorial_utils`` with
the address where this site is published, so they cannot stand in a lesson's source.
They also name the language of the prose: hints come in the same.
"""

import ast
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from sphinx.locale import _

from gallery_store.lessons import imported_packages
from lesson_pages.downloads.wheel import FOLDER, Wheel, build_wheel
from lesson_pages.figures.scraper import ALT
from lesson_pages.packages import DISTRIBUTIONS, OWN
from lesson_pages.site_settings import read_settings

EXTRAS = {"sklearn"}
"""What lessons import and `tutorial_utils` does not bring."""

METADATA = """\
# /// script
# requires-python = "{python}"
# dependencies = [
{dependencies}# ]
#
# [tool.tutorial-utils]
# language = "{language}"
# ///
"""
HOW_TO_RUN = """\
# {run} uv run {name}
# {then} python {name}
# {page}
# {others}
"""
SETUP = """\
# {first}
# {others}
%env TUTORIAL_LANG={language}
import subprocess, sys, tempfile
from importlib.metadata import distributions
from pathlib import Path

wheel, site = "{wheel}", "{site}"
if "{version}" not in [x.version for x in distributions(name="tutorial-utils")]:
    near = [x for x in ("..", ".") if Path(x, wheel).is_file()]
    folder = near[0] if near else tempfile.mkdtemp()
    if not near:
        fetch = "-m pip download -qq --no-color --retries=0 --no-deps --dest".split()
        command = [sys.executable, *fetch, folder, site + wheel.replace("+", "%2B")]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ImportError(
                f"{{done.stderr}}\\n{cause}\\n"
                "{cure}")
    %pip install "{{folder}}/{{wheel}}"
{extras}import tutorial_utils"""
CAUSE = "The package of the course, tutorial_utils, could not be fetched."
CURE = "Take the zip, which holds it, or this notebook once more: {address}"
EXTRA = """\
if not [*distributions(name="{name}")]:
    %pip install "{bound}"
"""


@dataclass(frozen=True)
class Supplies:
    """What this project says about the packages that lessons import.

    Parameters
    ----------
    python : str
        The versions of Python.
    bounds : dict of str to str
        The versions that are good enough, by the name of the package.
    wheel : Wheel
        The package itself.
    site : str
        Where the site that offers it is published.
    """

    python: str
    bounds: dict[str, str]
    wheel: Wheel
    site: str

    @property
    def address(self) -> str:
        """Where the wheel is, with what an installer compares it with."""
        return f"{self.site}{self.wheel.path}#{self.wheel.fragment}"


@cache
def read_supplies(root: Path) -> Supplies:
    """Read the project's settings, and build the wheel."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    project = settings["project"]
    known = project["dependencies"] + settings["dependency-groups"]["docs"]
    bounds = {Requirement(x).name: x for x in known}
    site = read_settings(root / "docs").base_url
    return Supplies(project["requires-python"], bounds, build_wheel(root), site)


def needed(source: str) -> set[str]:
    """Return the packages that a lesson imports, and what shows its figures."""
    drawing = {"matplotlib"} if ALT.search(source) else set()
    return imported_packages(ast.parse(source)) & DISTRIBUTIONS.keys() | drawing


def script_metadata(source: str, supplies: Supplies, language: str) -> str:
    """Return the inline metadata that goes above a lesson's docstring."""
    packages = needed(source)
    names = sorted(DISTRIBUTIONS[name] for name in packages - {OWN})
    requirements = [supplies.bounds.get(name, name) for name in names]
    if OWN in packages:
        requirements.append(f"tutorial-utils @ {supplies.address}")
    return METADATA.format(
        python=supplies.python,
        dependencies="".join(f'#   "{x}",\n' for x in requirements),
        language=language,
    )


def how_to_run(name: str, page: str, supplies: Supplies, folder: str) -> str:
    """Return the comment below the metadata of a script.

    Parameters
    ----------
    name : str
        The file of the script.
    page : str
        The address of the lesson's page.
    supplies : Supplies
        Knows where the site is.
    folder : str
        The folder of the language.
    """
    return HOW_TO_RUN.format(
        run=_("Run it with uv:"),
        then=_("Or, where the packages above are installed:"),
        name=name,
        page=_("This lesson with its outputs and figures: {address}").format(
            address=page
        ),
        others=_("Other ways to run it: {address}").format(
            address=downloads_page(supplies, folder)
        ),
    )


def setup_cell(source: str, supplies: Supplies, language: str, folder: str) -> str:
    """Return the code of a notebook's first cell.

    It runs pip only where the package of the course is not there in the version of
    the notebook; the package then asks for the versions that `pyproject.toml` names,
    so that a new enough torch stays.  A wheel beside the notebook or a folder up, as
    in a zip, makes it independent of the network.
    """
    page = downloads_page(supplies, folder)
    others = sorted(DISTRIBUTIONS[x] for x in needed(source) & EXTRAS)
    extras = (EXTRA.format(name=x, bound=supplies.bounds[x]) for x in others)
    return SETUP.format(
        first=_("Run this cell first: it installs what is missing."),
        others=_("PyTorch may be several gigabytes; a smaller one: {address}").format(
            address=page
        ),
        language=language,
        version=supplies.wheel.version,
        site=f"{supplies.site}{FOLDER}/",
        wheel=supplies.wheel.name,
        cause=_(CAUSE),
        cure=_(CURE).format(address=page),
        extras="".join(extras),
    )


def downloads_page(supplies: Supplies, folder: str) -> str:
    """Return the address of the page with all ways to run a lesson."""
    return f"{supplies.site}{folder}/downloads.html"
