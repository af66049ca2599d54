"""What stands around a page's text, and what of it is shown on demand."""

from pathlib import Path

import pytest
from pages import catalogue

DOCS = Path(__file__).parents[2] / "docs"
LESSON = """\
Lesson
======

Prose.

Your turn
---------

Try.

Solution
--------

So it goes.

.. _inside:

Why it works
~~~~~~~~~~~~

.. code-block:: python

    print(1)

.. image:: figure.svg
   :alt: A figure

What comes next
---------------

Go on.

Solution
--------

The second.

Solution
--------
"""
QUOTE = "Quote\n=====\n\n.. excerpt:: a/lesson\n   :contains: print\n"
BESIDE = ":beside:`The whole site <site.zip>`"
FILES = {
    "index.rst": f"Home\n====\n\n{BESIDE}\n\n"
    ".. toctree::\n   :caption: Parts\n\n   a/index\n   b/index\n",
    "a/index.rst": "Part a\n======\n\n.. toctree::\n\n   lesson\n   quote\n",
    "b/index.rst": "Part b\n======\n\n.. toctree::\n\n   other\n",
    "b/other.rst": f"Other\n=====\n\n{BESIDE}\n",
    "a/lesson.rst": LESSON,
    "a/quote.rst": QUOTE,
    "a/figure.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}
CHINESE = catalogue("a/lesson", ("Solution", "参考答案"), ("So it goes.", "就是这样。"))
INTERFACE = "locales/zh_CN/LC_MESSAGES/sphinx.po"


@pytest.fixture(scope="module")
def built(build_once):
    """Build the pages with the theme of the site."""
    static = [str(DOCS / "theme/static")]
    extensions = ["sphinx_copybutton"]
    return build_once(FILES, extensions, html_theme="furo", html_static_path=static)


# -- Solutions -------------------------------------------------------------------------


def test_solution_is_folded_below_its_heading(built):
    """Code, figure and subheadings are in the fold; nothing else, and no empty one.

    Both headings are still entries in the contents beside the page.
    """
    page = built.soup("a/lesson")

    heading, fold = page.select_one("section#solution").find_all(recursive=False)
    assert (heading.name, fold.name, fold.get("open")) == ("h2", "details", None)
    assert fold.find(recursive=False).get_text() == "Show the solution"
    assert "So it goes." in fold.get_text()
    assert fold.select_one(".highlight pre").get_text() == "print(1)\n"
    assert fold.select_one("img")["alt"] == "A figure"
    assert fold.select_one("section#why-it-works > h3")
    folded = [fold.select_one("p").get_text() for fold in page.select("details")]
    assert folded == ["So it goes.", "The second."]
    links = [x["href"][1:] for x in page.select(".toc-tree a")]
    assert links[1:5] == ["your-turn", "solution", "why-it-works", "what-comes-next"]


def test_solution_is_folded_in_chinese(build):
    """The translated section is found by its English name; the label is Chinese."""
    words = {INTERFACE: (DOCS / INTERFACE).read_text(encoding="utf-8")}

    built = build(FILES | words | CHINESE, language="zh_CN")
    section = built.soup("a/lesson").find(id="solution")

    assert section.h2.get_text().startswith("参考答案")
    assert section.select_one("details > summary").get_text() == "看参考答案"
    assert section.select_one("details > p").get_text() == "就是这样。"


# -- Scripts, sidebar, links -----------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        ("a/lesson", {"open-solution", "copybutton", "search-loader"}),
        ("a/quote", {"search-loader"}),
        ("index", {"search-loader"}),
    ],
)
def test_page_loads_what_it_has_a_use_for(built, page, scripts):
    """A quotation is copied where it comes from; Sphinx's own scripts do nothing."""
    found = {Path(x["src"]).stem for x in built.soup(page).select("script[src]")}

    known = {"open-solution", "copybutton", "doctools", "sphinx_highlight"}
    assert found & (known | {"search-loader"}) == scripts


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("a/lesson", "Part a, Lesson, Quote, Part b"),
        ("b/other", "Part a, Part b, Other"),
    ],
)
def test_sidebar_shows_the_parts_and_the_lessons_of_this_one(built, page, expected):
    """The theme's own would grow with the square of the number of lessons.

    To a screen reader, a caption is a heading with a level; the page itself is named.
    """
    tree = built.soup(page).select_one(".sidebar-tree")
    caption = tree.select_one(".caption")
    current = tree.select('a[aria-current="page"]')

    assert ", ".join(link.get_text() for link in tree.select("a")) == expected
    assert (caption["role"], caption["aria-level"]) == ("heading", "2")
    assert [x.get_text() for x in current] == [page.rpartition("/")[2].title()]


def test_link_beside_the_languages_is_relative(built):
    """It works at any depth, and from a disk."""
    for page, href in (("index", "../site.zip"), ("b/other", "../../site.zip")):
        link = built.soup(page).select_one("article a[href$=zip]")
        assert (link["href"], link.get_text()) == (href, "The whole site")
