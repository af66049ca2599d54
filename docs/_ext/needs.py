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

from figures import ALT
from pipeline.hosting.wheel import Wheel, build_wheel
from pipeline.lessons import imported_packages
from pipeline.project import Project
from pipeline.settings import read_settings

OWN = "tutorial_utils"
ON_INDEX = {"sklearn": "scikit-learn"}
"""What a package is called where it is installed from, if not as it is imported."""
OTHERS = {"matplotlib", "numpy", "sklearn", "torch"}

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
SETUP = """\
# {comment}
%env TUTORIAL_LANG={language}
%pip install --quiet {names}
"""
SETUP_WHEEL = """\
from importlib.metadata import distributions

installed = {{(x.name, x.version) for x in distributions()}}
if ("tutorial-utils", "{version}") not in installed:
    %pip install --quiet --no-deps {address}
"""


@dataclass(frozen=True)
class Supplies:
    """What this project says about the packages that lessons import.

    Parameters
    ----------
    python : str
        The versions of Python.
    bounds : dict of str to str
        What `tutorial_utils` itself requires, by name.
    wheel : Wheel
        The package itself.
    address : str
        Where the site offers it.
    """

    python: str
    bounds: dict[str, str]
    wheel: Wheel
    address: str


@cache
def read_supplies(root: Path) -> Supplies:
    """Read the project's settings, and build the wheel."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    bounds = {Requirement(x).name: x for x in project["dependencies"]}
    wheel = build_wheel(Project(root))
    address = f"{read_settings(root / 'docs').base_url}{wheel.path}#{wheel.fragment}"
    return Supplies(project["requires-python"], bounds, wheel, address)


def needed(source: str) -> set[str]:
    """Return the packages that a lesson imports, and what shows its figures."""
    drawing = {"matplotlib"} if ALT.search(source) else set()
    return imported_packages(ast.parse(source)) & (OTHERS | {OWN}) | drawing


def script_metadata(source: str, supplies: Supplies, language: str) -> str:
    """Return the inline metadata that goes above a lesson's docstring."""
    packages = needed(source)
    names = sorted(ON_INDEX.get(name, name) for name in packages - {OWN})
    requirements = [supplies.bounds.get(name, name) for name in names]
    if OWN in packages:
        requirements.append(f"tutorial-utils @ {supplies.address}")
    return METADATA.format(
        python=supplies.python,
        dependencies="".join(f'#   "{x}",\n' for x in requirements),
        language=language,
    )


def setup_cell(source: str, supplies: Supplies, language: str) -> str:
    """Return the code of a notebook's first cell.

    It asks for no version: where a torch is installed, as on Colab, it stays.
    """
    packages = needed(source)
    names = {ON_INDEX.get(name, name) for name in packages - {OWN}}
    if OWN in packages:
        names |= supplies.bounds.keys()
    text = SETUP.format(
        comment=_("Installs what is missing; run this cell first."),
        language=language,
        names=" ".join(sorted(names)),
    )
    if OWN in packages:
        text += SETUP_WHEEL.format(
            version=supplies.wheel.version, address=supplies.address
        )
    return text.removesuffix("\n")
