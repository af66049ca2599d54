"""The lessons of the real site: outputs, figures, notebooks, exercises."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from built import FOLDERS, LESSONS, PROJECT, article, each_folder, resolve, soup

from lesson_pages.languages import HAN

each_lesson = pytest.mark.parametrize("lesson", LESSONS)


@each_folder
@each_lesson
def test_lesson_shows_outputs_and_figures(site, folder, lesson):
    """Executed outputs, and figures for light and dark, described in the language."""
    page = article(soup(site, f"{folder}/lessons/{lesson}"))
    light, dark = page.select("img.only-light"), page.select("img.only-dark")

    assert page.select(".sphx-glr-script-out")
    assert len(light) == len(dark) >= 1
    assert [image for image in light + dark if not image.get("width")] == []
    said = [image["alt"] for image in page.select("img")]
    assert "" not in said
    assert folder == "en" or all(re.search(f"[{HAN}]", x) for x in said)


@each_lesson
def test_notebooks_have_the_same_code_and_their_own_prose(site, lesson):
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


@each_folder
def test_lesson_is_offered_in_other_forms(site, folder):
    """Script and notebook, the notebook in Colab, and Markdown for programs.

    Its header comes after the first paragraph, which says what one will see; it says
    how long the lesson takes, and when and where it ran, as the manifest does.
    """
    for lesson in LESSONS:
        page, name = f"{folder}/lessons/{lesson}", Path(lesson).name
        document = soup(site, page)
        colab = document.select_one(".lesson-downloads .elsewhere")["href"]
        markdown = document.select_one("link[type='text/markdown']")["href"]
        header = document.select_one(".lesson-header")
        noted = site.parent / "lessons" / f"{lesson}.manifest.json"
        ran = json.loads(noted.read_text("utf-8"))["executed"]
        line = document.select_one(".lesson-executed").get_text()

        links = [x["href"] for x in document.select(".lesson-downloads a[download]")]
        assert links == [f"{name}.py", f"{name}.ipynb"]
        assert colab.startswith("https://colab.research.google.com/github/")
        assert colab.endswith(f"blob/notebooks/{folder}/{lesson}.ipynb")
        assert "```text\n" in resolve(site, page, markdown).read_text("utf-8")
        assert header.find_previous_sibling().name == "p"
        assert re.search(r"\d+ (minutes|分钟)", header.select_one("li").get_text())
        assert all(x in line for x in (ran["date"], ran["torch"]))
        assert f"{ran['seconds']:.1f}" in line


@pytest.mark.parametrize(
    ("folder", "language", "hint"),
    [("en", "en", "not yet"), ("zh-cn", "zh_CN", "还差一点")],
)
@each_lesson
def test_stub_runs_as_pasted(site, lesson, folder, language, hint, monkeypatch):
    """The unfinished exercise gets one hint in the reader's language, and goes on."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    page = soup(site, f"{folder}/lessons/{lesson}")
    blocks = [x.get_text() for x in page.select(".highlight-python pre")]
    (code,) = (x for x in blocks if "import check_" in x)
    output = io.StringIO()

    with contextlib.redirect_stdout(output):
        exec(compile(code, "stub", "exec"), {"__name__": "__main__"})

    (line,) = output.getvalue().splitlines()
    assert line.startswith(hint)


def test_code_links_functions_and_no_variables(site):
    """A finger that scrolls the code does not leave the site by the name x."""
    page = soup(site, f"en/lessons/{LESSONS[0]}")

    assert page.select(".highlight a.sphx-glr-backref-type-py-function")
    assert page.select(".highlight a.sphx-glr-backref-instance") == []


def test_restored_lessons_are_not_run(site):
    """Nothing is generated beside the lessons that were put there."""
    assert not list(PROJECT.lessons.rglob("*.zip"))
    assert not (PROJECT.docs / "sg_execution_times.rst").exists()
