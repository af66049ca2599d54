"""The real site, built from the store, as its readers get it."""

import contextlib
import io
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag
from rich.console import Console

from course import is_lesson
from node import node_command
from pipeline.build import Options, build
from pipeline.lessons import find_lessons
from pipeline.progress import Reporter
from pipeline.project import Project
from pipeline.settings import read_settings

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT)
LESSONS = [x.name for x in find_lessons(PROJECT) if is_lesson(f"lessons/{x.name}")]
FOLDERS = ("en", "zh-cn")
SPEAKS = {"en": "en", "zh-cn": "zh-CN"}
LINKED = ("alternate", "canonical", "next", "prev")
PUBLISHED = Path(__file__).with_name("published.txt")
MOVED = "write its old and its new name into docs/redirects.toml"
ADDED = "addresses are for good: add a line to tests/site/published.txt"
BASE_URL = read_settings(PROJECT.docs).base_url
LATIN_WORDS = re.compile(r"(?:\b[A-Za-z']{2,}\b[ ,;:]+){4,}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the whole site."""
    out = tmp_path_factory.mktemp("site") / "html"
    return build(PROJECT, Options(out=out), Reporter(Console(file=io.StringIO())))


def soup(site: Path, page: str) -> BeautifulSoup:
    """Return a page, parsed."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def pages(site: Path) -> Iterator[str]:
    """Yield every page of both languages, without suffix."""
    for path in sorted(site.glob("*/**/*.html")):
        yield path.relative_to(site).with_suffix("").as_posix()


def article(document: BeautifulSoup) -> Tag:
    """Return what a page says, without navigation."""
    found = document.find("article")
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_shows_outputs_and_figures(site: Path, folder: str, lesson: str) -> None:
    """Every lesson has executed outputs, and figures for light and dark."""
    page = article(soup(site, f"{folder}/lessons/{lesson}"))
    light, dark = page.select("img.only-light"), page.select("img.only-dark")

    assert page.select(".sphx-glr-script-out")
    assert len(light) == len(dark) >= 1
    assert [image for image in light + dark if not image.get("alt")] == []
    assert [image for image in light + dark if not image.get("width")] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_languages_show_the_same_code_and_outputs(site: Path, lesson: str) -> None:
    """One execution serves both pages."""
    english, chinese = (
        [
            block.get_text()
            for block in soup(site, f"{x}/lessons/{lesson}").select("pre")
        ]
        for x in FOLDERS
    )

    assert english == chinese


@pytest.mark.parametrize("lesson", LESSONS)
def test_notebooks_have_the_same_code_and_their_own_prose(
    site: Path, lesson: str
) -> None:
    """Cell by cell, behind the set-up: code is the same, prose is in the language."""
    notebooks = [
        json.loads((site / x / f"lessons/{lesson}.ipynb").read_text("utf-8"))
        for x in FOLDERS
    ]
    english, chinese = (notebook.pop("cells")[1:] for notebook in notebooks)

    assert notebooks[0] == notebooks[1]
    for ours, theirs in zip(english, chinese, strict=True):
        assert ours["cell_type"] == theirs["cell_type"]
        assert ours["id"] == theirs["id"]
        assert (ours == theirs) == (ours["cell_type"] == "code")


@pytest.mark.parametrize("lesson", LESSONS)
def test_alternative_texts_are_translated(site: Path, lesson: str) -> None:
    """A figure is described in the page's language."""
    images = article(soup(site, f"zh-cn/lessons/{lesson}")).select("img")

    assert [
        x["alt"] for x in images if not re.search(r"[\u4e00-\u9fff]", x["alt"])
    ] == []


def test_no_english_sentence_on_a_chinese_page(site: Path) -> None:
    """Prose, titles and interface are Chinese; code and names stay."""
    found = {}
    for page in pages(site / "zh-cn"):
        document = soup(site / "zh-cn", page)
        for other in document.select("pre, code, script, style, [lang=en], math"):
            other.decompose()
        texts = [x.get_text(" ") for x in document.select("p, li, dt, dd, h1, h2, h3")]
        if english := [x for x in texts if LATIN_WORDS.search(x)]:
            found[page] = english

    assert found == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_says_its_language(site: Path, folder: str) -> None:
    """Browsers and screen readers read `lang`."""
    spoken = {soup(site, f"{folder}/{x}").html["lang"] for x in pages_of(site, folder)}

    assert spoken == {SPEAKS[folder]}


def tags(site: Path, page: str) -> dict[str, str]:
    """Return what a page's head says of it."""
    found = soup(site, page).select("meta[name][content], meta[property][content]")
    return {x.get("name") or x["property"]: x["content"] for x in found}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_can_be_shared(site: Path, folder: str) -> None:
    """Its tags name its address and a picture that is there."""
    base = read_settings(PROJECT.docs).base_url
    for page in pages_of(site, folder):
        found = tags(site, f"{folder}/{page}")

        assert found["og:url"] == f"{base}{folder}/{page}.html"
        assert (site / found["og:image"].removeprefix(base)).is_file()
        assert found["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_page_describes_itself(site: Path, folder: str) -> None:
    """In its own words and language, unlike any other page."""
    found = {
        x: tags(site, f"{folder}/{x}")["description"] for x in pages_of(site, folder)
    }
    han = {x: bool(re.search(r"[\u4e00-\u9fff]", text)) for x, text in found.items()}

    assert set(han.values()) == {folder == "zh-cn"}
    assert len(set(found.values())) == len(found)
    assert not [x for x, text in found.items() if re.search(r"`|:\w+:|\\\w", text)]


def pages_of(site: Path, folder: str) -> list[str]:
    """Return the pages of one language, by name below its folder."""
    paths = sorted((site / folder).rglob("*.html"))
    return [x.relative_to(site / folder).with_suffix("").as_posix() for x in paths]


def test_both_languages_have_the_same_pages(site: Path) -> None:
    """No page is left behind."""
    assert pages_of(site, "en") == pages_of(site, "zh-cn")


def test_no_published_address_is_lost(site: Path) -> None:
    """A page that is renamed or deleted leaves a redirect."""
    lost = set(PUBLISHED.read_text("utf-8").split()) - set(html_files(site))

    assert lost == set(), MOVED


def test_every_page_is_among_the_published(site: Path) -> None:
    """So that its address is not lost later."""
    unknown = set(html_files(site)) - set(PUBLISHED.read_text("utf-8").split())

    assert unknown == set(), ADDED


def html_files(site: Path) -> list[str]:
    """Return the addresses of pages and redirects, the same in each language."""
    return [f"{page}.html" for page in pages_of(site, "en")]


def test_every_page_links_itself_in_the_other_language(site: Path) -> None:
    """The visible link and the one for search engines lead to the same page."""
    for page in pages(site):
        folder, _, name = page.partition("/")
        other = next(x for x in FOLDERS if x != folder)
        document = soup(site, page)
        visible = document.select(".languages a:not([aria-current])")
        alternates = document.select('link[rel="alternate"][hreflang]')
        targets = {x["hreflang"]: x["href"] for x in alternates}

        expected = (site / other / f"{name}.html").resolve()
        assert [resolve(site, page, link["href"]) for link in visible] == [expected]
        assert targets == {
            "en": f"{BASE_URL}en/{name}.html",
            "zh-Hans": f"{BASE_URL}zh-cn/{name}.html",
            "x-default": BASE_URL if name == "index" else f"{BASE_URL}en/{name}.html",
        }


def test_every_page_knows_its_own_address(site: Path) -> None:
    """Search engines keep each page under the address of its language."""
    for page in pages(site):
        canonical = soup(site, page).select_one('link[rel="canonical"]')

        assert canonical["href"] == f"{BASE_URL}{page}.html"


def resolve(site: Path, page: str, href: str) -> Path:
    """Return the file that a relative address on a page means."""
    address = unquote(urlsplit(href).path)
    return ((site / page).parent / address).resolve()


class Addresses(HTMLParser):
    """Collects what a page links and loads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        """Keep the address of a link or of something that is loaded."""
        values = {name: value for name, value in attributes if value}
        address = values.get("href") or values.get("src")
        if address is None:
            return
        linked = tag == "a" or values.get("rel") in LINKED
        (self.links if linked else self.loads).append(address)


def addresses(site: Path, page: str) -> Addresses:
    """Return what a page links and loads."""
    parser = Addresses()
    parser.feed((site / f"{page}.html").read_text(encoding="utf-8"))
    return parser


def test_every_local_address_is_there(site: Path) -> None:
    """No link and nothing loaded is broken."""
    broken = [
        (page, href)
        for page in ["index", *pages(site)]
        for href in addresses(site, page).links + addresses(site, page).loads
        if not re.match(r"[a-z]+:|#", href) and not resolve(site, page, href).is_file()
    ]

    assert broken == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Scripts, styles, fonts and pictures all come with the site."""
    foreign = re.compile(r"(https?:)?//")
    loaded = [
        (page, href)
        for page in ["index", *pages(site)]
        for href in addresses(site, page).loads
        if foreign.match(href)
    ]
    styles = [
        path.name
        for path in site.rglob("*.css")
        if re.search(r"url\([\"']?(https?:)?//|@import", path.read_text("utf-8"))
    ]

    assert (loaded, styles) == ([], [])


def test_sidebar_lists_the_current_part_only(site: Path) -> None:
    """A lesson's sidebar has every part, and the lessons of its own."""
    for folder in FOLDERS:
        for lesson in LESSONS:
            tree = soup(site, f"{folder}/lessons/{lesson}").select_one(".sidebar-tree")
            part = lesson.partition("/")[0]
            hrefs = [link["href"] for link in tree.select("a")]
            listed = [x for x in hrefs if re.search(r"plot_\d", x) or x == "#"]
            own = [x for x in LESSONS if x.startswith(f"{part}/")]

            assert len(listed) == len(own)


@pytest.mark.parametrize("folder", FOLDERS)
def test_lessons_lead_on(site: Path, folder: str) -> None:
    """From *Start here* one reaches every lesson by *Next*, in order."""
    page, way = f"{folder}/start", []
    while following := soup(site, page).select_one("a.next-page"):
        path = resolve(site, page, following["href"])
        page = path.relative_to(site).with_suffix("").as_posix()
        way.append(page.removeprefix(f"{folder}/lessons/"))

    assert way == LESSONS


def test_lesson_says_when_and_where_it_ran(site: Path) -> None:
    """The line comes from the manifest of the execution."""
    for lesson in LESSONS:
        manifest = (PROJECT.lessons / f"{lesson}.manifest.json").read_text("utf-8")
        executed = json.loads(manifest)["executed"]
        for folder in FOLDERS:
            line = soup(site, f"{folder}/lessons/{lesson}").select_one(
                ".lesson-executed"
            )

            words = (executed["date"], executed["torch"], f"{executed['seconds']:.1f}")
            assert [word for word in words if word not in line.get_text()] == []


def test_timing_lessons_ran_alone(site: Path) -> None:
    """No other lesson ran while a lesson measured time."""
    spans = {}
    for lesson in find_lessons(PROJECT):
        manifest = (PROJECT.lessons / f"{lesson.name}.manifest.json").read_text("utf-8")
        executed = json.loads(manifest)["executed"]
        spans[lesson] = (executed["start"], executed["end"])
    overlaps = [
        (alone.name, other.name)
        for alone in spans
        for other in spans
        if alone.measures_time and alone is not other
        if spans[alone][0] < spans[other][1] and spans[other][0] < spans[alone][1]
    ]

    assert any(lesson.measures_time for lesson in spans)
    assert overlaps == []


def stub_of(site: Path, folder: str, lesson: str) -> str:
    """Return the exercise's code as a reader copies it from the page."""
    blocks = [
        x.get_text() for x in soup(site, f"{folder}/lessons/{lesson}").select("pre")
    ]
    stubs = [
        x for x in blocks if "exercises" in x and re.search(r"^ +\.\.\.$", x, re.M)
    ]
    assert len(stubs) == 1, f"{lesson} has {len(stubs)} stubs"
    return stubs[0]


RUN_STUB = """
import sys
sys.stdin.reconfigure(encoding="utf-8")
exec(compile(sys.stdin.read(), "stub", "exec"), {"__name__": "__main__"})
print("went on")
"""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_stub_runs_as_pasted(
    site: Path, lesson: str, language: str, monkeypatch
) -> None:
    """The unfinished exercise gets one hint in the reader's language, and goes on."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    code = stub_of(site, "zh-cn" if language == "zh_CN" else "en", lesson)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "stub", "exec"), {"__name__": "__main__"})
    lines = output.getvalue().splitlines()

    assert len(lines) == 1, lines
    assert lines[0].startswith("not yet" if language == "en" else "还差一点")


def test_stub_runs_in_a_new_interpreter(site: Path) -> None:
    """A pasted stub needs nothing that the page has run before."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN_STUB],
        input=stub_of(site, "en", LESSONS[0]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("went on\n")


SEARCH = Path(__file__).parent / "search"
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


def expected_pages(wanted: list[int | str]) -> set[str]:
    """Return the pages that a query should find, of those that are written."""
    lessons = {int(re.search(r"plot_(\d+)", x)[1]): f"lessons/{x}" for x in LESSONS}
    known = lessons | {x.stem: x.stem for x in PROJECT.docs.glob("*.md")}
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

    assert len(asked) >= len(LESSONS)
    assert len(missed[1]) <= (1 - AT_ONE) * len(asked), missed
    assert len(missed[3]) <= (1 - AT_THREE) * len(asked), missed


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_pasted_error_message_finds_its_page(
    site: Path, folder: str, lesson: str
) -> None:
    """What a lesson printed last leads to the lesson, in either language."""
    blocks = soup(site, f"en/lessons/{lesson}").select(".sphx-glr-script-out pre")
    lines = [line for x in blocks for line in x.get_text().splitlines()]
    message = max(lines, key=lambda line: len(re.findall("[a-z]{3,}", line)))

    assert f"lessons/{lesson}.html" in ranked(site, folder, [message])[0][:2]


@pytest.mark.parametrize("folder", FOLDERS)
def test_pasted_error_message_finds_its_cause(site: Path, folder: str) -> None:
    """The beginning of a message leads to its entry, before all but its lesson."""
    blocks = soup(site, f"{folder}/errors").select(".message pre")
    messages = [" ".join(x.get_text().split()[:12]) for x in blocks]
    found = ranked(site, folder, messages)
    missed = [
        x
        for x, pages in zip(messages, found, strict=True)
        if "errors.html" not in pages[:2]
    ]

    assert len(messages) >= 4
    assert missed == []


def test_browsers_learn_the_encoding_in_time(site: Path) -> None:
    """The policy before it leaves it among the first 1024 bytes, where they look."""
    late = [
        path.name
        for path in site.rglob("*.html")
        if b'charset="utf-8"' not in path.read_bytes()[:1024]
    ]

    assert late == []


def test_offline_bundle_is_whole(site: Path, tmp_path: Path) -> None:
    """Unpacked, every page is there and every relative address leads somewhere."""
    with ZipFile(site / "pytorch-executed.zip") as archive:
        archive.extractall(tmp_path)
    unpacked = tmp_path / "pytorch-executed"
    broken = [
        (page, href)
        for page in ["index", *pages(unpacked)]
        for href in addresses(unpacked, page).links + addresses(unpacked, page).loads
        if not re.match(r"[a-z]+:|#", href)
        if not resolve(unpacked, page, href).is_file()
    ]

    assert sorted(pages(unpacked)) == sorted(pages(site))
    assert broken == []


def test_start_page_offers_the_offline_bundle_with_its_size(site: Path) -> None:
    """Readers with little network see it before they need it."""
    size = f"{(site / 'pytorch-executed.zip').stat().st_size / 1e6:.1f} MB"

    for folder in FOLDERS:
        link = soup(site, f"{folder}/start").select_one('a[href$="executed.zip"]')
        assert resolve(site, f"{folder}/start", link["href"]).is_file()
        assert link.next_sibling.lstrip(" (（").startswith(size)


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
        for page in pages & words.keys()
        for word in words[page].get(language, ())
        if not says(glossary + article(soup(site, f"{folder}/{page}")).text, word)
    ]

    assert pages & words.keys()
    assert foreign == []


def says(text: str, word: str) -> bool:
    """Tell whether a text has a word, whatever its case and line ends."""
    return " ".join(word.casefold().split()) in " ".join(text.casefold().split())


def test_code_links_functions_and_no_variables(site: Path) -> None:
    """A finger that scrolls the code does not leave the site by the name x."""
    page = soup(site, f"en/lessons/{LESSONS[0]}")

    assert page.select(".highlight a.sphx-glr-backref-type-py-function")
    assert page.select(".highlight a.sphx-glr-backref-instance") == []


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
