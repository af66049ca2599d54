"""What happens in a lesson's own process: sphinx-gallery on a gallery of one."""

import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

import threadpoolctl

from gallery_store.environment import Devices, call_by_name
from gallery_store.files import pack
from gallery_store.lessons import Lesson
from gallery_store.limits import GIB, limit_process
from gallery_store.settings import Settings
from gallery_store.warning_recorder import Recorder

LOG = "output.txt"
LONGEST = 300
"""Characters of an error's text; the rest helps nobody."""
KEPT = (".rst", ".py", ".ipynb", ".py.md5", ".codeobj.json", ".svg", ".webp", ".png")
"""Ends of the names of the files that readers get."""
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
    devices: Devices  # what its process says that it ran on


def run_job(pipe: Connection, job: Job) -> None:
    """Run a lesson; send how it ran, or a message on why it failed."""
    if hasattr(os, "setsid"):  # a group of this process and all that it starts
        os.setsid()
    threading.Thread(target=end_with_driver, daemon=True).start()
    log = os.open(job.work / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard in (1, 2):  # also what is written below Python's level
        os.dup2(log, standard)
    try:
        prepare_process(job)
        opened = watch_files()
        recorder = Recorder(str(job.file))
        recorder.start()
        limit_process(job.settings.limits, memory=job.limited)
        start, since = time.time(), time.monotonic()
        execute_gallery(job)
        seconds = time.monotonic() - since
        devices = call_by_name(job.settings.devices)
        files = {getattr(x, "__file__", None) for x in sys.modules.values()}
        read = opened | {os.path.realpath(file) for file in files if file}
        pipe.send(Ran(start, seconds, read, recorder.raised, devices))
    except BaseException as error:  # a lesson may raise anything, SystemExit too
        pipe.send(describe_failure(job, error))


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


def prepare_process(job: Job) -> None:
    """Set environment, drawing, import paths and the thread budget."""
    os.environ.update({"MPLBACKEND": "agg", "COLUMNS": "80", **job.settings.environ})
    sys.path[:0] = [str(path) for path in job.settings.import_folders]
    # in a spawned process it is "__mp_main__", and so are the classes of a lesson
    sys.modules["__main__"].__name__ = "__main__"
    for name in job.settings.preload:
        import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(job.threads)
    threadpoolctl.threadpool_limits(job.threads)


def watch_files() -> set[str]:
    """Return a set that from now on collects the path of every file opened."""
    opened: set[str] = set()
    inside = threading.local()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or getattr(inside, "busy", False):
            return
        if isinstance(arguments[0], str | bytes | os.PathLike):
            inside.busy = True
            opened.add(os.path.realpath(os.fsdecode(arguments[0])))
            inside.busy = False

    sys.addaudithook(watch)
    return opened


def execute_gallery(job: Job) -> None:
    """Let sphinx-gallery run the lesson and write its page below `work`."""
    from sphinx.application import Sphinx

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
    said = f"{place}: {type(error).__name__}: {' '.join(text.split())[:LONGEST]}"
    if job.limited and (isinstance(error, MemoryError) or NO_MEMORY in text):
        return f"{said}; a lesson may take {job.settings.limits.memory // GIB} GiB"
    return said


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
