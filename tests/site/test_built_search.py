"""The search of the real site: queries, pasted messages, keywords."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from built import FOLDERS, LESSONS, PROJECT, article, soup

from lesson_pages.course.course import name_of
from lesson_pages.npm import node_command
from lesson_pages.translation.glossary import read_terms

SEARCH = Path(__file__).parents[1] / "lesson_pages/search"
AT_ONE, AT_THREE = 0.90, 0.97
"""Of the queries, how many have a right page first, and among the first three."""


def ranked(site: Path, folder: str, queries: list[str]) -> list[list[str]]:
    """Return the pages that the site's own search finds, the best first."""
    done = subprocess.run(
        node_command(SEARCH / "rank.mjs", str(site / folder / "_static")),
        input=json.dumps(queries),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    pages: list[list[str]] = json.loads(done.stdout)
    return pages


def expected_pages(wanted: list[str]) -> set[str]:
    """Return the pages that a query should find, of those that are written."""
    pages = [f"lessons/{x}" for x in LESSONS]
    pages += [x.stem for x in PROJECT.docs.glob("*.md")]
    known = {name_of(page): page for page in pages}
    return {f"{known[x]}.html" for x in wanted if x in known}


@pytest.mark.parametrize(("folder", "language"), [("en", "en"), ("zh-cn", "zh")])
def test_search_finds_the_right_page(site: Path, folder: str, language: str) -> None:
    """Queries whose pages are still to be written wait, and are shown with `-rP`."""
    text = (SEARCH / "queries.json").read_text(encoding="utf-8")
    wanted = {q: expected_pages(pages) for q, pages in json.loads(text)[language]}
    asked = {query: pages for query, pages in wanted.items() if pages}
    print("waiting for a page:", *(wanted.keys() - asked.keys()), sep="\n  ")
    found = dict(zip(asked, ranked(site, folder, list(asked)), strict=True))
    missed = {
        n: [
            query for query, pages in asked.items() if not pages & set(found[query][:n])
        ]
        for n in (1, 3)
    }

    assert asked
    assert len(missed[1]) <= (1 - AT_ONE) * len(asked), missed
    assert len(missed[3]) <= (1 - AT_THREE) * len(asked), missed


def subject_of(site: Path, folder: str, language: str, page: str) -> str:
    """Return what a page says that it is about: its title and its keywords."""
    lists = tomllib.loads((PROJECT.docs / "search_words.toml").read_text("utf-8"))
    entry = lists.get(name_of(page.removesuffix(".html")), {})
    words = [*entry.get("terms", ()), *entry.get(language, ())]
    title = soup(site, f"{folder}/{page.removesuffix('.html')}").h1.get_text()
    return " ".join([title, *words])


@pytest.mark.parametrize(("folder", "language"), [("en", "en"), ("zh-cn", "zh")])
def test_term_of_the_glossary_is_explained_first(
    site: Path, folder: str, language: str
) -> None:
    """Typed as it is, it leads to a page that is about it, else to its entry."""
    pairs = read_terms().items()
    terms = [en if language == "en" else zh for en, zh in pairs]
    first = [pages[0] for pages in ranked(site, folder, terms)]
    subjects = {x: subject_of(site, folder, language, x) for x in set(first)}
    missed = {
        term: page
        for pair, term, page in zip(pairs, terms, first, strict=True)
        if page != "glossary.html"
        if not any(says(subjects[page], word) for word in pair)
    }

    assert missed == {}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_pasted_error_message_finds_its_page(
    site: Path, folder: str, lesson: str
) -> None:
    """What a lesson printed leads to it; a page that printed the same may be first."""
    blocks = soup(site, f"en/lessons/{lesson}").select(".sphx-glr-script-out pre")
    lines = [line for x in blocks for line in x.get_text().splitlines()]
    message = max(lines, key=lambda line: len(re.findall("[a-z]{3,}", line)))

    pages = ranked(site, folder, [message])[0]
    before = pages[: pages.index(f"lessons/{lesson}.html")]

    assert len([x for x in before if not shows(site, folder, x, message)]) < 3


def shows(site: Path, folder: str, page: str, line: str) -> bool:
    """Tell whether a page shows a line that was printed."""
    text = soup(site, f"{folder}/{page.removesuffix('.html')}").get_text()
    return " ".join(line.split()) in " ".join(text.split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_pasted_error_message_finds_its_cause(site: Path, folder: str) -> None:
    """The beginning of a message leads to its entry, after lessons and two pages."""
    blocks = soup(site, f"{folder}/errors").select(".message pre")
    messages = [" ".join(x.get_text().split()[:12]) for x in blocks]
    found = ranked(site, folder, messages)
    lessons = [
        " ".join(soup(site, f"{folder}/lessons/{x}").get_text().split())
        for x in LESSONS
    ]
    missed = [
        x
        for x, pages in zip(messages, found, strict=True)
        if "errors.html" not in pages[: 3 + sum(x in text for text in lessons)]
    ]

    assert len(messages) >= 4
    assert missed == []


@pytest.mark.parametrize(("folder", "language"), [("en", "en"), ("zh-cn", "zh")])
def test_search_words_are_no_answers_to_the_queries(
    site: Path, folder: str, language: str
) -> None:
    """Where a query should lead, a keyword stands on the page or in the glossary."""
    text = (SEARCH / "queries.json").read_text(encoding="utf-8")
    targets = {x for _, wanted in json.loads(text)[language] for x in wanted}
    pages = {page.removesuffix(".html") for page in expected_pages([*targets])}
    words = tomllib.loads((PROJECT.docs / "search_words.toml").read_text("utf-8"))
    glossary = (PROJECT.docs / "glossary.csv").read_text("utf-8")
    glossary += soup(site, f"{folder}/glossary").get_text()
    foreign = [
        (page, word)
        for page in pages
        for word in words.get(name_of(page), {}).get(language, ())
        if not says(glossary + article(soup(site, f"{folder}/{page}")).text, word)
    ]

    assert {name_of(page) for page in pages} & words.keys()
    assert foreign == []


def says(text: str, word: str) -> bool:
    """Tell whether a text has a word, whatever its case and line ends."""
    return " ".join(word.casefold().split()) in " ".join(text.casefold().split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_code_of_a_lesson_is_code_to_the_search(site: Path, folder: str) -> None:
    """Sphinx-gallery links names in it, and it is no prose for that."""
    static = site / folder / "_static"
    outline, texts = (
        json.loads((static / f"search-{x}.js").read_text("utf-8").split("=", 1)[1])
        for x in ("outline", "texts")
    )
    sections = zip(outline["sections"], texts["texts"], strict=True)
    lessons = [pair for section, pair in sections if "/plot_" in section["page"]]

    assert [code for _, code in lessons if "import torch" in code]
    assert [text for text, _ in lessons if "import torch" in text] == []


@pytest.mark.parametrize(
    ("folder", "query"),
    [("en", "offline"), ("en", "zip"), ("zh-cn", "离线"), ("zh-cn", "压缩包")],
)
def test_search_leads_to_the_downloads(site: Path, folder: str, query: str) -> None:
    """Who wants to read without a network finds the page at once."""
    assert ranked(site, folder, [query])[0][0] == "downloads.html"
