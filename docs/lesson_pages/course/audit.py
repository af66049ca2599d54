"""Show what is known of each lesson's run and of each record: the site audits itself.

``.. audit:: lessons`` is a table for each machine and torch that ran lessons,
``.. audit:: warnings`` what lessons raise on purpose, ``.. audit:: machines`` the
recorded measurements.

All of it changes without the page's source, so it is put in as the page is written
and stands in no catalogue.  An exercise whose solution did not pass is a warning.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.cards import link_to
from lesson_pages.course.course import is_lesson, number
from lesson_pages.course.evidence import (
    count_links,
    count_translated,
    read_exercise,
    read_records,
    read_run,
)
from lesson_pages.course.lesson_header import where
from lesson_pages.downloads.offers import row

KINDS = ("lessons", "warnings", "machines")
WIDTHS = (34, 12, 8, 14, 14, 10, 8)

logger = logging.getLogger(__name__)


class AuditNode(nodes.General, nodes.Element):
    """Stands for what is known until the page is written."""


class Audit(SphinxDirective):
    """``.. audit:: KIND``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place."""
        self.env.note_reread()
        kind = directives.choice(self.arguments[0], KINDS)
        node = AuditNode(kind=kind)
        self.set_source_info(node)
        return [node]


class FillAudits(SphinxPostTransform):
    """Put what is known into its place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        made: dict[str, Callable[[], Iterator[nodes.Node]]] = {
            "lessons": self._lessons,
            "warnings": self._warnings,
            "machines": self._machines,
        }
        for node in list(self.document.findall(AuditNode)):
            node.replace_self(list(made[node["kind"]]()))

    def _lessons(self) -> Iterator[nodes.Node]:
        """Yield a line and a table for each machine that ran lessons."""
        language = self.env.config.language
        groups: dict[str, list[str]] = {}
        for page, ran in runs(self.env):
            line = _("torch {torch} on {machine}").format(
                torch=ran["torch"], machine=where(ran, language)
            )
            groups.setdefault(line, []).append(page)
        for line, pages in groups.items():
            text = _("{line}; pages: {count}").format(line=line, count=len(pages))
            yield nodes.paragraph("", text, classes=["audit-where"])
            yield self._table(pages)

    def _table(self, pages: list[str]) -> nodes.table:
        heads = (
            *(_("Lesson"), _("Date"), _("Seconds"), _("Warnings")),
            *(_("Exercise"), _("Chinese"), _("Links")),
        )
        columns = [nodes.colspec(colwidth=width) for width in WIDTHS]
        body = nodes.tbody("", *map(self._row, pages))
        head = nodes.thead("", row(*map(nodes.Text, heads)))
        group = nodes.tgroup("", *columns, head, body, cols=len(columns))
        return nodes.table("", group, classes=["audit-lessons"])

    def _row(self, page: str) -> nodes.row:
        ran = read_run(self.env, page)
        assert ran is not None
        done, texts = count_translated(self.env, page)
        near, far = count_links(self.env, page)
        cells = (
            ran["date"],
            _("{seconds} s").format(seconds=f"{ran['seconds']:.1f}"),
            warned(len(ran["warnings"])),
            self._exercise(page),
            _("{done} of {count} in Chinese").format(done=done, count=texts),
            _("{near} here, {far} elsewhere").format(near=near, far=far),
        )
        return row(self._link(page), *map(nodes.Text, cells))

    def _exercise(self, page: str) -> str:
        """Return what became of the exercise; warn if its solution did not pass."""
        exercise = read_exercise(self.env, page)
        if not exercise.checked:
            return _("no exercise")
        if exercise.solved:
            return _("solution passed")
        message = "audit: the solution of %s did not pass its checker"
        logger.warning(message, page, location=page)
        return _("solution not checked")

    def _warnings(self) -> Iterator[nodes.Node]:
        """Yield the warnings that lessons raise on purpose, in torch's own words."""
        items = [
            self._item(
                page,
                _("line {line}").format(line=warning["line"] or "?"),
                nodes.literal("", warning["category"]),
                nodes.inline("", warning["text"], classes=["said"]),
            )
            for page, ran in runs(self.env)
            for warning in ran["warnings"]
        ]
        yield listed(items, _("None: no lesson raised a warning."))

    def _machines(self) -> Iterator[nodes.Node]:
        """Yield the provenance of each record."""
        language = self.env.config.language
        items = [
            nodes.list_item(
                "", nodes.paragraph("", "", *pieces(origin(record, language)))
            )
            for record in read_records(self.env)
        ]
        yield listed(items, _("None: no machine was recorded."))

    def _item(self, page: str, *facts: nodes.Node | str) -> nodes.list_item:
        """Return an entry of a list: the lesson, then what is known, with commas."""
        known = pieces([nodes.inline("", "", *self._link(page)), *facts])
        return nodes.list_item("", nodes.paragraph("", "", *known))

    def _link(self, page: str) -> list[nodes.Node]:
        """Return the number and the title of a lesson, which lead to it."""
        link = link_to(page, source=self.env.docname)
        counted = Path(page).name.removeprefix("plot_")[:1].isdigit()
        figure = f"{number(page)} " if counted else ""
        return [nodes.inline("", figure, classes=["number"]), link]


def runs(env: BuildEnvironment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every executed page with its run, in order; none where none is known."""
    for page in sorted(x for x in env.all_docs if is_executed(x)):
        if ran := read_run(env, page):
            yield page, ran


def is_executed(page: str) -> bool:
    """Tell pages that code makes: lessons, and what is to look up."""
    return is_lesson(page) or Path(page).name.startswith("plot_")


def warned(count: int) -> str:
    """Say how many warnings a lesson shows."""
    if count == 0:
        return _("no warnings")
    return _("{count} shown").format(count=count)


def origin(record: dict[str, Any], language: str) -> list[nodes.Node | str]:
    """Return where a record comes from, one fact after the other."""
    cuda = f", CUDA {record['cuda']}" if record["cuda"] else ""
    return [
        nodes.strong("", where(record, language)),
        record["date"],
        f"torch {record['torch']}{cuda}",
        _("{count} threads").format(count=record["threads"]),
        record["system"],
        _("{count} measurements").format(count=len(record["measurements"])),
        _("commit {commit}").format(commit=record["commit"]),
    ]


def pieces(facts: list[Any]) -> Iterator[nodes.Node]:
    """Yield facts with a comma between them."""
    for place, fact in enumerate(facts):
        if place:
            yield nodes.Text(_(", "))
        yield nodes.Text(fact) if isinstance(fact, str) else fact


def listed(items: list[nodes.list_item], otherwise: str) -> nodes.Node:
    """Return a list, or a sentence where there is nothing to list."""
    if not items:
        return nodes.paragraph("", otherwise)
    return nodes.bullet_list("", *items, classes=["audit-list"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(AuditNode)
    app.add_directive("audit", Audit)
    app.add_post_transform(FillAudits)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
