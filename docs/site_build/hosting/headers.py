"""Write what a host has to send with the site, in the words of each host."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from lesson_pages.site_settings import Settings
from site_build.hosting.pages import Page
from site_build.hosting.policy import directives, written

OFF = ("camera", "geolocation", "microphone", "payment", "usb")
FOR_PAGES_ONLY = ("default-src", "style-src")
"""Left to the pages: a host sends its policy with figures, too, which hold styles."""
FOREVER = "public, max-age=31536000, immutable"
APACHE = """\
# Read by Apache where AllowOverride has FileInfo.
<IfModule mod_headers.c>
{headers}
  Header set Cache-Control "no-cache"
  <If "%{{QUERY_STRING}} =~ /^v=/">
    Header set Cache-Control "{forever}"
  </If>
</IfModule>
AddDefaultCharset utf-8
ErrorDocument 404 {root}404.html
"""
NGINX = """\
# Include this file in a server block.
{headers}
add_header Cache-Control $cache_control;
set $cache_control "no-cache";
if ($arg_v) {{
  set $cache_control "{forever}";
}}
charset utf-8;
error_page 404 {root}404.html;
"""


def write_headers(
    settings: Settings, known: frozenset[str], pages: Iterable[Page], site: Path
) -> None:
    """Write the file of each kind of host; `known` scripts may stand inside pages."""
    root = urlsplit(settings.base_url).path
    values = headers(known)
    hashed = {file for page in pages for file in page.hashed}
    files = {
        "_headers": for_netlify(root, values, sorted(hashed)),
        ".htaccess": fill(APACHE, '  Header always set {} "{}"', root, values),
        "_nginx.conf": fill(NGINX, 'add_header {} "{}" always;', root, values),
    }
    for name, text in files.items():
        (site / name).write_text(text, encoding="utf-8")


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


def fill(template: str, line: str, root: str, values: dict[str, str]) -> str:
    """Return a host's file from its template and the form of its lines."""
    lines = "\n".join(line.format(*x) for x in values.items())
    return template.format(headers=lines, forever=FOREVER, root=root)


def for_netlify(root: str, values: dict[str, str], hashed: Iterable[str]) -> str:
    """Return the file that Netlify and Cloudflare Pages read.

    Both let a browser ask each time whether a file has changed, unless told.
    """
    lines = [f"{root}*", *(f"  {name}: {value}" for name, value in values.items())]
    for file in hashed:
        lines += [root + file, f"  Cache-Control: {FOREVER}"]
    return "\n".join([*lines, ""])
