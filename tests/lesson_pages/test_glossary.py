"""The glossary says the same words in both languages, and all of them."""

import shutil
from copy import copy
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.testing.util import SphinxTestApp

from lesson_pages.translation.glossary import read_terms

DOCS = Path(__file__).parents[2] / "docs"
EXTENSIONS = "myst_parser,bilingual_terms"
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

msgid "A {term}`tensor` and its {term}`axes <axis>`."
msgstr "{term}`张量 <tensor>`，还有它的{term}`轴 <axis>`。"
"""


Pages = dict[str, BeautifulSoup]


def build(source: Path, language: str) -> Pages:
    """Build the glossary and a page that refers to it, warnings as errors."""
    catalogues = source / "locales" / "zh_CN" / "LC_MESSAGES"
    catalogues.mkdir(parents=True)
    for name in ("glossary.csv", "glossary.md"):
        shutil.copy(DOCS / name, source)
    shutil.copy(DOCS / "locales/zh_CN/LC_MESSAGES/glossary.po", catalogues)
    (source / "conf.py").touch()
    (source / "index.md").write_text(PAGE, "utf-8")
    (catalogues / "index.po").write_text(CATALOGUE, "utf-8")
    settings = {"language": language, "extensions": EXTENSIONS, "nitpicky": True}
    app = SphinxTestApp(
        srcdir=source, confoverrides=settings, exception_on_warning=True
    )
    app.build()
    app.cleanup()
    return {
        page: BeautifulSoup((app.outdir / f"{page}.html").read_bytes(), "html.parser")
        for page in ("index", "glossary")
    }


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return the two pages in English."""
    return build(tmp_path_factory.mktemp("english"), "en")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return the two pages in Chinese."""
    return build(tmp_path_factory.mktemp("chinese"), "zh_CN")


def term_and_other_word(entry: Tag) -> tuple[str, str]:
    """Return a term of a glossary page and the word beside it, if any."""
    entry = copy(entry)
    other = entry.select_one(".other-word")
    word = other.extract().get_text() if other else ""
    entry.select_one("a.headerlink").extract()
    return entry.get_text().strip(), word


def terms(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Return all terms of a glossary page, each with the word beside it."""
    return [term_and_other_word(entry) for entry in page.select("dl.glossary dt")]


def test_english_page_has_the_terms_of_the_csv(
    english: Pages,
) -> None:
    """Every English term is explained, with its Chinese word beside it."""
    expected = {(en, zh if zh != en else "") for en, zh in read_terms().items()}

    actual = terms(english["glossary"])

    assert expected == set(actual)
    assert len(expected) == len(actual)


def test_chinese_page_has_the_terms_of_the_csv(
    chinese: Pages,
) -> None:
    """Every Chinese term is explained, with its English word beside it."""
    expected = {(zh, en if zh != en else "") for en, zh in read_terms().items()}

    actual = terms(chinese["glossary"])

    assert expected == set(actual)
    assert len(expected) == len(actual)


def test_other_word_states_its_language(english: Pages, chinese: Pages) -> None:
    """A screen reader is told in which language the word beside a term is."""
    found = [
        {word["lang"] for word in page["glossary"].select(".other-word")}
        for page in (english, chinese)
    ]

    assert [{"zh-Hans"}, {"en"}] == found


def test_translated_reference_keeps_its_target(english: Pages, chinese: Pages) -> None:
    """Both languages link to one place, so that links survive a switch."""
    targets = [
        [link["href"] for link in page["index"].select("p a.reference")]
        for page in (english, chinese)
    ]

    assert targets == [["glossary.html#term-tensor", "glossary.html#term-axis"]] * 2
