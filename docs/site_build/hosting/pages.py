"""Read each finished page once: check it, complete it, note what it names."""

import json
import re
from dataclasses import dataclass
from functools import cache, partial
from inspect import getsource
from os.path import normpath
from pathlib import Path

from gallery_store.leaks import find_intruders, private_paths
from lesson_pages.cache import cached
from lesson_pages.languages import language_in
from site_build.catalogues import INTERFACE, read_catalogue
from site_build.hosting import policy
from site_build.project import Project

SOURCE = Path(__file__).read_text(encoding="utf-8")
ASSET = re.compile(r"_static/([^\"'?#\s<>)]+)")
HASHED = re.compile(r'"([^":?]+)\?v=[0-9a-f]+"')
HIDDEN = re.compile(r'<meta name="robots" content="[^"]*noindex')
SIZE = " (zip, {size})"
ZIP = re.compile(r'(<a [^>]*href="([^"]*\.zip)"[^>]*>.*?</a>)', re.DOTALL)


@dataclass
class Page:
    """A page of the new site: its path from there, what is published, what is known."""

    path: str
    text: str
    faults: list[str]  # what must not be published
    assets: list[str]  # the files below `_static/` that it names
    hashed: list[str]  # what it addresses together with a hash of the content
    hidden: bool  # whether search engines are to leave it out


def read_pages(project: Project, known: frozenset[str], site: Path) -> list[Page]:
    """Read all pages of a site; those that were read before are looked up."""
    paths = private_paths(project.gallery)
    code = f"{SOURCE}{getsource(policy)}{getsource(find_intruders)}"
    state = json.dumps([sorted(known), paths, code]).encode()
    pages = []
    for file in sorted(site.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        make = partial(look, text, known, paths)
        facts = cached(project.build / "cache", state, text.encode(), make=make)
        path = file.relative_to(site).as_posix()
        pages.append(Page(path, text, **json.loads(facts)))
    return pages


def look(text: str, known: frozenset[str], paths: list[str]) -> bytes:
    """Return what has to be known of a page, as JSON; its text alone decides it."""
    faults = dict.fromkeys(policy.Reader(text, known).faults)
    facts = {
        "faults": [*faults, *find_leaks(text, paths)],
        "assets": sorted(set(ASSET.findall(text))),
        "hashed": sorted(set(HASHED.findall(text))),
        "hidden": bool(HIDDEN.search(text)),
    }
    return json.dumps(facts).encode()


def find_leaks(text: str, paths: list[str]) -> list[str]:
    """Return what a text shows of the machine that built it."""
    there = [path for path in paths if path in text]
    return [f"holds {x}" for x in find_intruders(text, there, [])]


def state_sizes(project: Project, page: Page, sizes: dict[str, int]) -> None:
    """Write the size of each zip, given by its path, behind the links to it."""

    def stated(link: re.Match[str]) -> str:
        size = sizes.get(normpath(f"{page.path}/../{link[2]}"))
        if size is None:
            return link[1]
        text = size_note(project, page.path.partition("/")[0])
        note = text.format(size=readable(size))
        gap = " " * note.startswith(" ")
        return f'{link[1]}{gap}<span class="size">{note.strip()}</span>'

    if ".zip" in page.text:
        page.text = ZIP.sub(stated, page.text)


@cache
def size_note(project: Project, folder: str) -> str:
    """Return how the language of a folder says a size."""
    language = language_in(folder)
    file = project.catalogues(language) / INTERFACE
    message = read_catalogue(file, language).get(SIZE) if file.is_file() else None
    return str(message.string) if message and message.string else SIZE


def readable(size: int) -> str:
    """Return how much a reader downloads."""
    kilobytes = size / 1000
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"
