"""Show what is known of each lesson's run and of each record: the site audits itself.

``.. audit:: lessons`` is a table for each machine and torch that ran lessons,
``.. audit:: warnings`` what lessons raise on purpose, ``.. audit:: machines`` the
recorded measurements.  Manifests, sources and catalogues prove it.

All of it changes without the page's source, so it is put in as the page is written
and stands in no catalogue.  An exercise whose solution did not pass is a warning.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging

from lesson_pages.course.course import script_of
from lesson_pages.course.lesson_header import read_manifest, where
from lesson_pages.languages import TRANSLATIONS
from lesson_pages.later import Cell, Later, LaterDirective, link_with_number, table
from lesson_pages.translation.untranslated import count_translated, read_messages

CHECKER = re.compile(r"^#\s+check_\w+\(", re.MULTILINE)
"""The last line of an exercise, in the text of a lesson."""
SOLVED = re.compile(r"^\s+\w+: all \d+ cases right$", re.MULTILINE)
"""What a checker prints when every case is right."""
RECORDS = "src/tutorial_utils/measurements"
WEB = ("http://", "https://")

logger = logging.getLogger(__name__)


class Audit(LaterDirective):
    """``.. audit:: KIND``."""

    required_arguments = 1

    def attributes(self) -> dict[str, object]:
        """Return what to show."""
        return {"what": directives.choice(self.arguments[0], tuple(SHOWN))}


def make_audit(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield what is known."""
    return SHOWN[place["what"]](env)


# -- Lessons ---------------------------------------------------------------------------


def show_lessons(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield a line and a table for each machine that ran lessons."""
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for page, ran in runs(env):
        text = _("torch {torch} on {machine}")
        line = text.format(torch=ran["torch"], machine=where(ran))
        groups.setdefault(line, []).append((page, ran))
    columns = {_("Lesson"): 34, _("Date"): 12, _("Seconds"): 8, _("Warnings"): 14}
    columns |= {_("Exercise"): 14}
    columns |= {_(language.english): 10 for language in TRANSLATIONS}
    columns |= {_("Links"): 8}
    for line, pages in groups.items():
        text = _("{line}; pages: {count}").format(line=line, count=len(pages))
        yield nodes.paragraph("", text, classes=["audit-where"])
        yield table("audit-lessons", columns, (cells(env, *run) for run in pages))


def cells(env: BuildEnvironment, page: str, ran: dict[str, Any]) -> Iterator[Cell]:
    """Yield the row of a lesson."""
    yield link_with_number(env, page)
    yield str(ran["date"])
    yield _("{seconds} s").format(seconds=f"{ran['seconds']:.1f}")
    shown = len(ran["warnings"])
    yield _("{count} shown").format(count=shown) if shown else _("no warnings")
    yield exercise_of(env, page)
    for language in TRANSLATIONS:
        done, texts = count_translated(read_messages(env, page, language), language)
        text = _("{done} of {count} in {language}")
        yield text.format(done=done, count=texts, language=_(language.english))
    near, far = count_links(env, page)
    yield _("{near} here, {far} elsewhere").format(near=near, far=far)


def runs(env: BuildEnvironment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every executed page with its run, in order; none where none is known."""
    for page in sorted(env.all_docs):
        is_executed = page.rpartition("/")[2].startswith("plot_")
        if is_executed and (ran := read_manifest(env, page).get("executed")):
            yield page, ran


def exercise_of(env: BuildEnvironment, page: str) -> str:
    """Return what became of the exercise; warn if its solution did not pass."""
    script = script_of(env, page)
    if not CHECKER.search(script.read_text(encoding="utf-8")):
        return _("no exercise")
    if SOLVED.search(script.with_suffix(".rst").read_text(encoding="utf-8")):
        return _("solution passed")
    message = "audit: the solution of %s did not pass its checker"
    logger.warning(message, page, location=page)
    return _("solution not checked")


def count_links(env: BuildEnvironment, page: str) -> tuple[int, int]:
    """Return how many links of a page stay within the site, and how many leave it."""
    page_tree = env.get_doctree(page)
    named = [x["refdomain"] for x in page_tree.findall(addnodes.pending_xref)]
    addresses = [x.get("refuri", "") for x in page_tree.findall(nodes.reference)]
    away = sum(x == "py" for x in named) + sum(x.startswith(WEB) for x in addresses)
    return len(named) + len(addresses) - away, away


# -- Warnings and machines -------------------------------------------------------------


def show_warnings(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield the warnings that lessons raise on purpose, in torch's own words."""
    items = [
        item(
            nodes.inline("", "", *link_with_number(env, page)),
            _("line {line}").format(line=warning["line"] or "?"),
            nodes.literal("", warning["category"]),
            nodes.inline("", warning["text"], classes=["said"]),
        )
        for page, ran in runs(env)
        for warning in ran["warnings"]
    ]
    yield listed(items, _("None: no lesson raised a warning."))


def show_machines(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """Yield the provenance of each record, the newest first."""
    files = sorted((env.srcdir.parent / RECORDS).glob("*.json"))
    records = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    newest = sorted(records, key=lambda record: str(record["date"]), reverse=True)
    items = [item(*origin(record)) for record in newest]
    yield listed(items, _("None: no machine was recorded."))


def origin(record: dict[str, Any]) -> Iterator[nodes.Node | str]:
    """Yield where a record comes from, one fact after the other."""
    cuda = f", CUDA {record['cuda']}" if record["cuda"] else ""
    yield nodes.strong("", where(record))
    yield record["date"]
    yield f"torch {record['torch']}{cuda}"
    yield _("{count} threads").format(count=record["threads"])
    yield record["system"]
    yield _("{count} measurements").format(count=len(record["measurements"]))
    yield _("commit {commit}").format(commit=record["commit"])


def item(*facts: nodes.Node | str) -> nodes.list_item:
    """Return an entry of a list: facts with a comma between them."""
    line = nodes.paragraph()
    for place, fact in enumerate(facts):
        line += [nodes.Text(_(", "))] if place else []
        line += nodes.Text(fact) if isinstance(fact, str) else fact
    return nodes.list_item("", line)


def listed(items: list[nodes.list_item], otherwise: str) -> nodes.Node:
    """Return a list, or a sentence where there is nothing to list."""
    if not items:
        return nodes.paragraph("", otherwise)
    return nodes.bullet_list("", *items, classes=["audit-list"])


SHOWN = {"lessons": show_lessons, "warnings": show_warnings, "machines": show_machines}
