"""Search engines get every page once, in all its languages."""

from pathlib import Path
from xml.etree import ElementTree

from lesson_pages.site_settings import Settings
from site_build.hosting.sitemap import SITEMAPS, XHTML, write_sitemap

BASE = "https://a.org/course/"
SETTINGS = Settings(BASE, "https://b.org", "main", "notebooks")
MARKDOWN = '<link rel="alternate" type="text/markdown" href="a.md">'
HEAD = f'{MARKDOWN}<link rel="canonical" href="{BASE}en/a.html">' + "".join(
    f'<link rel="alternate" hreflang="{code}" href="{BASE}{folder}/a.html">'
    for code, folder in {"en": "en", "zh-Hans": "zh-cn", "x-default": "en"}.items()
)


def read(site: Path) -> dict[str, dict[str, str]]:
    """Return the addresses of a sitemap with those of their other languages."""
    urls = ElementTree.parse(site / "sitemap.xml").getroot()
    return {
        url.findtext(f"{{{SITEMAPS}}}loc", ""): {
            x.attrib["hreflang"]: x.attrib["href"] for x in url.iter(f"{{{XHTML}}}link")
        }
        for url in urls
    }


def test_page_stands_with_all_its_languages(tmp_path: Path) -> None:
    """The addresses are those that the page itself names."""
    (tmp_path / "a.html").write_text(HEAD)
    write_sitemap(SETTINGS, tmp_path)

    assert read(tmp_path) == {
        f"{BASE}en/a.html": {
            "en": f"{BASE}en/a.html",
            "zh-Hans": f"{BASE}zh-cn/a.html",
            "x-default": f"{BASE}en/a.html",
        }
    }


def test_page_that_hides_or_sends_on_is_left_out(tmp_path: Path) -> None:
    """Neither results of a search, nor redirects, nor a page without an address."""
    (tmp_path / "a.html").write_text(HEAD + '<meta name="robots" content="noindex">')
    (tmp_path / "b.html").write_text(HEAD + '<meta http-equiv="refresh" content="0">')
    (tmp_path / "c.html").write_text("<p>")
    write_sitemap(SETTINGS, tmp_path)

    assert read(tmp_path) == {}


def test_robots_find_the_sitemap(tmp_path: Path) -> None:
    """Everything may be read, and the map's address is absolute."""
    write_sitemap(SETTINGS, tmp_path)

    text = (tmp_path / "robots.txt").read_text()
    assert text == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"
