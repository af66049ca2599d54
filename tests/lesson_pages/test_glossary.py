"""The glossary says the same words in both languages, and all of them."""

from copy import copy
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lesson_pages.translation.glossary import read_terms

DOCS = Path(__file__).parents[2] / "docs"
PAGE = """\
# Home

A {term}`tensor` and its {term}`axes <axis>`.

```{toctree}
glossary
```
"""
CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "Home"
msgstr "首页"

msgid "A {term}`tensor` and its {term}`axes <axis>`."
msgstr "{term}`张量 <tensor>`，还有它的{term}`轴 <axis>`。"
"""
COPIED = ("glossary.csv", "glossary.md", "locales/zh_CN/LC_MESSAGES/glossary.po")


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def built(request, build_once):
    """Build the glossary and a page that refers to it; return language and pages."""
    files = {name: (DOCS / name).read_text(encoding="utf-8") for name in COPIED}
    files |= {"index.md": PAGE, "locales/zh_CN/LC_MESSAGES/index.po": CATALOGUE}
    built = build_once(files, ["myst_parser"], language=request.param, nitpicky=True)
    assert built.warnings == ""
    return request.param, built


def terms(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Return all terms of a glossary page, each with the word beside it."""
    found = []
    for entry in map(copy, page.select("dl.glossary dt")):
        other = entry.select_one(".other-word")
        word = other.extract().get_text() if other else ""
        entry.select_one("a.headerlink").extract()
        found.append((entry.get_text().strip(), word))
    return found


def test_page_has_the_terms_of_the_csv(built) -> None:
    """Every term is explained, with the other language's word beside it."""
    language, pages = built
    pairs = list(read_terms().items())
    pairs = pairs if language == "en" else [(zh, en) for en, zh in pairs]

    actual = terms(pages.soup("glossary"))

    assert sorted(actual) == sorted((a, b if a != b else "") for a, b in pairs)


def test_other_word_states_its_language(built) -> None:
    """A screen reader is told in which language the word beside a term is."""
    language, pages = built
    words = pages.soup("glossary").select(".other-word")

    assert {x["lang"] for x in words} == {"zh-Hans" if language == "en" else "en"}


def test_translated_reference_keeps_its_target(built) -> None:
    """Both languages link to one place, so that links survive a switch."""
    links = built[1].soup("index").select("p a.reference")

    assert [link["href"] for link in links] == [
        "glossary.html#term-tensor",
        "glossary.html#term-axis",
    ]
