"""Pack the whole site, to read it without a network."""

import re
from pathlib import Path

from lesson_pages.downloads.offers import NAME
from lesson_pages.site_settings import Settings
from site_build.hosting.archive import archive

FILE = f"{NAME}.zip"
FOR_HOSTS = {
    ".htaccess",
    "404.html",
    "_headers",
    "_nginx.conf",
    "_redirects",
    "robots.txt",
    "sitemap.xml",
}
"""Of no use on a disk; the links of the second begin at a host's root."""
LINK = re.compile(rf'(<a [^>]*href=")(?:\.\./)+({FILE}"[^>]*>.*?</a>)', re.DOTALL)
SIZE = {"en": " ({:.1f} MB)", "zh-cn": "（{:.1f} MB）"}


def write_offline(settings: Settings, site: Path) -> None:
    """Write the zip into the site, and its size behind each link to it."""
    size = len(pack(settings, site)) / 1_000_000
    for folder, form in SIZE.items():
        state_size(site / folder, form.format(size))
    (site / FILE).write_bytes(pack(settings, site))


def state_size(folder: Path, size: str) -> None:
    """Write a size behind each link to the zip."""
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if LINK.search(text):
            stated = LINK.sub(lambda found: found[0] + size, text)
            path.write_text(stated, encoding="utf-8")


def pack(settings: Settings, site: Path) -> bytes:
    """Return the zip: the same bytes for the same site."""
    kept = (x for x in site.rglob("*") if x.is_file() and x.name not in FOR_HOSTS)
    return archive(
        NAME, ((x.relative_to(site).as_posix(), content(settings, x)) for x in kept)
    )


def content(settings: Settings, path: Path) -> bytes:
    """Return a file; a page knows that it is read from a disk.

    The zip does not hold itself, so a link to it leads to where it is published.
    """
    if path.suffix != ".html":
        return path.read_bytes()
    text = path.read_text(encoding="utf-8")
    published = LINK.sub(rf"\g<1>{settings.base_url}\g<2>", text)
    return published.replace('<html class="', '<html class="offline ', 1).encode()
