"""What a page shows of other pages: a place when it is read, filled when it is written.

Then all pages are read and translated, so nothing of it stands in a catalogue, and
no page has to be read again because another one changed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from lesson_pages.course.course import is_lesson, number


class Later(nodes.General, nodes.Element):
    """Stands for what a directive shows; has its argument, options and content."""


Make: TypeAlias = Callable[[BuildEnvironment, Later], Iterator[nodes.Node]]
MAKERS: dict[str, Make] = {}
"""What fills the places of each directive."""


def later(
    *,
    argument: bool = False,
    optional: bool = False,
    content: bool = False,
    **options: Callable[[str], Any],
) -> Callable[[Make], type[SphinxDirective]]:
    """Make a directive of a function that fills its places.

    Parameters
    ----------
    argument, content : bool
        Whether it needs one; a place has each as a text of one line.
    optional : bool
        Whether it may have an argument.
    **options : callable
        What reads each option's value, as docutils has it.
    """

    def directive(make: Make) -> type[SphinxDirective]:
        class LaterDirective(SphinxDirective):
            required_arguments, optional_arguments = int(argument), int(optional)
            has_content = content
            option_spec = dict(options)  # noqa: RUF012

            def run(self) -> list[nodes.Node]:
                if content:
                    self.assert_has_content()
                place = Later(kind=make.__name__, options=self.options)
                place["argument"] = " ".join(self.arguments)
                place["content"] = " ".join(self.content)
                self.set_source_info(place)
                return [place]

        MAKERS[make.__name__] = make
        return LaterDirective

    return directive


class FillLater(SphinxPostTransform):
    """Put what was made from other pages into its places, before Sphinx links them."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for place in list(self.document.findall(Later)):
            place.replace_self(list(MAKERS[place["kind"]](self.env, place)))


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
    """Return a table of a class, with the relative width of each heading's column."""

    def row(cells: Iterable[Cell]) -> nodes.row:
        made = nodes.row()
        for cell in cells:
            pieces = cell if isinstance(cell, list) else [cell]
            inside = [nodes.Text(x) if isinstance(x, str) else x for x in pieces]
            made += nodes.entry("", nodes.paragraph("", "", *inside))
        return made

    group = nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=width) for width in columns.values()),
        nodes.thead("", row(columns)),
        nodes.tbody("", *map(row, rows)),
        cols=len(columns),
    )
    return nodes.table("", group, classes=[name])
