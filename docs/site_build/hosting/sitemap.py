"""Tell search engines which pages there are, and in which languages."""

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from lesson_pages.site_settings import Settings

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ROBOTS = "User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n"


class Said(HTMLParser):
    """What a page says of itself to search engines.

    Attributes
    ----------
    address : str or None
        Its own address.
    alternates : dict of str to str
        The addresses of the same page in all languages.
    wanted : bool
        Whether it wants to be found.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.address: str | None = None
        self.alternates: dict[str, str] = {}
        self.wanted = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read what stands in the head."""
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and hides(values):
            self.wanted = False
        elif tag == "link" and values.get("rel") == "canonical":
            self.address = values["href"]
        elif tag == "link" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]


def hides(attributes: dict[str, str]) -> bool:
    """Tell whether a `<meta>` keeps a page out, or sends its readers on."""
    content = attributes.get("content", "")
    hidden = attributes.get("name") == "robots" and "noindex" in content
    return hidden or attributes.get("http-equiv", "").lower() == "refresh"


def write_sitemap(settings: Settings, site: Path) -> None:
    """Write `sitemap.xml`, from what the pages say, and `robots.txt`, which names it.

    Equal sites have equal maps: pages are sorted, and no date is in it.
    """
    ElementTree.register_namespace("", SITEMAPS)
    ElementTree.register_namespace("xhtml", XHTML)
    urls = ElementTree.Element(f"{{{SITEMAPS}}}urlset")
    for path in sorted(site.rglob("*.html")):
        add_page(urls, Said(path.read_text(encoding="utf-8")))
    ElementTree.indent(urls)
    text = ElementTree.tostring(urls, encoding="utf-8", xml_declaration=True)
    (site / "sitemap.xml").write_bytes(text)
    (site / "robots.txt").write_text(ROBOTS.format(settings.base_url), "utf-8")


def add_page(urls: ElementTree.Element, page: Said) -> None:
    """Add a page that has an address and wants to be found."""
    if not page.wanted or page.address is None:
        return
    url = ElementTree.SubElement(urls, f"{{{SITEMAPS}}}url")
    ElementTree.SubElement(url, f"{{{SITEMAPS}}}loc").text = page.address
    for code, address in page.alternates.items():
        values = {"rel": "alternate", "hreflang": code, "href": address}
        ElementTree.SubElement(url, f"{{{XHTML}}}link", values)
