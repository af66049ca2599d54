"""Write what a site has for hosts, in the words of each, and for search engines."""

import re
from collections.abc import Iterable, Iterator
from os.path import normpath
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from lesson_pages.languages import ENGLISH, LANGUAGES
from lesson_pages.site_settings import Settings
from site_build.hosting.pages import Page
from site_build.hosting.policy import directives, written

MAP = """\
<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">
{}
</urlset>"""
ROBOTS = "User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n"
OFF = ("camera", "geolocation", "microphone", "payment", "usb")
FOR_PAGES_ONLY = ("default-src", "style-src")
"""Left to the pages: a host sends its policy with figures, too, which hold styles."""
FOREVER = "public, max-age=31536000, immutable"
NOT_PUBLIC = r"(.*/)?([.](?!well-known/)|_headers$|_nginx[.]conf$)"
"""What a host reads and readers do not; certificates are renewed by `.well-known`."""
APACHE = """\
# Read by Apache where AllowOverride has FileInfo.
<IfModule mod_headers.c>
{headers}
  Header set Cache-Control "no-cache"
  <If "%{{REQUEST_URI}} =~ /[.](css|js|woff2)$/ && \
%{{QUERY_STRING}} =~ /^v=[0-9a-f]{{8}}$/">
    Header set Cache-Control "{forever}"
  </If>
</IfModule>
<IfModule mod_mime.c>
  AddType text/markdown .md
  AddCharset utf-8 .css .js .json .md
</IfModule>
<IfModule mod_alias.c>
  RedirectMatch 404 "^{pattern}{not_public}"
</IfModule>
AddDefaultCharset utf-8
ErrorDocument 404 {root}404.html
"""
NGINX = """\
# Include this file in a server block.
{headers}
add_header Cache-Control $cache_control;
set $cache_control "no-cache";
if ($request_uri ~ "^{pattern}[^?]+[.](css|js|woff2)[?]v=[0-9a-f]{{8}}$") {{
  set $cache_control "{forever}";
}}
gzip_vary on;
charset utf-8;
charset_types text/css text/javascript text/markdown text/plain text/xml
  application/javascript application/json;
location ~ "^{pattern}.*[.]md$" {{
  types {{ }}
  default_type text/markdown;
}}
location ~ "^{pattern}{not_public}" {{
  return 404;
}}
error_page 404 {root}404.html;
"""


def write_for_hosts(
    settings: Settings, known: frozenset[str], pages: Iterable[Page], site: Path
) -> None:
    """Write the map and the file of each kind of host; `known` scripts may be inline.

    Equal sites have equal files: pages are sorted, and no date is in the map.
    """
    base, root = settings.base_url, urlsplit(settings.base_url).path
    lines = [x for page in pages if not page.hidden for x in entry(base, page.path)]
    values = headers(known)
    files = {
        "sitemap.xml": MAP.format("\n".join(lines)),
        "robots.txt": ROBOTS.format(base),
        "_headers": for_netlify(root, values, pages),
        ".htaccess": fill(APACHE, '  Header always set {} "{}"', root, values),
        "_nginx.conf": fill(NGINX, 'add_header {} "{}" always;', root, values),
    }
    for name, text in files.items():
        (site / name).write_text(text, encoding="utf-8")


def entry(base: str, path: str) -> Iterator[str]:
    """Yield the lines of a page: its address, and those in all languages."""
    path = quote(path)
    folder, _, name = path.partition("/")
    name = name or "index.html"
    homes = {x.code: f"{base}{x.folder}/{name}" for x in LANGUAGES}
    homes["x-default"] = base if name == "index.html" else homes[ENGLISH.code]
    yield "  <url>"
    yield f"    <loc>{escape(base if folder == 'index.html' else base + path)}</loc>"
    for code, other in homes.items():
        link = f'rel="alternate" hreflang="{code}" href={quoteattr(other)}'
        yield f"    <xhtml:link {link} />"
    yield "  </url>"


def headers(known: frozenset[str]) -> dict[str, str]:
    """Return the headers of every answer."""
    policy = directives(known) | {"frame-ancestors": "'none'"}
    kept = {name: policy[name] for name in policy if name not in FOR_PAGES_ONLY}
    return {
        "Content-Security-Policy": written(kept),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def fill(template: str, line: str, root: str, sent: dict[str, str]) -> str:
    """Return a host's file from its template and the form of its lines."""
    lines = "\n".join(line.format(*x) for x in sent.items())
    values = {"headers": lines, "forever": FOREVER, "root": root}
    return template.format(pattern=re.escape(root), not_public=NOT_PUBLIC, **values)


def for_netlify(root: str, values: dict[str, str], pages: Iterable[Page]) -> str:
    """Return the file that Netlify and Cloudflare Pages read.

    Both let a browser ask each time whether a file has changed, unless told.
    """
    pages = list(pages)
    hashed = {normpath(f"{x.path}/../{file}") for x in pages for file in x.hashed}
    without = "".join(x.text for x in pages if x.path == "404.html")
    hashed = {x for x in hashed if f'"{root}{x}"' not in without}
    lines = [f"{root}*", *(f"  {name}: {value}" for name, value in values.items())]
    for file in sorted(hashed):
        lines += [root + quote(file), f"  Cache-Control: {FOREVER}"]
    return "\n".join([*lines, ""])
