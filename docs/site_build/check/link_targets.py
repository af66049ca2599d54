"""What the prose links is there: pages, terms, names of other projects."""

import re
from collections.abc import Iterator
from functools import partial
from posixpath import dirname, join, normpath

from docutils import nodes

from site_build.check.content import Content, Fault
from site_build.check.lesson_source import line_of

NAMES = {"attr", "class", "data", "exc", "func", "meth", "mod", "obj"}
ROLE = re.compile(r"\{(doc|term)\}`(?:[^`<]*<)?([^`>]+)>?`")
PAGE_LINK = re.compile(r"\]\((?!\w+:|#|/)([^)#\s]+)\.md[)#]")


def links_of_lessons_lead_somewhere(content: Content) -> Iterator[Fault]:
    """A lesson links pages, terms of the glossary and names of the inventories."""
    names = listed_names(content)
    for lesson in content.lessons:
        for node in lesson.prose.findall(nodes.inline):
            role, target = node.get("role"), str(node.get("target", ""))
            fault = ""
            if role in ("doc", "term"):
                fault = link_fault(content, lesson.page, role, target)
            elif role in NAMES and target.lstrip("~").removesuffix("()") not in names:
                project = target.lstrip("~").partition(".")[0]
                cure = f"add it to docs/inventories/{project}.txt"
                fault = f"nothing is known of {target}; {cure} and run"
                fault += " `nox -s inventories`"
            if fault:
                yield Fault(lesson.file, line_of(node), fault)


def links_of_pages_lead_somewhere(content: Content) -> Iterator[Fault]:
    """The other pages link pages and terms that are there."""
    for page in sorted(content.docs.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        place = partial(line_at, text)
        for found in ROLE.finditer(text):
            if fault := link_fault(content, page.stem, found[1], found[2]):
                yield Fault(content.relative(page), place(found.start()), fault)
        for found in PAGE_LINK.finditer(text):
            if fault := link_fault(content, page.stem, "doc", found[1]):
                yield Fault(content.relative(page), place(found.start()), fault)


def link_fault(content: Content, page: str, role: str, target: str) -> str:
    """Return what is wrong with a link of a page, or nothing."""
    if role == "term":
        known = target in content.terms
        return "" if known else f"the glossary has no {target!r}; add it, or rename it"
    address = target.lstrip("/") if target[:1] == "/" else join(dirname(page), target)
    known = normpath(address) in content.pages
    return "" if known else f"there is no page {target}; name one that is there"


def listed_names(content: Content) -> set[str]:
    """Return the names of other projects that the inventories list."""
    lists = content.docs.glob("inventories/*.txt")
    lines = [x for path in lists for x in path.read_text("utf-8").splitlines()]
    return {line.split()[1] for line in lines if line[:1] not in ("", "#")}


def line_at(text: str, place: int) -> int:
    """Return the line of a place in a text."""
    return text.count("\n", 0, place) + 1
