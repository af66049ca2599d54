"""The lessons of the real site: outputs, figures, notebooks, exercises."""

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from built import (
    FOLDERS,
    LESSONS,
    PROJECT,
    article,
    soup,
)

from gallery_store.lessons import find_lessons


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_shows_outputs_and_figures(site: Path, folder: str, lesson: str) -> None:
    """Every lesson has executed outputs, and figures for light and dark."""
    page = article(soup(site, f"{folder}/lessons/{lesson}"))
    light, dark = page.select("img.only-light"), page.select("img.only-dark")

    assert page.select(".sphx-glr-script-out")
    assert len(light) == len(dark) >= 1
    assert [image for image in light + dark if not image.get("alt")] == []
    assert [image for image in light + dark if not image.get("width")] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_languages_show_the_same_code_and_outputs(site: Path, lesson: str) -> None:
    """One execution serves both pages."""
    english, chinese = (
        [
            block.get_text()
            for block in soup(site, f"{x}/lessons/{lesson}").select("pre")
        ]
        for x in FOLDERS
    )

    assert english == chinese


@pytest.mark.parametrize("lesson", LESSONS)
def test_notebooks_have_the_same_code_and_their_own_prose(
    site: Path, lesson: str
) -> None:
    """Cell by cell, behind the set-up: code is the same, prose is in the language."""
    notebooks = [
        json.loads((site / x / f"lessons/{lesson}.ipynb").read_text("utf-8"))
        for x in FOLDERS
    ]
    english, chinese = (notebook.pop("cells")[1:] for notebook in notebooks)

    assert notebooks[0] == notebooks[1]
    for ours, theirs in zip(english, chinese, strict=True):
        assert ours["cell_type"] == theirs["cell_type"]
        assert ours["id"] == theirs["id"]
        assert (ours == theirs) == (ours["cell_type"] == "code")


@pytest.mark.parametrize("lesson", LESSONS)
def test_alternative_texts_are_translated(site: Path, lesson: str) -> None:
    """A figure is described in the page's language."""
    images = article(soup(site, f"zh-cn/lessons/{lesson}")).select("img")

    assert [
        x["alt"] for x in images if not re.search(r"[\u4e00-\u9fff]", x["alt"])
    ] == []


def test_sidebar_lists_the_current_part_only(site: Path) -> None:
    """A lesson's sidebar has every part, and the lessons of its own."""
    for folder in FOLDERS:
        for lesson in LESSONS:
            tree = soup(site, f"{folder}/lessons/{lesson}").select_one(".sidebar-tree")
            part = lesson.partition("/")[0]
            hrefs = [link["href"] for link in tree.select("a")]
            listed = [x for x in hrefs if re.search(r"plot_\d", x) or x == "#"]
            own = [x for x in LESSONS if x.startswith(f"{part}/")]

            assert len(listed) == len(own)


def manifest(site: Path, lesson: str) -> dict[str, Any]:
    """Return what was noted when a lesson was executed."""
    path = site.parent / "lessons" / f"{lesson}.manifest.json"
    noted: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return noted


def test_lesson_says_when_and_where_it_ran(site: Path) -> None:
    """The line comes from the manifest of the execution."""
    for lesson in LESSONS:
        executed = manifest(site, lesson)["executed"]
        for folder in FOLDERS:
            line = soup(site, f"{folder}/lessons/{lesson}").select_one(
                ".lesson-executed"
            )

            words = (executed["date"], executed["torch"], f"{executed['seconds']:.1f}")
            assert [word for word in words if word not in line.get_text()] == []


def test_timing_lessons_ran_alone(site: Path) -> None:
    """No other lesson ran while a lesson measured time."""
    spans = {}
    for lesson in find_lessons(PROJECT.gallery):
        executed = manifest(site, lesson.name)["executed"]
        spans[lesson] = (executed["start"], executed["end"])
    overlaps = [
        (alone.name, other.name)
        for alone in spans
        for other in spans
        if alone.measures_time and alone is not other
        if spans[alone][0] < spans[other][1] and spans[other][0] < spans[alone][1]
    ]

    assert any(lesson.measures_time for lesson in spans)
    assert overlaps == []


def stub_of(site: Path, folder: str, lesson: str) -> str:
    """Return the exercise's code as a reader copies it from the page."""
    page = soup(site, f"{folder}/lessons/{lesson}")
    blocks = [x.get_text() for x in page.select(".highlight-python pre")]
    stubs = [x for x in blocks if "import check_" in x]
    assert len(stubs) == 1, f"{lesson} has {len(stubs)} stubs"
    return stubs[0]


RUN_STUB = """
import sys
sys.stdin.reconfigure(encoding="utf-8")
exec(compile(sys.stdin.read(), "stub", "exec"), {"__name__": "__main__"})
print("went on")
"""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_stub_runs_as_pasted(
    site: Path, lesson: str, language: str, monkeypatch
) -> None:
    """The unfinished exercise gets one hint in the reader's language, and goes on."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    code = stub_of(site, "zh-cn" if language == "zh_CN" else "en", lesson)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "stub", "exec"), {"__name__": "__main__"})
    lines = output.getvalue().splitlines()

    assert len(lines) == 1, lines
    assert lines[0].startswith("not yet" if language == "en" else "还差一点")


def test_stub_runs_in_a_new_interpreter(site: Path) -> None:
    """A pasted stub needs nothing that the page has run before."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN_STUB],
        input=stub_of(site, "en", LESSONS[0]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("went on\n")


def test_code_links_functions_and_no_variables(site: Path) -> None:
    """A finger that scrolls the code does not leave the site by the name x."""
    page = soup(site, f"en/lessons/{LESSONS[0]}")

    assert page.select(".highlight a.sphx-glr-backref-type-py-function")
    assert page.select(".highlight a.sphx-glr-backref-instance") == []
