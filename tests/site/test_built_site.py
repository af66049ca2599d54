"""What every page of the real site has, as its readers get it."""

import io
import re
from copy import copy
from pathlib import Path

import pytest
from built import FOLDERS, LESSONS, PROJECT, pages, pages_of, soup
from rich.console import Console

from gallery_store.progress import Reporter
from lesson_pages.site_settings import read_settings
from site_build.build import Options, build

SPEAKS = {"en": "en", "zh-cn": "zh-CN"}
LATIN_WORDS = re.compile(r"(?:\b[A-Za-z']{2,}\b[ ,;:]+){4,}")


def test_no_english_sentence_on_a_chinese_page(site: Path) -> None:
    """Prose, titles and interface are Chinese; code and names stay."""
    found = {}
    for page in pages(site / "zh-cn"):
        document = copy(soup(site / "zh-cn", page))
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


def test_browsers_learn_the_encoding_in_time(site: Path) -> None:
    """The policy before it leaves it among the first 1024 bytes, where they look."""
    late = [
        path.name
        for path in site.rglob("*.html")
        if b'charset="utf-8"' not in path.read_bytes()[:1024]
    ]

    assert late == []


def test_one_lesson_is_previewed(tmp_path: Path) -> None:
    """Who writes a lesson sees it alone: others, and their zips, are not there."""
    options = Options(only=LESSONS[-1], lang="en", out=tmp_path / "html")

    site = build(PROJECT, options, Reporter(Console(file=io.StringIO())))

    assert (site / f"en/lessons/{LESSONS[-1]}.html").is_file()
    assert not (site / f"en/lessons/{LESSONS[0]}.html").exists()
