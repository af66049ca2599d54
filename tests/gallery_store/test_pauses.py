"""Lessons that are not run for a while: for a reason, and until a day."""

import json
from datetime import date

import pytest
from small_project import edit, page

from gallery_store import pauses
from gallery_store.errors import BuildError
from gallery_store.pauses import pause_fault, read_pause
from gallery_store.progress import Reporter
from gallery_store.project import Project
from site_build.build import Options, build
from site_build.cli import main

REASONS = '"en": "It needs two accelerators.", "zh_CN": "要有两块加速卡。"'
PAUSE = f'# sphinx_gallery_not_run = {{"until": "2027-03-31", {REASONS}}}\n'


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let it be a certain day."""
    monkeypatch.setattr(pauses, "today", lambda: date.fromisoformat(day))


def test_pause_has_a_last_day_and_a_reason_in_each_language() -> None:
    """They stand in one line of the lesson."""
    pause = read_pause(f"x = 1\n{PAUSE}y = 2\n")

    assert pause is not None
    assert pause.until == date(2027, 3, 31)
    assert set(pause.reasons) == {"en", "zh_CN"}


@pytest.mark.parametrize(
    "value",
    [
        '"later"',
        '{"until": "soon", "en": "x", "zh_CN": "y"}',
        '{"until": "2027-03-31", "en": "x"}',
        '{"until": "2027-03-31", "en": "x", "zh_CN": " "}',
        f"{{{REASONS}}}",
        "{",
    ],
)
def test_pause_that_lacks_something_is_a_fault(value: str) -> None:
    """No lesson rests without day and reason."""
    fault = pause_fault(f"# sphinx_gallery_not_run = {value}\n")

    assert fault is not None
    assert "YYYY-MM-DD" in fault


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2027-03-30", False), ("2027-03-31", False), ("2027-04-01", True)],
)
def test_pause_ends_after_its_last_day(
    monkeypatch: pytest.MonkeyPatch, day: str, ends: bool
) -> None:
    """The last day is still good."""
    on(monkeypatch, day)

    assert (pause_fault(PAUSE) is not None) is ends


def test_lesson_that_rests_has_a_page_without_outputs(
    built: Project, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its code is shown, not run; its manifest says why and until when."""
    on(monkeypatch, "2027-03-31")
    assert "<span></span>42" in page(built.site)
    first = built.examples / "1_part" / "plot_01_first.py"
    edit(first, "print(double", f"{PAUSE}print(double")

    build(built, Options(), reporter)

    manifest = built.lessons / "1_part" / "plot_01_first.manifest.json"
    ran = json.loads(manifest.read_text("utf-8"))["executed"]
    assert ran["not_run"]["until"] == "2027-03-31"
    assert "<span></span>42" not in page(built.site)
    assert "2027" not in page(built.site)

    on(monkeypatch, "2027-04-01")
    with pytest.raises(
        BuildError, match=r"plot_01_first\.py: .* 2027-03-31 \(It needs"
    ):
        build(built, Options(), reporter)


def test_pause_that_is_over_is_left_for_an_issue(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pauses` names the lesson and its last day, and the exit code is 1."""
    lesson = project.examples / "1_part/plot_01_first.py"
    edit(lesson, "from tutorial_utils", f"{PAUSE}\nfrom tutorial_utils")
    on(monkeypatch, "2027-04-01")

    assert main(project.root, ["pauses"]) == 1
    found = (project.build / "pauses.md").read_text("utf-8")
    assert found.startswith("- examples/1_part/plot_01_first.py: it was not to be run")
    assert "2027-03-31" in found


def test_last_day_of_a_pause_is_nothing_to_report(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor are lessons that run."""
    lesson = project.examples / "1_part/plot_01_first.py"
    edit(lesson, "from tutorial_utils", f"{PAUSE}\nfrom tutorial_utils")
    on(monkeypatch, "2027-03-31")

    assert main(project.root, ["pauses"]) == 0
    assert not (project.build / "pauses.md").exists()
