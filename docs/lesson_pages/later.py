"""What a page shows of other pages: a place when it is read, filled when it is written.

Then all pages are read and translated, so nothing of it stands in a catalogue, and
no page has to be read again because another one changed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from lesson_pages.course.course import is_lesson, number


class Later(nodes.General, nodes.Element):
    """Stands for what a directive shows, with its arguments as attributes."""


Maker = Callable[[BuildEnvironment, Later], Iterable[nodes.Node]]


class LaterDirective(SphinxDirective):
    """A directive that leaves a place; its name says who fills it."""

    def run(self) -> list[nodes.Node]:
        """Leave a place."""
        node = Later(kind=self.name, **self.attributes())
        self.set_source_info(node)
        return [node]

    def attributes(self) -> dict[str, object]:
        """Return what the maker has to know."""
        return {}


class FillLater(SphinxPostTransform):
    """Put what was made from other pages into its places."""

    makers: Mapping[str, Maker]
    """What fills the places of each directive, by its name."""

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for node in list(self.document.findall(Later)):
            node.replace_self(list(self.makers[node["kind"]](self.env, node)))


def link_to(env: BuildEnvironment, page: str) -> addnodes.pending_xref:
    """Return a link from the page at hand to another one, which says its title."""
    return addnodes.pending_xref(
        "",
        nodes.inline(),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{page}",
        refdoc=env.docname,
        refexplicit=False,
        refwarn=True,
    )


def link_with_number(env: BuildEnvironment, page: str) -> list[nodes.Node]:
    """Return the number of a lesson and its title, which leads to it."""
    figure = f"{number(env, page)} " if is_lesson(page) else ""
    return [nodes.inline("", figure, classes=["number"]), link_to(env, page)]


Cell: TypeAlias = nodes.Node | str | list[nodes.Node]


def table(
    name: str, columns: dict[str, int], rows: Iterable[Iterable[Cell]]
) -> nodes.table:
    """Return a table.

    Parameters
    ----------
    name : str
        Its class.
    columns : dict of str to int
        The relative widths of its columns, by their headings.
    rows : iterable of iterable
        The cells of each row: a text, a node or several.
    """
    group = nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=width) for width in columns.values()),
        nodes.thead("", row(columns)),
        nodes.tbody("", *map(row, rows)),
        cols=len(columns),
    )
    return nodes.table("", group, classes=[name])


def row(cells: Iterable[Cell]) -> nodes.row:
    """Return a row of a table, each cell one paragraph."""
    paragraphs = (nodes.paragraph("", "", *inside(cell)) for cell in cells)
    return nodes.row("", *(nodes.entry("", paragraph) for paragraph in paragraphs))


def inside(cell: Cell) -> Iterator[nodes.Node]:
    """Yield the nodes of a cell."""
    for piece in cell if isinstance(cell, list) else [cell]:
        yield nodes.Text(piece) if isinstance(piece, str) else piece
