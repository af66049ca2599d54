"""The pages above the languages work where they are opened."""

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_project import ROOT, SETTINGS

from gallery_store.errors import BuildError
from lesson_pages.site_settings import Settings
from site_build.hosting.entrance import FOLDER, write_entrance
from site_build.project import Project

BASE = "https://a.org/course/"


def read(site: Path, page: str, base: str = BASE) -> BeautifulSoup:
    """Write the pages of the real site, and return one of them."""
    settings = Settings(base, "https://b.org", "main", "notebooks")
    write_entrance(Project(ROOT), settings, site)
    return BeautifulSoup((site / page).read_text("utf-8"), "html.parser")


def addresses(soup: BeautifulSoup) -> list[str]:
    """Return what a page links and loads, but for search engines."""
    links = soup.select("[href]:not([rel=canonical], [rel=alternate]), [src]")
    return [x.get("href") or x["src"] for x in links]


def test_entrance_offers_both_languages_without_javascript(tmp_path):
    """In the page, in their own words; from a disk and in any folder of a host.

    It leaves at once and remembers nothing.
    """
    soup = read(tmp_path, "index.html")

    assert {x["href"]: x.strong.get_text() for x in soup.select("nav a[hreflang]")} == {
        "en/index.html": "English",
        "zh-cn/index.html": "简体中文",
    }
    assert [x for x in addresses(soup) if x[0] in "/h" or "remember" in x] == []


def test_entrance_can_be_found_and_shared(tmp_path):
    """Its addresses are absolute, and its picture is written.

    For search engines the entrance itself is for all other languages.
    """
    soup = read(tmp_path, "index.html")

    assert {x.name for x in tmp_path.glob("*.html")} == {"index.html", "404.html"}
    assert {x["hreflang"]: x["href"] for x in soup.select("link[rel=alternate]")} == {
        "en": f"{BASE}en/index.html",
        "zh-Hans": f"{BASE}zh-cn/index.html",
        "x-default": BASE,
    }
    found = {x["property"]: x["content"] for x in soup.select("meta[property]")}
    assert found["og:url"] == BASE
    assert (tmp_path / found["og:image"].removeprefix(BASE)).is_file()


@pytest.mark.parametrize("base", ["https://a.org/", BASE])
def test_page_for_wrong_addresses_begins_at_the_root(tmp_path, base):
    """A host sends it for an address at any depth, on a mirror, too.

    It remembers a choice.
    """
    top = base.removeprefix("https://a.org")

    found = addresses(read(tmp_path, "404.html", base))
    wanted = {"en/index.html", "zh-cn/lessons/index.html"}
    wanted.add("en/_static/remember-language.js")
    assert {f"{top}{x}" for x in wanted} <= {*found}
    assert [x for x in found if not x.startswith(top)] == []


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("404.html", "{% if %}", "404.html:1"),
        ("404.html", "\n{{ rooot }}", "404.html:1"),
        ("layout.html", "\n{% endblock %}", "layout.html:2"),
        ("index.html", "\xff", "index.html:1"),
    ],
)
def test_mistake_in_a_template_is_named(tmp_path, name, text, place):
    """With file and line, as far as the engine knows it."""
    folder = shutil.copytree(ROOT / "docs" / FOLDER, tmp_path / "docs" / FOLDER)
    (folder / name).write_bytes(text.encode("latin-1"))

    with pytest.raises(BuildError, match=f"^docs/{FOLDER}/{place}: "):
        write_entrance(Project(tmp_path), SETTINGS, tmp_path)


def test_page_for_wrong_addresses_speaks_both_languages(tmp_path):
    """Without JavaScript nothing is hidden; search engines do not keep it."""
    soup = read(tmp_path, "404.html")
    sections = soup.select("section[lang]")

    assert [x["lang"] for x in sections] == ["en", "zh-Hans"]
    assert not any(x.has_attr("hidden") for x in sections)
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
