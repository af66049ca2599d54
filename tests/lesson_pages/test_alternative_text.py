"""No picture without words, whoever wrote it."""

import pytest

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
EXTENSIONS = ["myst_parser"]
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "See ![a line](pic.svg) here."
msgstr "{}"
"""


def warnings(build, page: str, text: str, **settings: str) -> str:
    """Build a page with a picture and return what the build warned of."""
    files = {"index.md": "# Home\n", "pic.svg": SVG, **settings.pop("files", {})}
    settings |= {"suppress_warnings": ["toc.not_included"]}
    return build(files | {page: text}, EXTENSIONS, **settings).warnings


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("page.md", "# Title\n\n![](pic.svg)\n"),
        ("page.md", "# Title\n\n```{image} pic.svg\n```\n"),
        ("page.md", "# Title\n\n```{figure} pic.svg\n:alt: ' '\n```\n"),
        ("page.rst", "Title\n=====\n.. image:: pic.svg\n"),
    ],
)
def test_picture_without_text_is_named(build, page: str, text: str) -> None:
    """The strict build fails with the page, the line and the picture."""
    said = warnings(build, page, text)

    assert f"{page}:3: WARNING: pic.svg has no alternative text" in said


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("page.md", "# Title\n\n![a line](pic.svg)\n"),
        ("page.rst", "Title\n=====\n\n.. image:: pic.svg\n   :alt: A line\n"),
    ],
)
def test_picture_with_text_is_left_alone(build, page: str, text: str) -> None:
    """A word is enough for a program; people judge it."""
    assert warnings(build, page, text) == ""


@pytest.mark.parametrize(
    ("translation", "found"), [("看![一条线](pic.svg)。", 0), ("看![](pic.svg)。", 1)]
)
def test_translation_keeps_the_text(build, translation: str, found: int) -> None:
    """A Chinese sentence that drops the words of its picture is named, too."""
    catalogue = "locales/zh_CN/LC_MESSAGES/page.po"
    files = {catalogue: CHINESE.format(translation)}
    text = "# Title\n\nSee ![a line](pic.svg) here.\n"
    said = warnings(build, "page.md", text, files=files, language="zh_CN")

    assert said.count("pic.svg has no alternative text") == found
    assert said.count("page.md:3:") == found
