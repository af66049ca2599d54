"""Sphinx's HTML builder, which reads and writes what changed and keeps the rest.

What changed is told by digests of contents, never by time.  A page is read again
if its own source, its catalogue or a file that it includes is another one.  It is
written again if so, or if it shows what other pages say, or if anything changed
that all pages share: titles, headings, labels, navigation, templates, scripts.
"""

import hashlib
import os
import pickle
import shutil
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import getLogger

from gallery_store.keys import file_digest
from lesson_pages.search.index import sections_of
from site_build.sphinx_worker import Job

RECORD = "pages.pickle"
OWN_NODES = "lesson_pages."
"""Package of the nodes that are filled when all pages are read."""
NOT_SHARED = {
    *("_app", "app", "events", "domains", "project", "srcdir", "doctreedir"),
    *("config", "config_status", "config_status_extra", "version", "settings"),
    *("current_document", "all_docs", "dependencies", "included", "reread_always"),
    *("original_image_uri", "_pickled_doctree_cache", "_write_doc_doctree_cache"),
    *("_builder_cls", "_search_index_objtypes", "_search_index_objnames"),
    *("formulas", "open_pages"),
    *("intersphinx_cache", "intersphinx_inventory", "intersphinx_named_inventory"),
}
"""What the environment holds besides what any page may show: the run itself, times,
and what only pages that are always written show of others; inventories are files."""


@dataclass
class Record:
    """What a run tells the next one, as digests."""

    shared: str = ""  # of what they show of each other
    sources: dict[str, str] = field(default_factory=dict)  # of each page
    included: dict[str, str] = field(default_factory=dict)  # of each file in a page
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """The pictures of each page that was written, with their names in the site."""
    sections: dict[str, Any] = field(default_factory=dict)
    """What can be searched for on each page."""


class Application(Sphinx):
    """Sphinx for one job."""

    def __init__(self, job: Job, log: TextIO) -> None:
        self.job = job
        self.last = read_record(job.last)
        self.record = Record(sources=dict(job.pages))
        self.read_again: set[str] = set()
        super().__init__(
            job.docs,
            job.docs,
            job.out,
            job.doctrees,
            job.builder,
            confoverrides=dict(job.settings),
            status=None,
            warning=log,
            warningiserror=job.builder == "html",
            tags=["restored"],
        )
        self.connect("env-get-outdated", outdated)
        self.connect("env-purge-doc", forget)
        self.connect("env-check-consistency", check_included)
        self.connect("doctree-read", note_open)

    def create_builder(self, name: str) -> Builder:
        """Return the builder that reuses pages where Sphinx's own is asked for."""
        if name == "html":
            return PageBuilder(self, self.env)
        return super().create_builder(name)

    def finish(self) -> int:
        """Leave the record for the next run; return Sphinx's exit code."""
        if self.builder.name == "html":
            files = map(str, set().union(*self.env.dependencies.values()))
            self.record.included = {x: digest_of(self.srcdir / x) for x in files}
            self.record.sections = sections_of(self.env)
            file = self.job.doctrees / RECORD
            file.write_bytes(pickle.dumps(self.record))
        return self.statuscode

    def unchanged(self, page: str) -> bool:
        """Tell whether a page is made of what it was made of last time."""
        last, now = self.last.sources.get(page), self.record.sources.get(page)
        return now is not None and last == now


