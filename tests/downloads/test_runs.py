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


def finished(runs, download, kind):
    """Return a run that went well."""
    run = runs[*download, kind].result()
    assert run.code == 0, run.stderr
    return run


def executed_cells(run):
    """Return the cells of code of an executed notebook, but the first and the stub."""
    text = (run.folder / "done.ipynb").read_text(encoding="utf-8")
    cells = [x for x in json.loads(text)["cells"] if x["cell_type"] == "code"]
    return [x for x in cells[1:] if "tags" not in x["metadata"]]


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


def test_notebook_shows_what_the_page_shows(runs, site, download):
    """Cell by cell: what was printed, then the value of the last line.

    A drawing's object, ``<Axes: …>``, is on no page: in a block that prints and draws,
    print behind the drawing.
    """
    cells = executed_cells(finished(runs, download, "notebook"))
    expected = page_outputs(site, download)

    assert len(cells) == len(expected) > 3
    for cell, output in zip(cells, expected, strict=True):
        found = f"{printed(cell)}\n{value(cell)}"
        assert_same(found, output, timed=LESSONS[download[1]].measures_time)


def test_script_prints_what_the_notebook_prints(runs, download):
    """All but the values at the end of blocks, which a script does not show."""
    cells = executed_cells(finished(runs, download, "notebook"))
    expected = "".join(map(printed, cells))

    found = finished(runs, download, "script").stdout.removesuffix(NOTE)

    assert_same(found, expected, timed=LESSONS[download[1]].measures_time)


def test_figures_appear_in_a_notebook(runs, download):
    """Below the cell that draws them."""
    cells = executed_cells(finished(runs, download, "notebook"))
    pictures = [
        y for x in cells for y in x["outputs"] if "image/png" in y.get("data", {})
    ]

    assert len(pictures) == len(ALT.findall(LESSONS[download[1]].text)) > 0


def test_figures_appear_at_the_end_of_a_script(runs, download):
    """In English, something counts the figures, which stands for a screen."""
    script = finished(runs, download, "script")

    if download[0] == "en":
        shown = int((script.folder / "shown").read_text())
        assert shown == len(ALT.findall(LESSONS[download[1]].text)) > 0


def test_script_without_a_screen_ends_by_itself(runs, download):
    """The figures wait for nobody, and the last line says where they are.

    In English, something counts the figures, which stands for a screen.
    """
    script = finished(runs, download, "script")

    assert script.stderr == ""
    assert script.stdout.endswith(NOTE) == (download[0] != "en")


def test_notebook_installs_nothing_that_is_there(runs, download):
    """Least of all another torch: pip is not asked, so it says nothing."""
    run = finished(runs, download, "notebook")
    text = (run.folder / "done.ipynb").read_text(encoding="utf-8")
    first = next(x for x in json.loads(text)["cells"] if x["cell_type"] == "code")

    speaks = {"en": "en", "zh-cn": "zh"}[download[0]]
    assert printed(first) == f"env: TUTORIAL_LANG={speaks}\n"


@pytest.mark.parametrize("found", ["2.5 b\n1.0 a\n", "1.0 a\n2.6 b\n", "1.0 a\nc\n"])
def test_another_order_or_number_is_noticed(found):
    """The comparison with a page can fail."""
    with pytest.raises(AssertionError):
        assert_same(found, "1.0 a\n2.5 b\n", timed=False)
