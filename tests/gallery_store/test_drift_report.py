"""The table, and the page with both sides."""

import re
from base64 import b64decode
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from drifting import LESSON, bundle, draw

from gallery_store.drift.compare import Comparison, compare
from gallery_store.drift.report import Side, table, write_report

TIMED, EQUAL = "1_part/plot_02_timed", "1_part/plot_03_equal"
ALONE = "# sphinx_gallery_parallel = False\n"


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    """Return a lesson that changed, one that did not, and one that measures time."""
    here, there = (
        {
            LESSON: bundle(("a", f"<b>1 | {x}</b>\nsame"), ("b", figure), source=x),
            TIMED: bundle(("a", f"{x} ms"), lesson=TIMED, source=ALONE),
            EQUAL: bundle(("a", "1"), lesson=EQUAL),
        }
        for x, figure in (("2", draw()), ("3", draw(shift=9)))
    )
    return compare(here, there)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, comparisons) -> Path:
    """Return the folder of the report."""
    folder = tmp_path_factory.mktemp("drift")
    write_report(folder, comparisons, [Side("this", "2.13.0"), Side("that", "2.14.0")])
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> BeautifulSoup:
    """Return the page."""
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")


def test_table_has_a_line_a_lesson(comparisons) -> None:
    """What differs first stands in it as it was printed."""
    head, *lines = table(comparisons)

    labels = [re.split(r" {2,}", line)[1] for line in lines]
    assert head.split() == ["lesson", "outputs", "first", "difference"]
    assert labels == ["changed, source differs", "timings", "equal"]
    assert lines[0].endswith("line 10: here '<b>1 | 2</b>', there '<b>1 | 3</b>'")


def test_markdown_keeps_three_cells(folder: Path) -> None:
    """A workflow opens an issue with it; a bar in an output ends no cell."""
    lines = (folder / "table.md").read_text("utf-8").splitlines()

    assert [len(re.findall(r"(?<!\\)\|", line)) for line in lines] == [4] * 5
    assert "``" not in lines[-1]


def test_page_asks_nobody_for_anything(page: BeautifulSoup) -> None:
    """One file, readable from a disk; the browser would refuse a request."""
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    names = "src", "srcset", "href"
    addresses = [tag[x] for x in names for tag in page.find_all(attrs={x: True})]

    assert [x for x in addresses if not x.startswith(("data:image/", "#"))] == []
    assert policy.startswith("default-src 'none';")
    assert page.find(["script", "link"]) is None


def test_page_shows_both_sides_of_a_text(page: BeautifulSoup) -> None:
    """As printed, with the lines marked that differ."""
    first, second = page.find(id=LESSON).parent.find_all("pre")

    texts = [x.get_text().strip("\n") for x in (first, second)]
    assert texts == ["<b>1 | 2</b>\nsame", "<b>1 | 3</b>\nsame"]
    assert [x.get_text() for x in first.find_all("mark")] == ["<b>1 | 2</b>"]


def test_page_shows_both_sides_of_a_figure(page: BeautifulSoup) -> None:
    """The whole figure is in the page, for either theme."""
    images = page.find(id=LESSON).parent.find_all("img")
    found = [b64decode(x["src"].partition(",")[2]) for x in images]

    assert found == [draw(), draw(shift=9)]
    assert {x["alt"] for x in images} == {"A line."}
    assert len(page.find_all("source", media="(prefers-color-scheme: dark)")) == 2


def test_table_leads_to_the_lessons_that_differ(page: BeautifulSoup) -> None:
    """Timings are folded away, for who wants to see them."""
    assert [x["href"] for x in page.find_all("a")] == [f"#{LESSON}", f"#{TIMED}"]
    assert len(page.find(id=TIMED).parent.details.find_all("pre")) == 2
    assert page.find(id=EQUAL) is None
