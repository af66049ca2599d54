"""The search of the real site: queries, pasted messages, keywords."""

import json
import re
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built import LESSONS, PROJECT, soup

from lesson_pages.course.course import name_of
from lesson_pages.languages import LANGUAGES, Language
from lesson_pages.npm import node_command
from lesson_pages.translation.glossary import read_terms

SEARCH = Path(__file__).parents[1] / "lesson_pages/search"
QUERIES = json.loads((SEARCH / "queries.json").read_text("utf-8"))
WORDS = tomllib.loads((PROJECT.docs / "search_words.toml").read_text("utf-8"))
DOWNLOADS = {"en": ("offline", "zip"), "zh": ("离线", "压缩包")}
AT_ONE, AT_THREE = 0.90, 0.97
"""Of the queries, how many have a right page first, and among the first three."""


@dataclass(frozen=True)
class Search:
    """The search of a language, asked all questions of these tests at once."""

    site: Path
    language: Language

    def soup(self, page: str) -> BeautifulSoup:
        """Return a page, parsed."""
        return soup(self.site, f"{self.language.folder}/{page.removesuffix('.html')}")

    @cached_property
    def texts(self) -> dict[str, str]:
        """What each lesson says, by its page."""
        pages = [f"lessons/{x}.html" for x in LESSONS]
        return {x: " ".join(self.soup(x).get_text().split()) for x in pages}

    @cached_property
    def terms(self) -> dict[str, tuple[str, str]]:
        """The terms of the glossary in this language, with both words."""
        return {
            (en if self.language.short == "en" else zh): (en, zh)
            for en, zh in read_terms().items()
        }

    @cached_property
    def printed(self) -> dict[str, str]:
        """A line that each lesson printed and that has most words, by its page."""
        found = {}
        for lesson in LESSONS:
            page = soup(self.site, f"en/lessons/{lesson}")
            blocks = page.select(".sphx-glr-script-out pre")
            lines = [line for x in blocks for line in x.get_text().splitlines()]
            best = max(lines, key=lambda line: len(re.findall("[a-z]{3,}", line)))
            found[f"lessons/{lesson}.html"] = best
        return found

    @cached_property
    def messages(self) -> list[str]:
        """The beginnings of the messages that the page on errors has."""
        blocks = self.soup("errors").select(".message pre")
        return [" ".join(x.get_text().split()[:12]) for x in blocks]

    @cached_property
    def found(self) -> dict[str, list[str]]:
        """The pages that the site's own search finds, the best first."""
        asked = [query for query, _ in QUERIES[self.language.short]]
        asked += [*self.terms, *self.printed.values(), *self.messages]
        asked += DOWNLOADS[self.language.short]
        static = self.site / self.language.folder / "_static"
        done = subprocess.run(
            node_command(SEARCH / "rank.mjs", str(static)),
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return dict(zip(asked, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda x: x.folder)
def search(request: pytest.FixtureRequest, site: Path) -> Search:
    """Return the search of each language."""
    return Search(site, request.param)


def says(text: str, word: str) -> bool:
    """Tell whether a text has a word, whatever its case and line ends."""
    return " ".join(word.casefold().split()) in " ".join(text.casefold().split())


def test_search_finds_the_right_page(search):
    """Queries whose pages are still to be written wait, and are shown with `-rP`."""
    pages = [f"lessons/{x}" for x in LESSONS]
    pages += [x.stem for x in PROJECT.docs.glob("*.md")]
    known = {name_of(page): f"{page}.html" for page in pages}
    queries = QUERIES[search.language.short]
    asked = {x: {known[y] for y in names if y in known} for x, names in queries}
    print("waiting for a page:", *(x for x in asked if not asked[x]), sep="\n  ")
    asked = {query: pages for query, pages in asked.items() if pages}
    missed = {
        n: [x for x, pages in asked.items() if not pages & set(search.found[x][:n])]
        for n in (1, 3)
    }

    assert asked
    assert len(missed[1]) <= (1 - AT_ONE) * len(asked), missed
    assert len(missed[3]) <= (1 - AT_THREE) * len(asked), missed


def test_term_of_the_glossary_is_explained_first(search):
    """Typed as it is, it leads to a page that is about it, else to its entry."""
    missed = {}
    for term, both in search.terms.items():
        page = search.found[term][0]
        entry = WORDS.get(name_of(page.removesuffix(".html")), {})
        keywords = [*entry.get("terms", ()), *entry.get(search.language.short, ())]
        subject = " ".join([search.soup(page).h1.get_text(), *keywords])
        if page != "glossary.html" and not any(says(subject, x) for x in both):
            missed[term] = page

    assert missed == {}


def test_pasted_line_finds_the_lesson_that_printed_it(search):
    """What a lesson printed leads to it; a page that printed the same may be first."""
    missed = {}
    for lesson, line in search.printed.items():
        pages = search.found[line]
        before = pages[: pages.index(lesson)] if lesson in pages else pages
        others = [x for x in before if not says(search.soup(x).get_text(), line)]
        if lesson not in pages or len(others) >= 3:
            missed[lesson] = (line, others)

    assert missed == {}


def test_pasted_error_message_finds_its_cause(search):
    """The beginning of a message leads to its entry, after lessons and two pages."""
    missed = []
    for message in search.messages:
        lessons = sum(message in text for text in search.texts.values())
        if "errors.html" not in search.found[message][: 3 + lessons]:
            missed.append(message)

    assert len(search.messages) >= 4
    assert missed == []


def test_code_of_a_lesson_is_code_to_the_search(search):
    """Sphinx-gallery links names in it, and it is no prose for that."""
    static = search.site / search.language.folder / "_static"
    outline, texts = (
        json.loads((static / f"search-{x}.js").read_text("utf-8").split("=", 1)[1])
        for x in ("outline", "texts")
    )
    sections = zip(outline["sections"], texts["texts"], strict=True)
    lessons = [pair for section, pair in sections if "/plot_" in section["page"]]

    assert [code for _, code in lessons if "import torch" in code]
    assert [text for text, _ in lessons if "import torch" in text] == []


def test_search_leads_to_the_downloads(search):
    """Who wants to read without a network finds the page at once."""
    found = [search.found[query][0] for query in DOWNLOADS[search.language.short]]

    assert found == ["downloads.html"] * 2
