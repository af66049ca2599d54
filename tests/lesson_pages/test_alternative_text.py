"""No picture without words, whoever wrote it."""

import pytest

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "See ![a line](pic.svg) here."
msgstr "{}"
"""
MESSAGE = "WARNING: pic.svg has no alternative text"


def warnings(build, files: dict[str, str], **settings: str) -> list[str]:
    """Build pages with a picture; return what the build says of it."""
    files = {"index.md": "# Home\n", "pic.svg": SVG, **files}
    found = build(files, ["myst_parser"], **settings).warnings
    return [line for line in found.splitlines() if MESSAGE in line]


def test_picture_without_text_is_named(build) -> None:
    """The strict build fails with the page, the line and the picture."""
    wrong = {
        "a.md": "# Title\n\n![](pic.svg)\n",
        "b.md": "# Title\n\n```{image} pic.svg\n```\n",
        "c.md": "# Title\n\n```{figure} pic.svg\n:alt: ' '\n```\n",
        "d.rst": "Title\n=====\n.. image:: pic.svg\n",
        "e.md": "# Title\n\n![a line](pic.svg)\n",
        "f.rst": "Title\n=====\n\n.. image:: pic.svg\n   :alt: A line\n",
    }
    said = warnings(build, wrong)

    assert len(said) == 4
    for line, page in zip(said, ("a.md", "b.md", "c.md", "d.rst"), strict=True):
        assert f"/{page}:3: {MESSAGE}" in line


@pytest.mark.parametrize(
    ("translation", "found"), [("看![一条线](pic.svg)。", 0), ("看![](pic.svg)。", 1)]
)
def test_translation_keeps_the_text(build, translation: str, found: int) -> None:
    """A Chinese sentence that drops the words of its picture is named, too."""
    files = {
        "locales/zh_CN/LC_MESSAGES/page.po": CHINESE.format(translation),
        "page.md": "# Title\n\nSee ![a line](pic.svg) here.\n",
    }
    said = warnings(build, files, language="zh_CN")

    assert len([line for line in said if "/page.md:3:" in line]) == found == len(said)
