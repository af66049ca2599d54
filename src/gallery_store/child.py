"""What happens in a lesson's own process: sphinx-gallery on a gallery of one."""

import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from gallery_store.limits import GIB, MEMORY, limit_process
from gallery_store.raised import Recorder

LOG = "output.txt"
LONGEST = 300
"""Characters of an error's text; the rest helps nobody."""
KEPT = (".rst", ".py", ".ipynb", ".py.md5", ".codeobj.json", ".svg", ".webp", ".png")
"""Ends of the names of the files that readers get."""
NO_FILE = r"(?!)"
"""A pattern that fits no lesson, so that sphinx-gallery runs none."""
NO_MEMORY = "can't allocate memory"
"""What torch says where Python raises a MemoryError."""
PLACEHOLDER = "lesson\n======\n"


@dataclass(frozen=True)
class Job:
    """What a lesson's process has to know.

    Parameters
    ----------
    name : str
        The lesson's name.
    text : str
        Its source.
    work : Path
        An empty folder of its own.
    import_paths : tuple of Path
        Where `tutorial_utils` and the site's extensions are.
    threads : int
        How many threads torch and the libraries below it may use.
    preloaded : bool
        Whether torch has to be in memory already.
    runs : bool
        Whether its code is executed; else its page has no outputs.
    limited : bool
        Whether the memory that it may take is limited.
    """

    name: str
    text: str
    work: Path
    import_paths: tuple[Path, ...]
    threads: int
    preloaded: bool
    runs: bool = True
    limited: bool = True


class Ran(NamedTuple):
    """How a lesson ran to its end.

    Parameters
    ----------
    start, seconds : float
        When it began, in seconds since 1970, and how long it took.
    read : set of str
        The files that were opened or imported.
    warnings : list of dict
        What it warned of.
    """

    start: float
    seconds: float
    read: set[str]
    warnings: list[dict[str, Any]]


def run_job(pipe: Connection, job: Job) -> None:
    """Run a lesson; send ("ran", *Ran) or ("failed", message)."""
    lead_group()
    threading.Thread(target=end_with_driver, daemon=True).start()
    redirect_output(job.work / LOG)
    try:
        if job.preloaded and "torch" not in sys.modules:
            raise RuntimeError("torch was not preloaded into the lesson's process")
        prepare_process(job)
        opened = watch_files()
        recorder = Recorder(str(job.work / "examples" / f"{job.name}.py"))
        recorder.start()
        limit_process(memory=job.limited)
        start, since = time.time(), time.monotonic()
        execute_gallery(job)
        seconds = time.monotonic() - since
        ran = Ran(start, seconds, opened | imported_files(), recorder.raised)
        pipe.send(("ran", *ran))
    except BaseException as error:  # a lesson may raise anything, SystemExit too
        pipe.send(("failed", describe_failure(job, error)))


def lead_group() -> None:
    """Make a group of this process and all that it starts, to be ended together."""
    if hasattr(os, "setsid"):
        os.setsid()


def end_group(leader: int) -> None:
    """Kill a process and everything that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(leader, signal.SIGKILL)
        else:
            os.kill(leader, signal.SIGTERM)


def end_with_driver() -> None:
    """Wait for the driver's end, then end at once, with everything started here."""
    driver = parent_process()
    if driver is not None:
        wait([driver.sentinel])
        end_group(os.getpid())


def redirect_output(log: Path) -> None:
    """Send everything that is written below Python's level to a file."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(handle, standard)


def prepare_process(job: Job) -> None:
    """Set language, drawing, import paths and the thread budget."""
    os.environ.update(TUTORIAL_LANG="en", MPLBACKEND="agg", COLUMNS="80")
    sys.path[:0] = [str(path) for path in job.import_paths]
    # in a spawned process it is "__mp_main__", and so are the classes of a lesson
    sys.modules["__main__"].__name__ = "__main__"
    import threadpoolctl
    import torch

    torch.set_num_threads(job.threads)
    threadpoolctl.threadpool_limits(job.threads)


def watch_files() -> set[str]:
    """Return a set that from now on collects the path of every file opened."""
    opened: set[str] = set()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            opened.add(os.fspath(arguments[0]))

    sys.addaudithook(watch)
    return opened


def imported_files() -> set[str]:
    """Return the file of every module that is imported."""
    files = {getattr(module, "__file__", None) for module in sys.modules.values()}
    return {file for file in files if file}


def execute_gallery(job: Job) -> None:
    """Let sphinx-gallery run the lesson and write its page below `work/docs`."""
    from sphinx.application import Sphinx

    from lesson_pages.figures import gallery

    docs, examples = job.work / "docs", job.work / "examples"
    lesson = examples / f"{job.name}.py"
    lesson.parent.mkdir(parents=True)
    docs.mkdir()
    lesson.write_text(job.text, encoding="utf-8", newline="\n")
    for folder in (docs, examples, lesson.parent):
        (folder / "index.rst").write_text(PLACEHOLDER)
    settings = gallery.SETTINGS | {"abort_on_example_error": True}
    if not job.runs:
        settings["filename_pattern"] = NO_FILE
    Sphinx(
        docs,
        None,
        job.work / "out",
        job.work / "doctrees",
        "dummy",
        confoverrides={
            "extensions": ["sphinx_gallery.gen_gallery"],
            "sphinx_gallery_conf": settings,
        },
        status=None,
        warning=sys.stderr,
    )


def describe_failure(job: Job, error: BaseException) -> str:
    """Return one line: the lesson, the line that raised, and what it raised."""
    root = root_cause(error)
    file = f"examples/{job.name}.py"
    lesson = str(job.work / file)
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(root.__traceback__)
        if frame.filename == lesson
    ]
    place = f"{file}:{lines[-1]}" if lines else file
    said = f"{type(root).__name__}: {' '.join(str(root).split())[:LONGEST]}"
    return f"{place}: {said}{memory_hint(root) if job.limited else ''}"


def memory_hint(error: BaseException) -> str:
    """Return what a lesson may take, if an error says that memory ran out."""
    if isinstance(error, MemoryError) or NO_MEMORY in str(error):
        return f"; a lesson may take {MEMORY // GIB} GiB"
    return ""


def root_cause(error: BaseException) -> BaseException:
    """Return what the lesson raised; Sphinx wraps it in an error of its own."""
    from sphinx.errors import ExtensionError

    while isinstance(error, ExtensionError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def collect_files(made: Path, stem: str) -> dict[str, bytes]:
    """Return what sphinx-gallery wrote for a lesson, by path below `made`."""
    return {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in sorted(made.rglob(f"*{stem}*"))
        if path.is_file() and path.name.endswith(KEPT) and path.parent.name != "thumb"
    }
