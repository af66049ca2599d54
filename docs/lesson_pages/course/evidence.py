"""What manifests, sources and catalogues prove about a lesson and about a machine."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from lesson_pages.course.course import script_of
from lesson_pages.languages import CHINESE
from lesson_pages.translation.untranslated import is_left_in_english
from site_build.catalogues import read_catalogue

CHECKER = re.compile(r"^#\s+check_\w+\(", re.MULTILINE)
"""The last line of an exercise, in the text of a lesson."""
SOLVED = re.compile(r"^\s+\w+: all \d+ cases right$", re.MULTILINE)
"""What a checker prints when every case is right."""
RECORDS = "src/tutorial_utils/measurements"
WEB = ("http://", "https://")


@dataclass(frozen=True)
class Exercise:
    """What became of a lesson's exercise.

    Parameters
    ----------
    checked : bool
        Whether a checker judges what the reader writes.
    solved : bool
        Whether the solution on the page went through it, with every case right.
    """

    checked: bool
    solved: bool


def read_manifest(env: BuildEnvironment, page: str) -> dict[str, Any]:
    """Return what is noted of a lesson's results; nothing where nobody noted it."""
    file = script_of(env, page).with_suffix(".manifest.json")
    if not file.is_file():
        return {}
    noted: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return noted


def read_run(env: BuildEnvironment, page: str) -> dict[str, Any] | None:
    """Return when, where and how a lesson ran; None where nobody wrote it down."""
    return read_manifest(env, page).get("executed")


def read_exercise(env: BuildEnvironment, page: str) -> Exercise:
    """Return what a lesson asks and what its own run answered."""
    script = script_of(env, page)
    checked = CHECKER.search(script.read_text(encoding="utf-8")) is not None
    outputs = script.with_suffix(".rst").read_text(encoding="utf-8")
    return Exercise(checked, SOLVED.search(outputs) is not None)


def count_translated(env: BuildEnvironment, page: str) -> tuple[int, int]:
    """Return how many texts of a page are there in Chinese, and how many there are."""
    folder = Path(env.srcdir, "locales", CHINESE.sphinx, "LC_MESSAGES")
    file = folder / f"{page}.po"
    return count_texts(file) if file.is_file() else (0, 0)


def count_texts(file: Path) -> tuple[int, int]:
    """Return how many texts of a catalogue are translated, and how many there are."""
    texts = [x for x in read_catalogue(file) if x.id]
    left = sum(is_left_in_english(str(x.id), str(x.string)) for x in texts)
    return len(texts) - left, len(texts)


def count_links(env: BuildEnvironment, page: str) -> tuple[int, int]:
    """Return how many links of a page stay within the site, and how many leave it."""
    page_tree = env.get_doctree(page)
    named = [x["refdomain"] for x in page_tree.findall(addnodes.pending_xref)]
    addresses = [x.get("refuri", "") for x in page_tree.findall(nodes.reference)]
    away = sum(x == "py" for x in named) + sum(x.startswith(WEB) for x in addresses)
    return len(named) + len(addresses) - away, away


def read_records(env: BuildEnvironment) -> list[dict[str, Any]]:
    """Return every record of a machine, the newest first, without its numbers."""
    files = (Path(env.srcdir).parent / RECORDS).glob("*.json")
    records = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(files)]
    return sorted(records, key=lambda x: str(x["date"]), reverse=True)
