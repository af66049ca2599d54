"""The table, and the page with both sides."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from drifting import LESSON, bundle, draw

from gallery_store.drift.compare import Comparison, compare
from gallery_store.drift.report import Side, table, write_report

SIDES = [Side("this checkout", "torch 2.13.0"), Side("torch==2.14", "torch 2.14.0")]
MARKUP = "<b>1 | 2</b>\nsame"


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    """Return a lesson that changed, one that did not, and one that measures time."""
    timed, equal = "1_part/plot_02_timed", "1_part/plot_03_equal"
    alone = "# sphinx_gallery_parallel = False\n"
    here = {
        LESSON: bundle(("a", MARKUP), ("b", draw())),
        timed: bundle(("a", "1 ms"), lesson=timed, source=alone),
        equal: bundle(("a", "1"), lesson=equal),
    }
    there = here | {
        LESSON: bundle(("a", "<b>1 | 3</b>\nsame"), ("b", draw(shift=9)), source="#"),
        timed: bundle(("a", "2 ms"), lesson=timed, source=alone),
    }
    return compare(here, there)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, comparisons) -> Path:
    """Return the folder of the report."""
    folder = tmp_path_factory.mktemp("drift")
    write_report(folder, comparisons, SIDES)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> BeautifulSoup:
    """Return the page."""
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")


def test_table_has_a_line_a_lesson(comparisons) -> None:
    """What differs first stands in it as it was printed."""
    head, *lines = table(comparisons)

    assert head.split() == ["lesson", "outputs", "first", "difference"]
    assert [re.split(r" {2,}", line)[1] for line in lines] == [
        "changed, source differs",
        "timings",
        "equal",
    ]
    assert lines[0].endswith("line 10: here '<b>1 | 2</b>', there '<b>1 | 3</b>'")


def test_markdown_keeps_three_cells(folder: Path) -> None:
    """A workflow opens an issue with it; a bar in an output ends no cell."""
    lines = (folder / "table.md").read_text("utf-8").splitlines()

    assert [len(re.findall(r"(?<!\\)\|", line)) for line in lines] == [4] * 5
    assert "``" not in lines[-1]


def test_page_asks_nobody_for_anything(page: BeautifulSoup) -> None:
    """One file, readable from a disk; the browser would refuse a request."""
    addresses = [
        value
        for tag in page.find_all(True)
        for name, value in tag.attrs.items()
        if name in ("src", "srcset", "href")
    ]
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]

    assert [x for x in addresses if not x.startswith(("data:image/", "#"))] == []
    assert policy.startswith("default-src 'none';")
    assert page.find(["script", "link"]) is None


def test_page_shows_both_sides_of_a_text(page: BeautifulSoup) -> None:
    """As printed, with the lines marked that differ."""
    first, second = page.find(id=LESSON).parent.find_all("pre")

    assert [x.get_text().strip("\n") for x in (first, second)] == [
        MARKUP,
        "<b>1 | 3</b>\nsame",
    ]
    assert [x.get_text() for x in first.find_all("mark")] == ["<b>1 | 2</b>"]


def test_page_shows_both_sides_of_a_figure(page: BeautifulSoup) -> None:
    """The whole figure is in the page, for either theme."""
    images = page.find(id=LESSON).parent.find_all("img")
    found = [b64decode(x["src"].partition(",")[2]) for x in images]

    assert found == [draw(), draw(shift=9)]
    assert {x["alt"] for x in images} == {"A line."}
    assert len(page.find_all("source", media="(prefers-color-scheme: dark)")) == 2


def test_page_folds_timings_away(page: BeautifulSoup) -> None:
    """They are there for who wants to see them."""
    assert len(page.find(id="1_part/plot_02_timed").parent.details.find_all("pre")) == 2
    assert page.find(id="1_part/plot_03_equal") is None


def test_links_of_the_table_lead_to_the_lessons(page: BeautifulSoup) -> None:
    """A lesson without differences has nothing to lead to."""
    targets = [x["href"][1:] for x in page.find_all("a")]

    assert targets == [LESSON, "1_part/plot_02_timed"]
    assert [x for x in targets if page.find(id=x) is None] == []
