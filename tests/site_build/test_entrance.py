"""The pages above the languages work where they are opened."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_project import ROOT

from lesson_pages.site_settings import Settings
from site_build.hosting.entrance import write_entrance
from site_build.project import Project


def write(site: Path, base: str = "https://a.org/course/") -> None:
    """Write the pages of the real site."""
    write_entrance(
        Project(ROOT), Settings(base, "https://b.org", "main", "notebooks"), site
    )


def addresses(site: Path, page: str) -> list[str]:
    """Return what a page links and loads, but for search engines."""
    soup = BeautifulSoup((site / page).read_text("utf-8"), "html.parser")
    for link in soup.select("link[rel=canonical], link[rel=alternate]"):
        link.decompose()
    return [x.get("href") or x["src"] for x in soup.select("[href], [src]")]


def test_entrance_has_relative_addresses_only(tmp_path: Path) -> None:
    """It opens from a disk and in any sub-folder of a host."""
    write(tmp_path)

    assert [x for x in addresses(tmp_path, "index.html") if x[0] in "/h"] == []


@pytest.mark.parametrize("base", ["https://a.org/", "https://a.org/course/"])
def test_page_for_wrong_addresses_begins_at_the_root(tmp_path: Path, base: str) -> None:
    """A host sends it for an address at any depth, on a mirror, too."""
    write(tmp_path, base)
    top = base.removeprefix("https://a.org")

    found = addresses(tmp_path, "404.html")
    assert f"{top}en/index.html" in found
    assert f"{top}zh-cn/lessons/index.html" in found
    assert [x for x in found if not x.startswith(top)] == []


def test_entrance_offers_both_languages_without_javascript(tmp_path: Path) -> None:
    """The links are in the page and named in their own language."""
    write(tmp_path)
    text = (tmp_path / "index.html").read_text("utf-8")
    links = BeautifulSoup(text, "html.parser").select("nav a[hreflang]")

    assert {a["href"]: a.strong.get_text() for a in links} == {
        "en/index.html": "English",
        "zh-cn/index.html": "简体中文",
    }


def test_entrance_names_every_language_to_search_engines(tmp_path: Path) -> None:
    """Their addresses are absolute; the entrance itself is for all others."""
    write(tmp_path)
    text = (tmp_path / "index.html").read_text("utf-8")
    links = BeautifulSoup(text, "html.parser").select("link[rel=alternate]")

    assert {x["hreflang"]: x["href"] for x in links} == {
        "en": "https://a.org/course/en/index.html",
        "zh-Hans": "https://a.org/course/zh-cn/index.html",
        "x-default": "https://a.org/course/",
    }


def test_page_for_wrong_addresses_speaks_both_languages(tmp_path: Path) -> None:
    """Without JavaScript nothing is hidden; search engines do not keep it."""
    write(tmp_path)
    soup = BeautifulSoup((tmp_path / "404.html").read_text("utf-8"), "html.parser")
    sections = soup.select("section[lang]")

    assert [x["lang"] for x in sections] == ["en", "zh-Hans"]
    assert not any(x.has_attr("hidden") for x in sections)
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"


def test_choice_on_the_page_for_wrong_addresses_is_remembered(tmp_path: Path) -> None:
    """The entrance leaves at once and has nothing to remember."""
    write(tmp_path)
    script = "en/_static/remember-language.js"

    assert f"/course/{script}" in addresses(tmp_path, "404.html")
    assert script not in addresses(tmp_path, "index.html")


def test_entrance_can_be_shared(tmp_path: Path) -> None:
    """Its address and its picture are absolute, and the picture is written."""
    write(tmp_path)
    assert {x.name for x in tmp_path.glob("*.html")} == {"index.html", "404.html"}
    soup = BeautifulSoup((tmp_path / "index.html").read_text("utf-8"), "html.parser")

    found = {x["property"]: x["content"] for x in soup.select("meta[property]")}
    assert found["og:url"] == "https://a.org/course/"
    picture = found["og:image"].removeprefix("https://a.org/course/")
    assert (tmp_path / picture).is_file()
