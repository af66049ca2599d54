"""Give every page a Content-Security-Policy, and refuse what it would have to allow."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from gallery_store.errors import BuildError

HEAD = "<head>"
ELSEWHERE = re.compile(r"(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
LOADING = {"src", "srcset", "data", "poster", "background", "xlink:href"}
LOADING |= {"action", "formaction", "ping"}
"""Attributes that make a browser fetch or send; `href` does so in some elements."""
REFRESH = re.compile(r"""[\d.\s]*[;,]?\s*(?:url\s*=\s*)?["']?\s*(.*)""", re.I | re.S)
"""What a `<meta http-equiv=refresh>` says: when, and the address."""
SILENT = {"alternate", "author", "canonical", "license", "next", "prev", "search"}
"""What a `<link>` may say of another host: browsers fetch none of these."""
IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", re.IGNORECASE)
COOKIES = re.compile(r"document\.cookie|cookieStore")


@dataclass(frozen=True)
class Inline:
    """What stands inside pages, by its hash.

    Parameters
    ----------
    scripts, styles : frozenset of str
        Sources of a policy, such as ``'sha256-…'``.
    """

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()

    def __or__(self, other: "Inline") -> "Inline":
        """Return what stands in one or the other."""
        return Inline(self.scripts | other.scripts, self.styles | other.styles)


class Page(HTMLParser):
    """What a policy has to know of one page.

    Attributes
    ----------
    texts : dict of str to set of str
        The scripts and styles that stand inside.
    faults : list of str
        What no policy without ``unsafe-…`` allows.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: dict[str, set[str]] = {"script": set(), "style": set()}
        self.faults: list[str] = []
        self.text: list[str] = []
        self.is_inline = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        values = {name: value or "" for name, value in attrs}
        self.text, self.is_inline = [], is_inline(values)
        self.faults += [f"<{tag}> {fault}" for fault in find_faults(tag, values)]

    def handle_data(self, data: str) -> None:
        """Gather a text, which may come in pieces."""
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep the text of a script or a style."""
        if tag in self.texts and self.is_inline:
            self.texts[tag].add("".join(self.text))

    @property
    def inline(self) -> Inline:
        """The hashes of what stands inside."""
        hashes = {tag: frozenset(map(source, x)) for tag, x in self.texts.items()}
        return Inline(hashes["script"], hashes["style"])


def is_inline(attributes: dict[str, str]) -> bool:
    """Tell whether a browser would run or apply the text of an element."""
    return "src" not in attributes and "json" not in attributes.get("type", "")


def find_faults(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield what an element must not have, and what to do instead."""
    if tag == "base":
        yield "changes all addresses; write them out"
    if tag == "meta" and ELSEWHERE.match(target := refresh_target(attributes)):
        yield f"sends readers to {target}; let them follow a link"
    for name, value in attributes.items():
        if name == "style":
            yield f'has style="{value}"; use a class'
        elif name.startswith("on"):
            yield f'has {name}="{value}"; listen in a script file'
        elif value.strip().lower().startswith("javascript:"):
            yield f"runs {value!r}; listen in a script file"
        elif loads(tag, name, attributes) and any(map(ELSEWHERE.match, places(value))):
            yield f"loads {value} from elsewhere; put it into the site"


def loads(tag: str, name: str, attributes: dict[str, str]) -> bool:
    """Tell whether a browser fetches what an attribute names."""
    if name == "href" and tag == "link":
        return attributes.get("rel", "") not in SILENT
    return name in LOADING or (name == "href" and tag in ("use", "image"))


def refresh_target(attributes: dict[str, str]) -> str:
    """Return the address that a `<meta>` opens by itself; none for most of them."""
    if attributes.get("http-equiv", "").strip().lower() != "refresh":
        return ""
    found = REFRESH.match(attributes.get("content", ""))
    return found[1] if found else ""


def places(value: str) -> list[str]:
    """Return the addresses in an attribute: one, or the candidates of a `srcset`."""
    return [value] if value.startswith("data:") else re.split(r",\s*", value.strip())


def source(text: str) -> str:
    """Return what lets one inline script or style through."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def directives(inline: Inline) -> dict[str, str]:
    """Return a policy, by the kind of thing that it is about."""
    return {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *sorted(inline.scripts)]),
        "style-src": " ".join(["'self'", *sorted(inline.styles)]),
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }


def written(policy: dict[str, str]) -> str:
    """Return a policy as browsers read it."""
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def add_policy(site: Path) -> Inline:
    """Write the policy into every page below `site`.

    Returns
    -------
    Inline
        What stands inside all pages together.

    Raises
    ------
    BuildError
        One line for each thing in a page, style or script that no policy allows.
    """
    texts = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    pages = {path: Page(text) for path, text in texts.items()}
    faults = [f"{x.relative_to(site)}: {f}" for x, p in pages.items() for f in p.faults]
    faults += [
        f"{x.relative_to(site)}: {HEAD} is missing"
        for x in texts
        if HEAD not in texts[x]
    ]
    faults += find_in_files(site, "*.css", IN_STYLES, "loads from elsewhere")
    faults += find_in_files(site, "*.js", COOKIES, "uses cookies")
    if faults:
        raise BuildError("\n".join(["pages break the policy:", *dict.fromkeys(faults)]))
    for path, page in pages.items():
        path.write_text(with_policy(texts[path], page.inline), encoding="utf-8")
    return union(page.inline for page in pages.values())


def find_in_files(
    site: Path, files: str, pattern: re.Pattern[str], fault: str
) -> Iterator[str]:
    """Yield one line a file that holds a pattern."""
    for path in sorted(site.rglob(files)):
        if pattern.search(path.read_text("utf-8")):
            yield f"{path.relative_to(site)} {fault}"


def with_policy(html: str, inline: Inline) -> str:
    """Return a page whose first element is its policy."""
    policy = written(directives(inline))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(HEAD, f"{HEAD}\n{meta}", 1)


def union(parts: Iterable[Inline]) -> Inline:
    """Return what stands in any of the parts."""
    together = Inline()
    for part in parts:
        together |= part
    return together
