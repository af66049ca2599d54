"""What happens in a lesson's own process: sphinx-gallery on a gallery of one."""

import multiprocessing
import os
import re
import signal
import sys
import threading
import time
import traceback
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

import threadpoolctl

from gallery_store.environment import call_by_name, clean_variables
from gallery_store.errors import BuildError
from gallery_store.files import pack
from gallery_store.lessons import Lesson
from gallery_store.limits import GIB, limit_process
from gallery_store.process_tree import adopt_orphans, end_descendants
from gallery_store.settings import Settings
from gallery_store.warning_recorder import Recorder
from gallery_store.watchers import raise_unshown, watch_files, watch_threads

PRINTED, LOG = "printed.txt", "output.txt"
"""What is written below Python's level to the standard output, and to the other."""
LONGEST = 300
"""Characters of an error's text; the rest helps nobody."""
KEPT = (".rst", ".py", ".ipynb", ".py.md5", ".codeobj.json", ".svg", ".webp", ".png")
"""Ends of the names of the files that readers get."""
UNSEEN = (
    "a process that it started, or a library, wrote {!r} to the standard output, which "
    "no page shows; catch it, as with subprocess.run(..., capture_output=True), and "
    "print it"
)
RAISED = re.compile(r"[\w.]+(Error|Exception): ")
"""How a traceback's last line begins."""
NO_MEMORY = "can't allocate memory"
"""What torch says where Python raises a MemoryError."""
PLACEHOLDER = "lesson\n======\n"


@dataclass(frozen=True)
class Job:
    """What a lesson's process has to know."""

    settings: Settings
    lesson: Lesson
    work: Path  # an empty folder of its own
    threads: int  # for torch and the libraries below it
    limited: bool = True  # in memory

    @property
    def file(self) -> Path:
        """The script that runs."""
        return self.work / self.lesson.file

    @property
    def docs(self) -> Path:
        """Sphinx's folder of sources, in which the page is written."""
        return self.work / self.settings.docs_dir


class Ran(NamedTuple):
    """How a lesson ran to its end."""

    start: float  # since 1970
    seconds: float
    read: set[str]  # the files that were opened or imported
    warnings: list[dict[str, Any]]
    devices: dict[str, Any]  # what its process says that it ran on


def run_job(pipe: Connection, job: Job) -> None:
    """Run a lesson; send how it ran, or a message on why it failed."""
    if hasattr(os, "setsid"):  # a group of this process and all that it starts
        os.setsid()
    threading.Thread(target=end_with_driver, daemon=True).start()
    adopt_orphans()
    for standard, name in ((1, PRINTED), (2, LOG)):
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(job.work / name, flags, 0o600), standard)
    try:
        prepare_process(job)
        opened, failed = watch_files(), watch_threads()
        recorder = Recorder(str(job.file))
        recorder.start()
        limit_process(job.settings.limits, memory=job.limited)
        start, since = time.time(), time.monotonic()
        execute_gallery(job)
        seconds = time.monotonic() - since
        check_unseen(job, failed)
        devices = call_by_name(job.settings.devices)
        files = [getattr(x, "__file__", None) for x in sys.modules.values()]
        read = opened | {os.path.realpath(x) for x in files if isinstance(x, str)}
        answer: Ran | str = Ran(start, seconds, read, recorder.raised, devices)
    except BaseException as error:  # a lesson may raise anything, SystemExit too
        answer = describe_failure(job, error)
    end_descendants()
    pipe.send(answer)


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
        end_descendants()
        end_group(os.getpid())


def prepare_process(job: Job) -> None:
    """Set environment, drawing, import paths, start method and the thread budget."""
    variables = clean_variables(job.settings.environ)
    os.environ.clear()
    os.environ.update({"MPLBACKEND": "agg", "COLUMNS": "80"} | variables)
    multiprocessing.set_start_method(None, force=True)  # as in a reader's process
    # it is, through the thread that waits for the driver
    warnings.filterwarnings("ignore", "This process .* is multi-threaded")
    sys.path[:0] = [str(path) for path in job.settings.import_folders]
    # in a spawned process it is "__mp_main__", and so are the classes of a lesson
    sys.modules["__main__"].__name__ = "__main__"
    for name in job.settings.preload:
        import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(job.threads)
    threadpoolctl.threadpool_limits(job.threads)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=print_below)


