"""Tell search engines which pages there are, and in which languages."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lesson_pages.languages import ENGLISH, LANGUAGES
from lesson_pages.site_settings import Settings
from site_build.hosting.pages import Page

MAP = """\
<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
{}
</urlset>"""
ROBOTS = "User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n"


def write_sitemap(settings: Settings, pages: Iterable[Page], site: Path) -> None:
    """Write `sitemap.xml` and `robots.txt`, which names it.

    Equal sites have equal maps: pages are sorted, and no date is in it.
    """
    lines = "\n".join(
        line
        for page in pages
        if not page.facts.hidden
        for line in entry(settings.base_url, page.path)
    )
    (site / "sitemap.xml").write_text(MAP.format(lines), encoding="utf-8")
    (site / "robots.txt").write_text(ROBOTS.format(settings.base_url), "utf-8")


def entry(base: str, path: str) -> Iterator[str]:
    """Yield the lines of a page: its address, and those in all languages."""
    folder, _, name = path.partition("/")
    name = name or "index.html"
    homes = {x.code: f"{base}{x.folder}/{name}" for x in LANGUAGES}
    is_home = name == "index.html"
    homes["x-default"] = base if is_home else homes[ENGLISH.code]
    address = base if folder == "index.html" else base + path
    yield "  <url>"
    yield f"    <loc>{escape(address)}</loc>"
    for code, other in homes.items():
        yield (
            f'    <xhtml:link rel="alternate" hreflang="{code}" '
            f"href={quoteattr(other)} />"
        )
    yield "  </url>"