class PageBuilder(StandaloneHTMLBuilder):
    """Writes what changed."""

    app: Application

    def write_documents(self, docnames: Set[str]) -> None:
        """Write pages, or take them from the last run where they are the same."""
        app = self.app
        app.record.shared = shared_state(self.env, self.outdir / "_static")
        if app.job.written_alike and app.last.shared == app.record.shared:
            docnames = docnames - {page for page in docnames if self._take(page)}
        super().write_documents(docnames)

    def _take(self, page: str) -> bool:
        """Take a page from the last run if it would be the same."""
        app = self.app
        known = app.last.pages.get(page)
        if known is None or page in app.read_again or page in open_pages(self.env):
            return False
        assert app.job.last is not None  # it left the record
        site = app.job.last / "html"
        for file in files_of(site, page):
            target = self.outdir / file.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
        self.images.update(known)
        app.record.pages[page] = known
        if page in app.last.sections:
            sections_of(self.env)[page] = app.last.sections[page]
        return True

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Prepare a page for writing and keep which pictures it shows."""
        others, self.images = self.images, {}
        super().write_doc_serialized(docname, doctree)
        self.app.record.pages[docname] = self.images
        self.images = others | self.images


def outdated(
    app: Application,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> set[str]:
    """Return the pages that are made of something else than last time.

    What Sphinx found by comparing times does not count.
    """
    changed.clear()
    again = {
        page
        for page in env.found_docs
        if page in env.reread_always
        or not app.unchanged(page)
        or includes_changed(app, page)
    }
    app.read_again = again | added
    return again


def includes_changed(app: Application, page: str) -> bool:
    """Tell whether a file that a page includes is another one."""
    known = app.last.included
    return any(
        known.get(file) != digest_of(app.srcdir / file)
        for file in map(str, app.env.dependencies.get(page, ()))
        if not file.endswith(".mo")  # its catalogue is in the page's digest
    )


def check_included(app: Application, env: BuildEnvironment) -> None:
    """Warn of a file in a page that no build would look at again."""
    fault = "it includes %s, whose changes would go unnoticed; put it into docs/"
    for page in env.dependencies if app.job.sources else ():
        for file in env.dependencies[page]:
            path = Path(os.path.normpath(app.srcdir / file))
            if path not in app.job.sources and path.suffix != ".mo":
                name = os.path.relpath(path, app.srcdir.parent)
                getLogger(__name__).warning(fault, name, location=page)
    for page in env.found_docs & app.config.html_additional_pages.keys():
        fault = "a template makes a page of this name; give it another"
        getLogger(__name__).warning(fault, location=page)


def note_open(app: Application, doctree: nodes.document) -> None:
    """Keep which pages show what others say; they are always written."""
    if any(x.__module__.startswith(OWN_NODES) for x in doctree.findall(nodes.Element)):
        open_pages(app.env).add(app.env.docname)


def forget(app: Application, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is read again."""
    open_pages(env).discard(page)


def open_pages(env: BuildEnvironment) -> set[str]:
    """Return the pages that show what others say."""
    found: set[str] = vars(env).setdefault("open_pages", set())
    return found


def files_of(site: Path, page: str) -> Iterator[Path]:
    """Yield the files of a page: itself, its source, what readers take home of it."""
    for path in (site / page, site / "_sources" / page):
        yield from (x for x in path.parent.glob(f"{path.name}.*") if x.is_file())


def read_record(folder: Path | None) -> Record:
    """Return what an earlier run left; nothing where there was none."""
    file = folder and folder / "doctrees" / RECORD
    if file is None or not file.is_file():
        return Record()
    try:
        return Record(**vars(pickle.loads(file.read_bytes())))
    except Exception:  # whatever damaged bytes make of it
        return Record()


def digest_of(file: Path) -> str:
    """Return the digest of a file, nothing if it is not there."""
    return file_digest(file) if file.is_file() else ""


# -- What pages share ------------------------------------------------------------------


def shared_state(env: BuildEnvironment, static: Path) -> str:
    """Return a digest of what any page may show of the others and of the site."""
    values = {k: v for k, v in vars(env).items() if k not in NOT_SHARED}
    values["metadata"] = {page: anchors(x) for page, x in env.metadata.items()}
    files = {str(p.relative_to(static)): file_digest(p) for p in files_in(static)}
    text = repr((canonical(values), sorted(files.items())))
    return hashlib.sha256(text.encode()).hexdigest()


def anchors(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return what others may use of a page's metadata: not lines, not counts."""
    kept = {k: v for k, v in metadata.items() if k != "wordcount"}
    slugs = kept.get("myst_slugs", {})
    return kept | {"myst_slugs": {name: x[1:] for name, x in slugs.items()}}


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())


def canonical(value: Any) -> Any:
    """Return a value in a form that does not tell in which order it came to be."""
    if isinstance(value, nodes.Node):
        return value.pformat()
    if isinstance(value, dict):
        items = ((repr(canonical(k)), canonical(v)) for k, v in value.items())
        return sorted(items, key=lambda item: item[0])
    if isinstance(value, (set, frozenset)):
        return sorted(repr(canonical(x)) for x in value)
    if isinstance(value, (list, tuple)):
        return [canonical(x) for x in value]
    if hasattr(value, "__dict__") and not callable(value):
        return [type(value).__name__, canonical(vars(value))]
    return repr(value)
