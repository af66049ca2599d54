"""The audit shows what manifests, sources and records say."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from built import FOLDERS, ROOT, soup

EXTENSIONS = ["myst_parser"]
LESSON = "lessons/1_part/plot_01_first"
OTHER = "lessons/1_part/plot_02_second"
HOME = "# Home\n\n```{toctree}\nlessons/1_part/index\naudit\n```\n"
PART = "Part\n====\n\n.. toctree::\n\n   plot_01_first\n   plot_02_second\n"
AUDIT = "# Audit\n\n" + "\n".join(
    f"## {kind}\n\n```{{audit}} {kind}\n```\n"
    for kind in ("lessons", "warnings", "machines")
)
STUB = "#     check_twice(twice)\n"
RIGHT = "\nFirst\n=====\n\n::\n\n    twice: all 4 cases right\n"
RAN = {
    "date": "2026-01-02",
    "seconds": 3.25,
    "torch": "2.13.0",
    "machine": "a CPU, 2 threads",
    "accelerator": None,
    "warnings": [],
}
WARNING = {"category": "UserWarning", "text": "mind the gap", "line": 7, "caught": True}


def manifest(**changes: object) -> str:
    """Return what a run left behind."""
    return json.dumps({"executed": RAN | changes})


def project(**changes: str) -> dict[str, str]:
    """Return a lesson that ran, one that did not, and the audit."""
    files = {
        "index.md": HOME,
        "audit.md": AUDIT,
        "lessons/1_part/index.rst": PART,
        f"{LESSON}.rst": RIGHT,
        f"{LESSON}.py": STUB,
        f"{LESSON}.manifest.json": manifest(warnings=[WARNING]),
        f"{OTHER}.rst": "\nResting\n=======\n\nText.\n",
        f"{OTHER}.py": "",
    }
    return files | changes


def under(document: BeautifulSoup, heading: str) -> str:
    """Return the text of a section."""
    section = document.find(id=heading)
    assert isinstance(section, Tag)
    return section.get_text(" ", strip=True)


@pytest.fixture
def built(build: Any) -> Any:
    """Return the audit of two lessons."""
    return build(project(), EXTENSIONS)


def test_lesson_that_ran_has_a_row(built: Any) -> None:
    """Day, seconds, warnings, exercise, texts and links."""
    (table,) = built.soup("audit").select("table.audit-lessons")
    cells = [x.get_text(" ", strip=True) for x in table.select("tbody td")]

    assert cells[:5] == ["1 First", "2026-01-02", "3.2 s", "1 shown", "solution passed"]
    assert built.warnings == ""


def test_machines_that_ran_lessons_stand_above_their_table(built: Any) -> None:
    """One line a machine and torch."""
    line = built.soup("audit").select_one(".audit-where")

    assert line is not None
    assert line.text == "torch 2.13.0 on a CPU, 2 threads; pages: 1"


def test_warning_that_is_shown_on_purpose_has_line_and_text(built: Any) -> None:
    """In the words of who raised it."""
    text = under(built.soup("audit"), "warnings")

    assert "line 7" in text
    assert "mind the gap" in text


def test_record_shows_its_provenance(build: Any, tmp_path: Path) -> None:
    """Day, torch, threads, commit, and how much was measured."""
    folder = tmp_path / "src/tutorial_utils/measurements"
    folder.mkdir(parents=True)
    record = {
        **{"date": "2026-05-06", "machine": "a CPU", "accelerator": "a GPU"},
        **{"torch": "2.12", "cuda": "13.0", "threads": 8, "system": "Linux"},
        **{"measurements": [{}, {}], "commit": "abc1234"},
    }
    (folder / "one.json").write_text(json.dumps(record))

    text = under(build(project(), EXTENSIONS).soup("audit"), "machines")

    assert (
        "a CPU, a GPU , 2026-05-06, torch 2.12, CUDA 13.0, 8 threads, Linux, "
        "2 measurements, commit abc1234" in text
    )


def test_exercise_whose_solution_did_not_pass_is_warned_of(build: Any) -> None:
    """The strict build stops there."""
    wrong = {f"{LESSON}.rst": RIGHT.replace("all 4 cases right", "no")}

    built = build(project(**wrong), EXTENSIONS)

    assert "the solution of lessons/1_part/plot_01_first did not pass" in built.warnings


def test_nothing_that_changes_enters_a_catalogue(build: Any) -> None:
    """What is known of runs comes in when the page is written."""
    built = build(project(), EXTENSIONS, builder="gettext", gettext_compact=False)

    text = (built.out / "audit.pot").read_text("utf-8")
    assert not [x for x in ("2026-01-02", "gap") if f'msgid "{x}' in text]
    assert "a CPU" not in text


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_lesson_of_the_course_is_audited(site: Path, folder: str) -> None:
    """The day and the seconds are those of its manifest, in each language."""
    manifests = sorted((site.parent / "lessons").rglob("*.manifest.json"))
    expected = [json.loads(x.read_text("utf-8"))["executed"] for x in manifests]

    rows = soup(site, f"{folder}/audit").select(".audit-lessons tbody tr")

    cells = [[x.get_text(strip=True) for x in row.select("td")] for row in rows]
    days = sorted((x[1], x[2].split()[0]) for x in cells)
    assert days == sorted((x["date"], f"{x['seconds']:.1f}") for x in expected)
    done = [x[5].replace("of", "/").split("/") for x in cells]
    assert len(rows) == len(list((ROOT / "examples").glob("*/plot_*.py")))
    assert all(digits(a) == digits(b) for a, b in done)


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(filter(str.isdigit, text))
