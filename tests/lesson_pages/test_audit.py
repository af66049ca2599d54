"""The audit shows what manifests, sources and records say."""

import json
from pathlib import Path

import pytest
from built import FOLDERS, ROOT, soup

from lesson_pages.course.lesson_header import where

LESSON = "lessons/1_part/plot_01_first"
HOME = "# Home\n\n```{toctree}\nlessons/1_part/index\naudit\n```\n"
PART = "Part\n====\n\n.. toctree::\n\n   plot_01_first\n"
AUDIT = "# Audit\n\n" + "\n".join(
    f"## {kind}\n\n```{{audit-{kind}}}\n```\n"
    for kind in ("lessons", "warnings", "machines")
)
RIGHT = "\nFirst\n=====\n\n::\n\n    twice: all 4 cases right\n"
RAN = {
    "date": "2026-01-02",
    "seconds": 3.25,
    "torch": "2.13.0",
    "machine": "a CPU, 2 threads",
    "accelerator": None,
    "warnings": [{"category": "UserWarning", "text": "mind the gap", "line": 7}],
}
FILES = {
    "index.md": HOME,
    "audit.md": AUDIT,
    "lessons/1_part/index.rst": PART,
    f"{LESSON}.rst": RIGHT,
    f"{LESSON}.py": '"""\n"""\n\n#     check_twice(twice)\n',
    f"{LESSON}.manifest.json": json.dumps({"executed": RAN}),
}
RECORD = {
    **{"date": "2026-05-06", "machine": "a CPU", "accelerator": "a GPU"},
    **{"torch": "2.12", "cuda": "13.0", "threads": 8, "system": "Linux"},
    **{"measurements": [{}, {}], "commit": "abc1234"},
}


@pytest.fixture(scope="module")
def audit(build_once, tmp_path_factory: pytest.TempPathFactory):
    """Return the audit of a lesson and a record."""
    records = "../src/tutorial_utils/measurements/one.json"
    return build_once(FILES | {records: json.dumps(RECORD)}, ["myst_parser"])


def test_lesson_that_ran_has_a_row(audit) -> None:
    """Day, seconds, warnings, exercise; the machine stands above its table."""
    page = audit.soup("audit")
    (table,) = page.select("table.audit-lessons")
    cells = [x.get_text(" ", strip=True) for x in table.select("tbody td")]

    assert cells[:5] == ["1 First", "2026-01-02", "3.2 s", "1 shown", "solution passed"]
    assert page.select_one(".audit-where").text == (
        "torch 2.13.0 on a CPU, 2 threads; pages: 1"
    )
    assert audit.warnings == ""


def test_warning_that_is_shown_on_purpose_has_line_and_text(audit) -> None:
    """In the words of who raised it."""
    text = audit.soup("audit").find(id="warnings").get_text(" ", strip=True)

    assert "line 7" in text
    assert "mind the gap" in text


def test_record_shows_its_provenance(audit) -> None:
    """Day, torch, threads, commit, and how much was measured."""
    text = audit.soup("audit").find(id="machines").get_text(" ", strip=True)

    assert (
        "a CPU, a GPU , 2026-05-06, torch 2.12, CUDA 13.0, 8 threads, Linux, "
        "2 measurements, commit abc1234" in text
    )


@pytest.mark.parametrize(
    "machine", ["a CPU, 1 thread", "a CPU, 16 threads", "a CPU with 4 threads"]
)
def test_machine_is_named_as_it_named_itself(machine: str) -> None:
    """The threads are said in the language of the site, here English."""
    assert where({"machine": machine, "accelerator": None}) == machine


def test_exercise_whose_solution_did_not_pass_is_warned_of(build) -> None:
    """The strict build stops there."""
    wrong = {f"{LESSON}.rst": RIGHT.replace("all 4 cases right", "no")}

    warnings = build(FILES | wrong, ["myst_parser"]).warnings

    assert f"the solution of {LESSON} did not pass" in warnings


def test_nothing_that_changes_enters_a_catalogue(build) -> None:
    """What is known of runs comes in when the page is written."""
    built = build(FILES, ["myst_parser"], builder="gettext")

    text = (built.out / "audit.pot").read_text("utf-8")
    assert [x for x in ("2026-01-02", "gap", "a CPU") if x in text] == []


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
