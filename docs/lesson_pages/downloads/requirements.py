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
from string import Template

from packaging.requirements import Requirement
from sphinx.locale import _

from gallery_store.lessons import imported_packages
from lesson_pages.downloads.wheel import FOLDER, Wheel, build_wheel
from lesson_pages.figures.scraper import alternative_texts
from lesson_pages.languages import Language
from lesson_pages.lesson_imports import DISTRIBUTIONS, OWN
from lesson_pages.site_settings import read_settings

HEAD = """\
# /// script
# requires-python = "{python}"
# dependencies = [
{dependencies}# ]
#
# [tool.tutorial-utils]
# language = "{language}"
# ///

# {run} uv run {name}
{install}# {then} python {name}
# {page}
# {others}
"""
SETUP = Path(__file__).with_name("setup_cell.py")
CAUSE = "The package of the course, tutorial_utils, could not be fetched."
CURE = "Take the zip, which holds it, or this notebook once more: {address}"
EXTRA = """\
if not [*distributions(name="{name}")]:
    %pip install "{bound}"
"""


@dataclass(frozen=True)
class Supplies:
    """What this project says about the packages that lessons import."""

    python: str
    """The versions of Python."""
    bounds: dict[str, str]
    """The versions that are good enough, by the name of the package."""
    brought: frozenset[str]
    """The packages that `tutorial_utils` brings."""
    wheel: Wheel
    site: str
    """Where the site that offers the wheel is published."""

    @property
    def address(self) -> str:
        """Where the wheel is, with what an installer compares it with."""
        return self.site + self.wheel.address

    def downloads_page(self, language: Language) -> str:
        """Return the address of the page with all ways to run a lesson."""
        return f"{self.site}{language.folder}/downloads.html"


@cache
def read_supplies(docs: Path) -> Supplies:
    """Read the project's settings, and build the wheel."""
    root = docs.parent
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    own, others = project["dependencies"], settings["dependency-groups"]["docs"]
    return Supplies(
        project["requires-python"],
        {Requirement(x).name: x for x in own + others},
        frozenset(Requirement(x).name for x in own),
        build_wheel(root),
        read_settings(docs).base_url,
    )


def needed(source: str) -> list[str]:
    """Return what a lesson needs beside `tutorial_utils`, by the name to install."""
    found = imported_packages(ast.parse(source)) & DISTRIBUTIONS.keys() - {OWN}
    if alternative_texts(source):
        found.add("matplotlib")  # shows the figures
    return sorted(DISTRIBUTIONS[name] for name in found)


def script_head(
    name: str, source: str, page: str, supplies: Supplies, language: Language
) -> str:
    """Return what stands above a script's prose: metadata, and how to run it."""
    requirements = [supplies.bounds.get(name, name) for name in needed(source)]
    if OWN in imported_packages(ast.parse(source)):
        requirements.append(f"{DISTRIBUTIONS[OWN]} @ {supplies.address}")
    words = " ".join(f'"{x}"' for x in requirements)
    install = f"# {_('Or install what it needs:')} python -m pip install {words}\n"
    with_outputs = _("This lesson with its outputs and figures: {address}")
    others = _("Other ways to run it: {address}")
    return HEAD.format(
        python=supplies.python,
        dependencies="".join(f'#   "{x}",\n' for x in requirements),
        language=language.short,
        run=_("Run it with uv:"),
        install=install if requirements else "",
        then=_("Then, or where that is installed:"),
        name=name,
        page=with_outputs.format(address=page),
        others=others.format(address=supplies.downloads_page(language)),
    )


def setup_cell(source: str, supplies: Supplies, language: Language) -> str:
    """Return the code of a notebook's first cell.

    It runs pip only where the package of the course is not there in the version of
    the notebook; the package then asks for the versions that `pyproject.toml` names,
    so that a new enough torch stays.  A wheel beside the notebook or a folder up, as
    in a zip, makes it independent of the network.
    """
    page = supplies.downloads_page(language)
    others = _("PyTorch may be several gigabytes; a smaller one: {address}")
    code = SETUP.read_text("utf-8").partition("\n\n")[2].rstrip("\n")
    filled = Template(code).substitute(
        first=_("Run this cell first: it installs what is missing."),
        others=others.format(address=page),
        language=language.short,
        version=supplies.wheel.version,
        site=f"{supplies.site}{FOLDER}/",
        wheel=supplies.wheel.name,
        cause=_(CAUSE),
        cure=_(CURE).format(address=page),
    )
    begin, end, last = filled.replace("# %", "%").rpartition("import tutorial_utils")
    extras = (
        EXTRA.format(name=name, bound=supplies.bounds[name])
        for name in needed(source)
        if name not in supplies.brought
    )
    return "".join([begin, *extras, end, last])
