"""The audit shows what manifests, sources and records say."""

import json
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

LESSON = "lessons/1_part/plot_01_first"
HOME = "# Home\n\n```{toctree}\nlessons/1_part/index\naudit\n```\n"
KINDS = ("lessons", "warnings", "machines")
LINKS = "See :doc:`/audit`, :py:func:`len` and `it <https://host.example>`__."
RIGHT = f"\nFirst\n=====\n\n{LINKS}\n\n::\n\n    twice: all 4 cases right\n"
RAN = {
    "date": "2026-01-02",
    "seconds": 3.25,
    "torch": "2.13.0",
    "machine": "a CPU, 1 thread",
    "accelerator": None,
    "warnings": [{"category": "UserWarning", "text": "mind the gap", "line": 7}],
}
RECORD = {
    **{"date": "2026-05-06", "machine": "a CPU, 8 threads", "accelerator": "a GPU"},
    **{"torch": "2.12", "cuda": "13.0", "threads": 8, "system": "Linux"},
    **{"measurements": [{}, {}], "commit": "abc1234"},
}
FILES = {
    "index.md": HOME,
    "audit.md": "# Audit\n\n"
    + "".join(f"## {x}\n\n```{{audit-{x}}}\n```\n\n" for x in KINDS),
    "lessons/1_part/index.rst": "Part\n====\n\n.. toctree::\n\n   plot_01_first\n",
    f"{LESSON}.rst": RIGHT,
    f"{LESSON}.py": '"""\n"""\n\n#     check_twice(twice)\n',
    f"{LESSON}.manifest.json": json.dumps({"executed": RAN}),
    "../src/tutorial_utils/measurements/one.json": json.dumps(RECORD),
}


def test_audit_shows_runs_warnings_and_records(build) -> None:
    """Each lesson's row below its machine; a warning's line; a record's provenance."""
    built = build(FILES, ["myst_parser"])
    page = built.soup("audit")
    texts = {x: page.find(id=x).get_text(" ", strip=True) for x in KINDS}
    (table,) = page.select("table.audit-lessons")
    cells = [x.get_text(" ", strip=True) for x in table.select("tbody td")]

    assert cells[:5] == ["1 First", "2026-01-02", "3.2 s", "1 shown", "solution passed"]
    assert cells[-1] == "1 here, 2 elsewhere"
    assert "torch 2.13.0 on a CPU, 1 thread; pages: 1" in texts["lessons"]
    assert "line 7, UserWarning , mind the gap" in texts["warnings"]
    assert (
        "a CPU, 8 threads, a GPU , 2026-05-06, torch 2.12, CUDA 13.0, 8 threads, "
        "Linux, 2 measurements, commit abc1234" in texts["machines"]
    )
    assert built.warnings == ""


def test_exercise_whose_solution_did_not_pass_is_warned_of(build) -> None:
    """The strict build stops there."""
    wrong = {f"{LESSON}.rst": RIGHT.replace("all 4 cases right", "no")}

    warnings = build(FILES | wrong, ["myst_parser"]).warnings

    assert f"the solution of {LESSON} did not pass" in warnings


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "\udcff", json.dumps(RECORD | {"measurements": 3})]
)
def test_damaged_record_is_named(build, tmp_path: Path, text: str) -> None:
    """In one line, with its file."""
    record = tmp_path / "src/tutorial_utils/measurements/one.json"
    record.parent.mkdir(parents=True)
    record.write_text(text, encoding="utf-8", errors="surrogateescape")
    files = {k: v for k, v in FILES.items() if not k.endswith("one.json")}

    with pytest.raises(ExtensionError, match=r"measurements/one.json: no record \("):
        build(files, ["myst_parser"])
