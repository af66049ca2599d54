"""A process that has Sphinx in memory and builds what it is asked for, in forks.

It ends with the process that started it, and with it all that it builds.
"""

import gc
import multiprocessing
import signal
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from gallery_store.errors import BuildError

PRELOADED = (
    "sphinx.builders.html",
    "myst_parser.parsers.sphinx_",
    "sphinx_gallery.gen_gallery",
    "matplotlib.pyplot",  # sphinx-gallery asks for it with each project
    "sphinx_copybutton",
    "furo",
    "lesson_pages",
    "site_build.page_builder",
)


@dataclass(frozen=True)
class Job:
    """One run of Sphinx."""

    docs: Path  # the sources and conf.py
    out: Path
    doctrees: Path
    log: Path  # of warnings and errors
    builder: str = "html"  # this one reuses pages
    settings: Mapping[str, Any] = field(default_factory=dict)  # instead of conf.py's
    pages: Mapping[str, str] = field(default_factory=dict)  # digests of their sources
    sources: frozenset[Path] = frozenset()  # files that are known; if none, all are
    last: Path | None = None
    """The folder of an earlier run with the same code and settings, whose pages
    are taken where nothing changed."""
    written_alike: bool = True  # whether those look as they would now


class SphinxWorker:
    """The process, as the one that starts it sees it."""

    def __init__(self) -> None:
        self.asked = 0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=answer, args=(theirs,))
        self.process.start()
        theirs.close()

    def __enter__(self) -> "SphinxWorker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()
        if not self.asked:  # nothing runs in it that it would have to end
            self.process.kill()
        self.process.join()

    def run(self, jobs: Mapping[str, Job]) -> set[str]:
        """Run jobs at the same time; return the names of those that failed.

        Raises
        ------
        BuildError
            If the process was killed; another one takes its place.
        """
        self.asked = len(jobs)
        try:
            for job in jobs.items():
                self.connection.send(job)
            answers = [self.connection.recv() for _ in jobs]
        except (EOFError, OSError) as error:
            self._start()
            self.asked = 0
            raise BuildError("Sphinx's process was killed; build again") from error
        self.asked = 0
        return {name for name, status in answers if status != 0}


def answer(connection: Connection) -> None:
    """Build what the connection asks for until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in PRELOADED:
        with suppress(ImportError):
            import_module(name)
    parse_settings_once()
    gc.freeze()
    context: Any = multiprocessing.get_context(
        "fork" if sys.platform == "linux" else "spawn"
    )
    running: dict[int, tuple[str, BaseProcess]] = {}
    try:
        while True:
            for ready in wait([connection, *running]):
                if isinstance(ready, int):
                    name, process = running.pop(ready)
                    process.join()
                    connection.send((name, process.exitcode))
                    continue
                name, job = connection.recv()
                process = context.Process(target=run_sphinx, args=(job,))
                process.start()
                running[process.sentinel] = name, process
    except (EOFError, OSError):
        for _, process in running.values():
            process.kill()


def parse_settings_once() -> None:
    """Keep docutils' default settings; MyST asks for them with each translation."""
    from docutils import frontend
    from myst_parser.mdit_to_docutils import base

    make = cache(frontend.get_default_settings)
    vars(base)["get_default_settings"] = lambda *parsers: deepcopy(make(*parsers))


def run_sphinx(job: Job) -> None:
    """Run Sphinx with all it says in the log; exit with 1 if it complained."""
    for folder in (job.log.parent, job.doctrees):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        job.log.open("w", encoding="utf-8", errors="backslashreplace") as log,
        redirect_stdout(log),
        redirect_stderr(log),
    ):
        status = build(job, log)
    sys.exit(status)


def build(job: Job, log: TextIO) -> int:
    """Build one job; return 0, or 1 with the reason in the log."""
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from site_build.page_builder import Application

    nocolor()
    try:
        with patch_docutils(job.docs), docutils_namespace():
            app = Application(job, log)
            app.build(force_all=True)
            return app.finish()
    except Exception as error:
        print(reason(error), file=log)
        return 1


def reason(error: Exception) -> str:
    """Return what went wrong, in one line where the error is no one's of Sphinx."""
    from sphinx.errors import SphinxError

    if isinstance(error, (BuildError, SphinxError)):
        return str(error)
    return f"{type(error).__name__}: {error}"
