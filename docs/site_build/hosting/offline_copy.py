"""Pack the whole site, to read it without a network."""

import re
from collections.abc import Iterable
from pathlib import Path

from gallery_store.files import pack
from lesson_pages.downloads.download_links import NAME
from lesson_pages.site_settings import Settings
from site_build.hosting.pages import Page

FILE = f"{NAME}.zip"
FOR_HOSTS = {
    ".htaccess",
    "404.html",
    "_headers",
    "_nginx.conf",
    "robots.txt",
    "sitemap.xml",
}
"""Of no use on a disk; the links of the second begin at a host's root."""
LINK = re.compile(rf'(<a [^>]*href=")(?:\.\./)+({FILE}")')


def pack_site(settings: Settings, pages: Iterable[Page], site: Path) -> bytes:
    """Return the zip: the same bytes for the same site."""
    files = {x.path: on_disk(settings, x) for x in pages if x.path not in FOR_HOSTS}
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and path.suffix != ".html" and name not in FOR_HOSTS:
            files[name] = path.read_bytes()
    return pack({f"{NAME}/{name}": content for name, content in files.items()})


def on_disk(settings: Settings, page: Page) -> bytes:
    """Return a page that knows that it is read from a disk.

    The zip does not hold itself, so a link to it leads to where it is published.
    """
    text = LINK.sub(rf"\g<1>{settings.base_url}\g<2>", page.text)
    return text.replace('<html class="', '<html class="offline ', 1).encode()
