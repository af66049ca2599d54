"""Take from a page what its readers can search for, section by section."""

from dataclasses import dataclass, field

from docutils import nodes

from lesson_pages.downloads.markdown_writer import CODE
from lesson_pages.page.solution import FoldNode

QUOTED = {"audit-lessons", "audit-list", "cards", "excerpt", "toctree-wrapper"}
"""Classes of what other pages say: it is found where it comes from."""
REFERS = "what comes next"
"""The section of a lesson that speaks of others, by its English name."""


@dataclass
class Section:
    """A place on a page that a result can lead to."""

    anchor: str
    """Its id; empty for the beginning of the page."""
    heading: str
    prose: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    """Its code and what that printed."""

    @property
    def texts(self) -> list[str]:
        """Prose and code, each as one string with single spaces."""
        return [" ".join(" ".join(x).split()) for x in (self.prose, self.code)]


def read_sections(document: nodes.document, title: str) -> list[Section]:
    """Return the sections of a resolved page; the first is its beginning.

    Others count if they say something, and do not only hold sections.
    """
    found = [Section("", title)]
    _gather(document, found, found[0])
    return [x for x in found if not x.anchor or any(x.texts)]


def _gather(node: nodes.Element, found: list[Section], into: Section) -> None:
    for child in node.children:
        if is_unseen(child):
            continue
        if isinstance(child, CODE):
            into.code.append(child.astext())
        elif isinstance(child, nodes.TextElement):
            into.prose.append(child.astext())
        elif section := begins(child):
            found.append(section)
            _gather(child, found, section)
        else:
            _gather(child, found, into)


def is_unseen(node: nodes.Node) -> bool:
    """Tell what no reader sees here, or sees as a heading or a quotation."""
    if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible):
        return True
    if isinstance(node, nodes.raw) or is_heading(node):
        return True
    quoted = QUOTED.intersection(node.get("classes", ()))
    return bool(quoted) or REFERS in node.get("names", ())


def is_heading(node: nodes.Node) -> bool:
    """Tell the title of a section, and a term that can be linked to."""
    if isinstance(node, nodes.title):
        return isinstance(node.parent, nodes.section)
    return isinstance(node, nodes.term) and bool(node["ids"])


def begins(node: nodes.Element) -> Section | None:
    """Return a new section: below a heading of a page, and at a glossary's term."""
    heading = node.children[0] if node.children else None
    if heading is None or not is_heading(heading):
        return None
    if isinstance(heading, nodes.term):
        return Section(heading["ids"][0], heading.astext())
    if isinstance(node.parent, nodes.document):
        return None
    folds = (x for x in node.children if isinstance(x, FoldNode) and x["ids"])
    anchor = next(folds, node)["ids"][0]  # of a fold: a hit opens it
    return Section(anchor, heading.astext())
