"""Show what is known of each lesson's run and of each record: the site audits itself.

``.. audit-lessons::`` is a table for each machine and torch that ran lessons,
``.. audit-warnings::`` what lessons raise on purpose, ``.. audit-machines::`` the
recorded measurements.  Manifests, sources and catalogues prove it.  An exercise whose
solution did not pass is a warning.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util import logging

from lesson_pages.course.course import script_of
from lesson_pages.course.lesson_header import read_manifest, where
from lesson_pages.languages import TRANSLATIONS
from lesson_pages.later import Cell, Later, later, link_with_number, table
from lesson_pages.translation.untranslated import count_translated, read_catalogue

CHECKER = re.compile(r"^#\s+check_\w+\(", re.MULTILINE)
"""The last line of an exercise, in the text of a lesson."""
SOLVED = re.compile(r"^\s+\w+: all \d+ cases right$", re.MULTILINE)
"""What a checker prints when every case is right."""
RECORDS = "src/tutorial_utils/measurements"

logger = logging.getLogger(__name__)


@later()
def audit_lessons(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield a line and a table for each machine that ran lessons."""
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for page, ran in runs(env):
        text = _("torch {torch} on {machine}")
        groups[text.format(torch=ran["torch"], machine=where(ran))] += [(page, ran)]
    columns = {_("Lesson"): 34, _("Date"): 12, _("Seconds"): 8, _("Warnings"): 14}
    columns |= {_("Exercise"): 14, **{_(x.english): 10 for x in TRANSLATIONS}}
    columns |= {_("Links"): 8}
    for line, pages in groups.items():
        text = _("{line}; pages: {count}").format(line=line, count=len(pages))
        yield nodes.paragraph("", text, classes=["audit-where"])
        yield table("audit-lessons", columns, (cells(env, *run) for run in pages))


def runs(env: BuildEnvironment) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every executed page with its run, in order; none where none is known."""
    for page in sorted(env.all_docs):
        is_executed = page.rpartition("/")[2].startswith("plot_")
        if is_executed and (ran := read_manifest(env, page).get("executed")):
            yield page, ran


def cells(env: BuildEnvironment, page: str, ran: dict[str, Any]) -> Iterator[Cell]:
    """Yield the row of a lesson."""
    yield link_with_number(env, page)
    yield str(ran["date"])
    yield _("{seconds} s").format(seconds=f"{ran['seconds']:.1f}")
    shown = len(ran["warnings"])
    yield _("{count} shown").format(count=shown) if shown else _("no warnings")
    yield exercise_of(env, page)
    for language in TRANSLATIONS:
        done, texts = count_translated(read_catalogue(env, page, language), language)
        text = _("{done} of {count} in {language}")
        yield text.format(done=done, count=texts, language=_(language.english))
    page_tree = env.get_doctree(page)
    places = [x["refdomain"] == "py" for x in page_tree.findall(addnodes.pending_xref)]
    places += ["://" in x.get("refuri", "") for x in page_tree.findall(nodes.reference)]
    far, near = places.count(True), places.count(False)
    yield _("{near} here, {far} elsewhere").format(near=near, far=far)


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


@later()
def audit_warnings(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the warnings that lessons raise on purpose, in torch's own words."""
    facts = (
        (
            nodes.inline("", "", *link_with_number(env, page)),
            _("line {line}").format(line=warning["line"] or "?"),
            nodes.literal("", warning["category"]),
            nodes.inline("", warning["text"], classes=["said"]),
        )
        for page, ran in runs(env)
        for warning in ran["warnings"]
    )
    yield listed(facts, _("None: no lesson raised a warning."))


@later()
def audit_machines(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the provenance of each record, the newest first."""
    files = sorted((env.srcdir.parent / RECORDS).glob("*.json"))
    newest = sorted(map(read_record, files), key=itemgetter(0), reverse=True)
    yield listed(map(itemgetter(1), newest), _("None: no machine was recorded."))


def read_record(file: Path) -> tuple[str, list[nodes.Node | str]]:
    """Return the date of a record and where it comes from."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        return str(record["date"]), list(origin(record))
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise ExtensionError(f"{RECORDS}/{file.name}: no record ({error!r})") from error


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


def listed(
    items: Iterable[Iterable[nodes.Node | str]], otherwise: str
) -> nodes.Element:
    """Return a list of facts with commas between them, or a sentence for none."""
    box = nodes.bullet_list(classes=["audit-list"])
    for facts in items:
        line = nodes.paragraph()
        for fact in facts:
            line += [nodes.Text(_(", "))] if line.children else []
            line += nodes.Text(fact) if isinstance(fact, str) else fact
        box += nodes.list_item("", line)
    return box if box.children else nodes.paragraph("", otherwise)
