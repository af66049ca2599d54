"""The Content-Security-Policy of every page, and what it forbids."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

from gallery_store.files import read_source
from site_build.project import Project

HEAD = "<head>"
ELSEWHERE = re.compile(r"(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
LOADING = {"src", "srcset", "data", "poster", "background", "xlink:href"}
LOADING |= {"action", "formaction", "ping"}
"""Attributes that make a browser fetch or send; `href` does so in some elements."""
REFRESH = re.compile(r"""[\d.\s]*[;,]?\s*(?:url\s*=\s*)?["']?\s*(.*)""", re.I | re.S)
"""What a `<meta http-equiv=refresh>` says: when, and the address."""
IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
"""What browsers leave out of an address."""
SILENT = {"alternate", "author", "canonical", "license", "next", "prev", "search"}
"""What a `<link>` may say of another host: browsers fetch none of these."""
IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", re.IGNORECASE)
MAY_RUN = re.compile(r"script|foreignobject|\bon\w+\s*=|<!", re.IGNORECASE)
COOKIES = re.compile(r"document\.cookie|cookieStore")


def known_scripts(project: Project) -> frozenset[str]:
    """Return the only scripts that may stand inside a page, from their sources."""
    own = (project.docs / "theme/templates").glob("*.js")
    theme = Path(str(files("furo") / "theme/furo/base.html")).read_text("utf-8")
    return frozenset(
        ["\n" + read_source(path) for path in own]
        + re.findall("<script>(.*?)</script>", theme, re.DOTALL)
    )


class Reader(HTMLParser):
    """Gathers what the policy forbids in a page; `known` scripts may stand inside."""

    def __init__(self, html: str, known: frozenset[str]) -> None:
        super().__init__()
        self.known = known
        self.faults = [] if HEAD in html else [f"{HEAD} is missing"]
        self.text, self.is_inline = "", False
        self.feed(html)
        self.close()
        if self.cdata_elem:
            self.faults.append(f"<{self.cdata_elem}> never ends; end it")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        values = {name: value or "" for name, value in attrs}
        self.text = ""  # a browser would run it without `src`, unless it is data
        self.is_inline = "src" not in values and "json" not in values.get("type", "")
        self.faults += [f"<{tag}> {fault}" for fault in find_faults(tag, values)]

    def handle_data(self, data: str) -> None:
        """Gather a text, which may come in pieces."""
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        """Look at the text of a script or a style."""
        if tag == "style" or (tag == "script" and self.is_inline):
            if self.text not in self.known:
                shown = " ".join(self.text.split())[:60]
                self.faults.append(f"<{tag}> stands inside ({shown}); use a file")
            self.is_inline = False


def find_faults(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield what an element must not have, and what to do instead."""
    if tag == "base":
        yield "changes all addresses; write them out"
    if tag == "meta" and ELSEWHERE.match(target := refresh_target(attributes)):
        yield f"sends readers to {target}; let them follow a link"
    for name, given in attributes.items():
        value = IGNORED.sub("", given)
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
    refreshes = attributes.get("http-equiv", "").strip().lower() == "refresh"
    found = REFRESH.match(IGNORED.sub("", attributes.get("content", "")))
    return found[1] if refreshes and found else ""


def places(value: str) -> list[str]:
    """Return the addresses in an attribute: one, or the candidates of a `srcset`."""
    return [value] if value.startswith("data:") else re.split(r",\s*", value.strip())


def directives(known: frozenset[str]) -> dict[str, str]:
    """Return the policy, by the kind of thing that it is about."""
    digests = (hashlib.sha256(x.encode()).digest() for x in known)
    hashes = sorted(f"'sha256-{base64.b64encode(x).decode()}'" for x in digests)
    return {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self'",
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


def file_faults(file: Path) -> Iterator[str]:
    """Yield what a style sheet or a script must not do."""
    text = read_source(file)
    if file.suffix == ".css" and IN_STYLES.search(text):
        yield "loads from elsewhere; put it into the site"
    if file.suffix == ".js" and COOKIES.search(text):
        yield "uses cookies; keep it in localStorage"
    if file.suffix == ".svg" and MAY_RUN.search(text):
        yield from picture_faults(text)


def picture_faults(svg: str) -> Iterator[str]:
    """Yield what would run if a reader opened a picture by itself, without a policy."""
    try:
        elements = list(ElementTree.fromstring(svg).iter())
    except ElementTree.ParseError as error:
        yield f"is no SVG ({error}); make it again"
        return
    for element in elements:
        tag = element.tag.rpartition("}")[2].lower()
        if tag in ("script", "foreignobject"):
            yield f"has <{tag}>; leave it out"
        for name, value in element.attrib.items():
            runs = IGNORED.sub("", value).lower().startswith("javascript:")
            if runs or name.lower().startswith("on"):
                yield f'has {name}="{value}"; leave it out'


def add_policy(html: str, known: frozenset[str]) -> str:
    """Return a page whose first element is the policy."""
    policy = written(directives(known))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(HEAD, f"{HEAD}\n{meta}", 1)
