"""A part's lessons appear as cards, in the language of the site."""

import pytest
from docutils import nodes

from lesson_pages.course.cards import first_sentence

IMAGES = "\n".join(
    f".. image:: {theme}.svg\n   :class: figure only-{theme}\n   :alt: A figure\n"
    "   :width: 480\n   :height: 320\n"
    for theme in ("light", "dark")
)
PROSE = "Lesson one\n==========\n\nThe ``first`` sentence. The second.\n\n"
LESSON = PROSE + 2 * IMAGES
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
FILES = {
    "index.rst": "Home\n====\n\n.. cards:: a/index\n\n.. toctree::\n\n   a/index\n",
    "a/index.rst": "Part\n====\n\n.. toctree::\n\n   one\n   two\n",
    "a/one.rst": LESSON,
    "a/two.rst": "Lesson two\n==========\n\nShort.\n",
    "a/light.svg": SVG,
    "a/dark.svg": SVG,
}
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Lesson one"
msgstr "第一课"

msgid "The ``first`` sentence. The second."
msgstr "开头\\ ``first``\\ 这一句。后面一句。"
"""


def test_formula_on_a_card_stays_a_formula(build):
    """The first sentence of a lesson may hold one."""
    text = FILES["a/two.rst"].replace("Short", "The slope of :math:`x^2`")

    page = build(FILES | {"a/two.rst": text}, html_math_renderer="mathml")

    card = page.soup("index").select(".card-text")[1]
    assert card.select("math msup")
    assert page.soup("index").select("link[href*='math.css']")


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("One. Two.", "One."),
        ("Is 3.14 one? Two.", "Is 3.14 one?"),
        ("“Quoted.” goes on. Two.", "“Quoted.” goes on."),
        ("一句。两句。", "一句。"),
        ("“引用。”还没完。两句。", "“引用。”还没完。"),
        ("no end", "no end"),
    ],
)
def test_first_sentence_ends_where_a_reader_would_end_it(paragraph, expected):
    """A number's point ends no sentence, nor does a quotation within one."""
    text = "".join(first_sentence(nodes.paragraph("", paragraph)))

    assert text == expected


def test_every_lesson_of_the_part_has_a_card_in_order(build):
    """The part's toctree decides which lessons, and their order."""
    titles = build(FILES).soup("index").select(".card .card-title a")

    assert [title.get_text() for title in titles] == ["Lesson one", "Lesson two"]
    assert [title["href"] for title in titles] == ["a/one.html", "a/two.html"]


def test_card_has_the_first_sentence_with_its_code(build):
    """One sentence invites; the rest is in the lesson."""
    card = build(FILES).soup("index").select_one(".card")

    assert card.select(".card-text p")[1].get_text() == "The first sentence."
    assert card.select_one("code").get_text() == "first"


def test_card_shows_the_first_figure_for_both_themes(build):
    """The figure is decoration here: its text stands beside it."""
    images = build(FILES).soup("index").select(".card img")

    assert [image["class"][-1] for image in images] == ["only-light", "only-dark"]
    assert {image["alt"] for image in images} == {""}
    assert {(image["width"], image["height"]) for image in images} == {("480", "320")}


def test_card_without_figure_has_no_empty_box(build):
    """A lesson may have no figure."""
    cards = build(FILES).soup("index").select(".card")

    assert cards[1].select_one(".card-figure") is None


def test_card_is_in_the_language_of_the_site(build):
    """Title and sentence come from the translated lesson."""
    files = {**FILES, "locales/zh_CN/LC_MESSAGES/a/one.po": CHINESE}

    built = build(files, language="zh_CN", gettext_compact=False)

    text = built.soup("index").select_one(".card-text").get_text()
    assert text.split("\n")[1:3] == ["第一课", "开头first这一句。"]


def test_part_is_introduced_where_it_is_asked_for(build):
    """With ``:intro:`` the part's first sentence stands above its cards."""
    part = FILES["a/index.rst"].replace(
        "====\n", "====\n\nWhat it is about. More.\n", 1
    )
    home = FILES["index.rst"].replace("cards:: a/index", "cards:: a/index\n   :intro:")

    page = build({**FILES, "index.rst": home, "a/index.rst": part})

    assert page.soup("index").select_one(".intro").get_text() == "What it is about."


def test_page_that_does_not_exist_is_warned_of(build):
    """A misspelt page does not silently show nothing."""
    warnings = build({"index.rst": "T\n=\n\n.. cards:: b/index\n"}).warnings

    assert "index.rst:4: WARNING: cards: there is no page 'b/index'" in warnings


@pytest.mark.parametrize(("option", "figures"), [("", 2), ("   :figures: 0\n", 0)])
def test_page_says_how_many_cards_have_a_figure(build, option, figures):
    """Home stays light however long the course becomes."""
    home = FILES["index.rst"].replace("a/index\n", f"a/index\n{option}", 1)

    page = build(FILES | {"index.rst": home}).soup("index")

    assert len(page.select(".card img")) == figures
    assert len(page.select(".card")) == 2
