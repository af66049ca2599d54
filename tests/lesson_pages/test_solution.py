"""The solution of an exercise is folded, and nothing else changes."""

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
LABEL = "Show the solution"
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
"""
FILES = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   lesson\n",
    "lesson.rst": LESSON,
    "figure.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Solution"
msgstr "参考答案"

msgid "So it goes."
msgstr "就是这样。"
"""
INTERFACE = "locales/zh_CN/LC_MESSAGES/sphinx.po"
TRANSLATED = {
    **FILES,
    INTERFACE: (DOCS / INTERFACE).read_text(encoding="utf-8"),
    "locales/zh_CN/LC_MESSAGES/lesson.po": CHINESE,
}
SITE = {"html_theme": "furo", "html_static_path": [str(DOCS / "theme/static")]}


def test_solution_is_folded_below_its_heading(build):
    """The heading stays where it was; all else is shown on demand."""
    section = build(FILES).soup("lesson").select_one("section#solution")

    heading, fold = section.find_all(recursive=False)
    assert (heading.name, fold.name, fold.get("open")) == ("h2", "details", None)
    assert fold.find(recursive=False).get_text() == LABEL
    assert "So it goes." in fold.get_text()


def test_code_figure_and_subheading_are_in_the_fold(build):
    """A solution may hold whatever a page holds, at the level it had."""
    fold = build(FILES).soup("lesson").select_one("details")

    assert fold.select_one(".highlight pre").get_text() == "print(1)\n"
    assert fold.select_one("img")["alt"] == "A figure"
    assert fold.select_one("section#why-it-works > h3")


def test_nothing_else_is_folded(build):
    """The exercise before and what comes next stay in sight."""
    page = build(FILES).soup("lesson")

    assert len(page.select("details")) == 1
    for name in ("your-turn", "what-comes-next"):
        assert page.select_one(f"section#{name}").find_parent("details") is None
        assert page.select_one(f"section#{name} details") is None


def test_page_of_contents_keeps_the_solution_and_what_is_in_it(build):
    """Both headings are still entries beside the page."""
    page = build(FILES, **SITE).soup("lesson")

    links = [link["href"] for link in page.select(".toc-tree a")]
    assert links[1:] == [
        "#your-turn",
        "#solution",
        "#why-it-works",
        "#what-comes-next",
    ]


def test_solution_is_folded_in_chinese(build):
    """The translated section is found by its English name; the label is Chinese."""
    built = build(TRANSLATED, language="zh_CN", gettext_compact=False)

    section = built.soup("lesson").select_one("section#solution")
    assert section.h2.get_text().startswith("参考答案")
    assert section.select_one("details > summary").get_text() == "看参考答案"
    assert section.select_one("details > p").get_text() == "就是这样。"


def test_every_solution_of_a_page_is_folded(build):
    """A second exercise has its solution folded, too."""
    second = "\nOne more\n--------\n\nSolution\n~~~~~~~~\n\nThe second.\n"

    page = build({**FILES, "lesson.rst": LESSON + second}).soup("lesson")

    folded = [fold.select_one("p").get_text() for fold in page.select("details")]
    assert folded == ["So it goes.", "The second."]


def test_solution_without_content_has_no_empty_fold(build):
    """A click that shows nothing helps nobody."""
    page = "Lesson\n======\n\nText.\n\nSolution\n--------\n"

    built = build({**FILES, "lesson.rst": page})

    assert built.soup("lesson").select("details") == []


def test_translators_get_every_message_of_the_solution(build):
    """The fold is for browsers; catalogues are made from the page as written."""
    out = build(FILES, builder="gettext", gettext_compact=False).out

    messages = (out / "lesson.pot").read_text(encoding="utf-8")
    for text in ("Solution", "So it goes.", "Why it works", "Go on."):
        assert f'msgid "{text}"' in messages
    assert LABEL not in messages


@pytest.mark.parametrize(("page", "scripts"), [("lesson", 1), ("index", 0)])
def test_script_is_loaded_where_there_is_a_fold(build, page, scripts):
    """A page without solution asks for no file that it does not need."""
    built = build(FILES, **SITE)

    loaded = built.soup(page).select('script[src*="open-solution.js"]')
    assert len(loaded) == scripts
    assert all(not script.get_text() for script in loaded)
    assert (built.out / "_static/open-solution.js").is_file()
