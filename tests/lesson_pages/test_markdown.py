"""What a page says in Markdown is what it says in the browser."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_doctree
from markdown_it import MarkdownIt
from pages import PUBLISHED, titled

from lesson_pages.downloads.markdown_writer import Writer
from lesson_pages.translation.typography import accept_marks_without_spaces

PAGE = "https://example.org/course/en/lessons/1_part/plot_01_x.html"
SETTINGS = {"report_level": 5}
RENDERER = MarkdownIt("commonmark").enable("table")


def parse(source: str) -> nodes.document:
    """Return the tree of a text in reStructuredText."""
    accept_marks_without_spaces()
    document = publish_doctree(source, settings_overrides=SETTINGS)
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)  # as Sphinx does
    return document


def write(source: str) -> str:
    """Return a text in reStructuredText as Markdown."""
    writer = Writer(PAGE, lambda uri: f"https://example.org/_images/{uri}")
    return writer.block(parse(source))


def render(source: str) -> BeautifulSoup:
    """Return what a reader sees of it, if Markdown is read by the book."""
    return BeautifulSoup(RENDERER.render(write(source)), "html.parser")


WORDS = [
    "a * b * c and a*b*c",
    "_x_, __init__ and snake_case",
    "a [link](no) and <b> and &amp; and 1 < 2",
    "a ` tick and a \\ slash",
    "5 $ and 6 $",
    "- no list",
    "+ no list",
    "1. no list",
    "# no title",
    "> no quotation",
    "===",
    "～中文，标点。“引号”",
]
CODE = ["x", "a`b", "`a", "a  b", "**x**", "<b>"]


@pytest.mark.parametrize(
    "node", [*map(nodes.Text, WORDS), *(nodes.literal("", x) for x in CODE)], ids=repr
)
def test_words_and_code_are_never_taken_for_marks(node):
    """A text comes out as it went in, code with a backtick inside, too."""
    markdown = Writer(PAGE, str).block(nodes.paragraph("", "", node))

    page = BeautifulSoup(RENDERER.render(markdown), "html.parser")
    assert page.p.text == node.astext()
    assert bool(page.code) == isinstance(node, nodes.literal)


@pytest.mark.parametrize(
    "sentence",
    [
        "**先猜。**课文接着说。",
        "先说**先猜。**课文",
        "往存储区**里面**写",
        "**“引用”**之后",
        "见\\ **``x.grad``**\\ 之后",
        "*张量*（tensor）",
        "**Add.** Then go on.",
        "**Add.**\nThen go on.",
        "an *emphasized* word, **strong**, too",
        "un\\ *frigging*\\ believable",
    ],
)
def test_emphasis_is_seen(sentence):
    """Also where Chinese punctuation meets a Han character."""
    expected = [x.astext() for x in parse(sentence).findall(is_emphasis)]

    found = [x.text for x in render(sentence).select("strong, em")]

    assert found == expected != []


def is_emphasis(node: nodes.Node) -> bool:
    """Tell marked words."""
    return isinstance(node, (nodes.strong, nodes.emphasis))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`x <https://numpy.org/a_(b)>`__", "https://numpy.org/a_(b)"),
        ("`x <../2_part/plot_02_y.html#z>`__", "lessons/2_part/plot_02_y.html#z"),
        ("`x <../../glossary.html#term-x>`__", "glossary.html#term-x"),
        ("`x`_\n\n.. _x:\n\nHere.", "lessons/1_part/plot_01_x.html#x"),
    ],
)
def test_links_are_absolute(source, expected):
    """A notebook knows nothing of its page, nor of the folder that it lies in."""
    link = render(f"See {source}").a

    assert link.text == "x"
    assert link["href"].removeprefix("https://example.org/course/en/") == expected


EXACT = {
    "So :math:`a_1 * b_2`.\n\n.. math:: \\frac{a}{b}": (
        "So $a_1 * b_2$.\n\n$$\n\\frac{a}{b}\n$$"
    ),
    ".. math::\n\n   a &= b \\\\\n   c &= d": (
        "$$\n\\begin{aligned}a &= b \\\\\nc &= d\\end{aligned}\n$$"
    ),
    ".. image:: a.svg\n   :alt: A line [up].\n\n"
    ".. image:: b.svg\n   :alt: A line.\n   :class: only-dark\n\n"
    ".. image:: c.svg": r"![A line \[up\].](https://example.org/_images/a.svg)",
    "A\n=\n\nx\n\nB\n-\n\ny\n\nC\n=\n\n.. rubric:: D\n\n----\n\nz": (
        "# A\n\nx\n\n## B\n\ny\n\n# C\n\n**D**\n\n---\n\nz"
    ),
    ".. note::\n\n   A text.\n\n   - one\n   - two": (
        "> **Note**\n>\n> A text.\n>\n> - one\n> - two"
    ),
    ".. admonition:: What *broke*\n\n   A text.": "> **What *broke***\n>\n> A text.",
    "  A quote.": "> A quote.",
    "3. three\n4. four\n\n   - inside **x**\n\n- one\n\n  two": (
        "3. three\n4. four\n   - inside **x**\n\n- one\n\n  two"
    ),
    "term\n   It means.\n\n   More.\n\nother\n   Too.": (
        "- **term**\n\n  It means.\n\n  More.\n\n- **other**\n\n  Too."
    ),
    "=====  ===\nA      B\n=====  ===\n``|``  *x*\n2      y\n=====  ===": (
        "| A | B |\n| --- | --- |\n| `\\|` | *x* |\n| 2 | y |"
    ),
    ".. code-block:: python\n\n   x = '''\n   ```\n   '''\n\n   y": (
        "````text\nx = '''\n```\n'''\n\ny\n````"
    ),
    "Look!\\ `up <https://a.org/>`__": "Look\\![up](https://a.org/)",
    "H\\ :sub:`2`\\ O, x\\ :sup:`2`": "H<sub>2</sub>O, x<sup>2</sup>",
}


@pytest.mark.parametrize(("source", "markdown"), EXACT.items(), ids=range(len(EXACT)))
def test_block_is_written_as_markdown_asks_for_it(source, markdown):
    """What is in it stays, in order and depth.

    Lines of a formula are aligned as on the page; a picture is named by its
    alternative text, and the dark one is the same picture.
    """
    assert write(source) == markdown


# -- Pages -----------------------------------------------------------------------------

FILES = {
    "index.md": "# Home\n\n{doc}`Go <a/page>`, {term}`word`.\n\n"
    "```{toctree}\na/page\n```\n",
    "a/page.rst": titled("Page", ".. glossary::\n\n   word\n      Meaning.\n"),
}


def test_every_page_lies_beside_itself_as_markdown(build):
    """With whole addresses, whatever folder it is in."""
    built = build(FILES, ["myst_parser"], downloads=True, published=PUBLISHED)

    home = (built.out / "index.md").read_text("utf-8")
    assert built.warnings == ""
    assert home == (
        "# Home\n\n[Go](https://host.example/course/en/a/page.html), "
        "[word](https://host.example/course/en/a/page.html#term-word).\n"
    )
    assert "**word**\n\n  Meaning." in (built.out / "a/page.md").read_text("utf-8")


def test_page_that_cannot_be_markdown_is_named(build):
    """By its file and line; a lesson is, in the table of constructs, by its script."""
    files = {"index.rst": titled("T", ":name: value\n")}
    built = build(files, downloads=True, published=PUBLISHED)

    assert "index.rst:4: WARNING: 'field_list' cannot be" in built.warnings