def print_below() -> None:
    """Let a forked process not print into its copy of what the page shows."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        setattr(sys, name, os.fdopen(number, "w", buffering=1, closefd=False))


def check_unseen(job: Job, failed: list[BaseException]) -> None:
    """Raise what a lesson's page lacks: a thread's error, or an output."""
    for error in failed:
        raise error
    for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
        stream.flush()
    for line in written(job, PRINTED):
        raise BuildError(UNSEEN.format(line[:80]))


def execute_gallery(job: Job) -> None:
    """Let sphinx-gallery run the lesson and write its page below `work`."""
    from sphinx.application import Sphinx
    from sphinx_gallery import gen_rst

    gen_rst._get_last_repr = partial(raise_unshown, gen_rst._get_last_repr)
    examples = job.work / job.settings.examples_dir
    job.file.parent.mkdir(parents=True)
    job.docs.mkdir(parents=True, exist_ok=True)
    job.file.write_text(job.lesson.text, encoding="utf-8", newline="\n")
    for folder in (job.docs, examples, job.file.parent):
        (folder / "index.rst").write_text(PLACEHOLDER)
    settings = {
        "min_reported_time": float("inf"),  # no page tells the time by itself
        **job.settings.gallery,
        "examples_dirs": os.path.relpath(examples, job.docs),
        "gallery_dirs": job.settings.pages_dir,
        "abort_on_example_error": True,
    }
    extension = {"extensions": ["sphinx_gallery.gen_gallery"]}
    conf = extension | {"sphinx_gallery_conf": settings}
    folders = job.docs, None, job.work / "out", job.work / "doctrees"
    Sphinx(*folders, "dummy", conf, status=None, warning=sys.stderr)


def describe_failure(job: Job, error: BaseException) -> str:
    """Return one line: the lesson, the line that raised, and what it raised."""
    from sphinx.errors import ExtensionError

    while isinstance(error, ExtensionError) and error.__cause__ is not None:
        error = error.__cause__  # Sphinx wraps what the lesson raised
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(job.file)]
    place = f"{job.lesson.file}:{lines[-1]}" if lines else job.lesson.file
    try:
        text = str(error).encode("utf-8", "backslashreplace").decode()
    except Exception as another:
        text = f"(its text cannot be shown: {type(another).__name__})"
    kind = "" if isinstance(error, BuildError) else f"{type(error).__name__}: "
    said = f"{place}: {kind}{' '.join(text.split())[:LONGEST]}{others_error(job)}"
    if job.limited and (isinstance(error, MemoryError) or NO_MEMORY in text):
        return f"{said}; a lesson may take {job.settings.limits.memory // GIB} GiB"
    return said


def others_error(job: Job) -> str:
    """Return the error with which a process ended that a lesson had started."""
    for line in reversed(written(job, LOG)):
        if RAISED.match(line):
            return f"; a process that it started said: {line[:LONGEST]}"
    return ""


def written(job: Job, name: str) -> list[str]:
    """Return the lines that were written below Python's level."""
    with suppress(OSError):  # a lesson may delete its own folder
        return (job.work / name).read_text("utf-8", "replace").strip().splitlines()
    return []


def collect_files(job: Job) -> dict[str, bytes]:
    """Return what sphinx-gallery wrote for a lesson, by path below its pages."""
    made = job.docs / job.settings.pages_dir
    files = {
        path.relative_to(made).as_posix(): path.read_bytes()
        for path in sorted(made.rglob(f"*{job.lesson.stem}*"))
        if path.is_file()
        and path.name.endswith(KEPT)
        and (job.settings.extras or path.parent.name != "thumb")
    }
    if job.settings.extras:  # sphinx-gallery's own zip tells the time
        names = [f"{job.lesson.name}{end}" for end in (".ipynb", ".py")]
        inside = {Path(x).name: files[x] for x in names if x in files}
        files[f"{job.lesson.name}.zip"] = pack(inside)
    return files
