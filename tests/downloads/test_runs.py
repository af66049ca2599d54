"""What readers take home runs as it is, and prints what the page says."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from reader import LESSONS

ALT = re.compile(r"^# sphinx_gallery_alt = ", re.MULTILINE)
ALL_RIGHT = re.compile(r"(\w+): all (\d+) cases right")
NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e[-+]?\d+)?")
NOTE = (
    "No screen: the figures are on the lesson's page. 没有屏幕，图请看这一课的网页。\n"
)


def finished(run, download, kind):
    """Return a run that went well."""
    done = run(*download, kind)
    assert done.code == 0, done.stderr
    return done


def executed_cells(run):
    """Return the cells of code of an executed notebook, but the stub."""
    text = (run.folder / "done.ipynb").read_text(encoding="utf-8")
    cells = [x for x in json.loads(text)["cells"] if x["cell_type"] == "code"]
    return [x for x in cells if "tags" not in x["metadata"]]


def printed(cell):
    """Return what a cell printed."""
    streams = [x for x in cell["outputs"] if x["output_type"] == "stream"]
    return "".join("".join(x["text"]) for x in streams if x["name"] == "stdout")


def value(cell):
    """Return the value at the end of a cell."""
    results = [x for x in cell["outputs"] if x["output_type"] == "execute_result"]
    return "".join("".join(x["data"]["text/plain"]) for x in results)


def page_outputs(site, download):
    """Return what the page shows below each block of code that was executed.

    It ran in English; a Chinese reader's own run says in Chinese that all is right.
    """
    text = site.path(*download, ".html").read_text("utf-8")
    article = BeautifulSoup(text, "html.parser").select_one("article")
    outputs = []
    for block in article.select(".highlight-Python, .sphx-glr-script-out"):
        if "sphx-glr-script-out" in block["class"]:
            outputs[-1] = block.get_text()
        else:
            outputs.append("")
    if download[0] == "en":
        return outputs
    return [ALL_RIGHT.sub(r"\1：\2 组测试全部通过", output) for output in outputs]


def assert_same(found, expected, *, timed):
    """Compare words exactly and numbers closely; of a time, that there is one."""
    ours, theirs = (NUMBER.split(" ".join(x.split())) for x in (found, expected))
    assert [x.split() for x in ours] == [x.split() for x in theirs]
    if not timed:
        assert numbers(found) == pytest.approx(numbers(expected), rel=1e-3, abs=1e-5)


def numbers(text):
    """Return the numbers in a text."""
    return [float(x.replace(",", "")) for x in NUMBER.findall(text)]


def test_notebook_shows_what_the_page_shows(run, site, download):
    """Cell by cell: what was printed, then the value of the last line; and figures.

    A drawing's object, ``<Axes: …>``, is on no page: in a block that prints and draws,
    print behind the drawing.  The first cell installs nothing that is there, least of
    all another torch: pip is not asked, so it says nothing.
    """
    first, *cells = executed_cells(finished(run, download, "notebook"))
    expected, lesson = page_outputs(site, download), LESSONS[download[1]]
    kinds = [y for x in cells for y in x["outputs"] if "image/png" in y.get("data", {})]

    assert printed(first) == f"env: TUTORIAL_LANG={download[0][:2]}\n"
    assert len(cells) == len(expected) > 3
    for cell, output in zip(cells, expected, strict=True):
        found = f"{printed(cell)}\n{value(cell)}"
        assert_same(found, output, timed=lesson.measures_time)
    assert len(kinds) == len(ALT.findall(lesson.text)) > 0


def test_script_prints_what_the_notebook_prints(run, download):
    """All but the values at the end of blocks, which a script does not show.

    The figures wait for nobody, and the last line says where they are.  In English,
    something counts them, which stands for a screen.
    """
    _, *cells = executed_cells(finished(run, download, "notebook"))
    script, lesson = finished(run, download, "script"), LESSONS[download[1]]

    expected = "".join(map(printed, cells))
    found = script.stdout.removesuffix(NOTE)
    assert_same(found, expected, timed=lesson.measures_time)
    assert script.stderr == ""
    assert script.stdout.endswith(NOTE) == (download[0] != "en")
    if download[0] == "en":
        shown = int((script.folder / "shown").read_text())
        assert shown == len(ALT.findall(lesson.text)) > 0
