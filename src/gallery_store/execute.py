"""Run lessons: one fresh process each, a time limit, the longest first."""

import multiprocessing
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from gallery_store.bundle import Bundle, read_bundle
from gallery_store.child import LOG, Job, Ran, collect_files, end_group, run_job
from gallery_store.environment import Environment, usable_cpus
from gallery_store.leaks import find_leak
from gallery_store.lessons import Lesson
from gallery_store.limits import GIB, too_large
from gallery_store.process_tree import Tree
from gallery_store.settings import Settings

OWN = Path(__file__).parent
UNKNOWN = (
    "it read {}, whose changes would go unnoticed; name data files in DATA_FILES of "
    "the module that reads them, and import modules by statements"
)
POLL = 0.2
"""Seconds between two looks at what a lesson has started."""
FAREWELL = 1.0
"""Seconds that a lesson's process gets to end by itself after its answer."""


@dataclass(frozen=True)
class Result:
    """How the execution of a lesson ended."""

    lesson: Lesson
    bundle: Bundle | None = None
    failure: str = ""  # why it did not run to its end
    died: str = ""  # what ended without a word: "process" or "worker"


Parts = Mapping[Lesson, dict[str, str]]
"""Lessons with what their keys are made of."""
Done = Callable[[Result], None]
"""Takes a result as soon as it is there."""


class Executor:
    """Runs lessons, `jobs` at a time, in processes that it can stop."""

    def __init__(
        self, settings: Settings, environment: Environment, *, jobs: int
    ) -> None:
        self.settings = settings
        self.environment = environment
        self.jobs = jobs
        self.context = start_context(settings.preload)
        self.processes: set[Any] = set()
        self.stopped = threading.Event()

    def environment_of(self, lesson: Lesson) -> Environment:
        """Return the environment in which a lesson runs: this machine's."""
        return self.environment

    def run(self, lessons: Sequence[Lesson], parts: Parts, done: Done) -> None:
        """Run lessons and hand each result to `done`, in this thread.

        If one of them measures time, they run one after the other.
        """
        alone = any(lesson.measures_time for lesson in lessons)
        with ThreadPoolExecutor(1 if alone else self.jobs) as pool:
            try:
                futures = [pool.submit(self.run_one, x, parts[x]) for x in lessons]
                for future in as_completed(futures):
                    done(future.result())
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Kill what runs and start nothing more."""
        self.stopped.set()
        for process in list(self.processes):
            end_group(process.pid)

    def run_one(self, lesson: Lesson, parts: dict[str, str]) -> Result:
        """Run one lesson in a process of its own.

        It gets all processors if it measures time.  Else one, however many are there:
        more add up a sum in another order, and a training ends elsewhere.
        """
        if self.stopped.is_set():
            return Result(lesson, failure="stopped")
        work = self.settings.work / lesson.name
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        limited = self.environment.accelerator is None
        threads = len(usable_cpus()) if lesson.measures_time else 1
        job = Job(self.settings, lesson, work.resolve(), threads, limited)
        try:
            answer = self.ask_process(job)
            if isinstance(answer, Ran):
                return self.read_results(job, parts, answer)
            return answer
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def read_results(self, job: Job, parts: dict[str, str], ran: Ran) -> Result:
        """Return what a lesson has left, or why it is not kept."""
        files, found = collect_files(job), ran.devices["accelerator"]
        bundle = Bundle(job.lesson.name, parts, self.describe_run(ran), files)
        fault = unknown_files(self.settings, parts, ran.read)
        if found != (known := self.environment.accelerator):
            (self.settings.build / "devices.json").unlink(missing_ok=True)
            fault = (
                f"it ran on {found or 'no accelerator'}, and this machine was known "
                f"for {known or 'none'}; build again"
            )
        fault = fault or too_large(files, self.settings.limits)
        try:
            read_bundle(bundle.to_bytes())
        except ValueError as error:
            fault = fault or f"its results cannot be kept, {error}"
        if fault:
            return Result(job.lesson, failure=f"{job.lesson.file}: {fault}")
        if leak := find_leak(self.settings, bundle, job.lesson):
            return Result(job.lesson, failure=leak)
        return Result(job.lesson, bundle)

    def ask_process(self, job: Job) -> Ran | Result:
        """Start a lesson's process and return how it ran, or why it did not."""
        lesson = job.lesson
        receive, send = self.context.Pipe(duplex=False)
        process = self.context.Process(target=run_job, args=(send, job))
        process.start()
        self.processes.add(process)
        tree = Tree(process.pid)
        try:
            send.close()
            if self.stopped.is_set():
                process.kill()
            if fault := self.wait_for(receive, tree, job):
                return Result(lesson, failure=f"{lesson.file}: stopped, {fault}")
            answer: Ran | str = receive.recv()
            return answer if isinstance(answer, Ran) else Result(lesson, None, answer)
        except EOFError:
            process.join(FAREWELL)
            said = f"{lesson.file}: its process {last_words(process.exitcode, job)}"
            return Result(lesson, failure=said, died="process")
        finally:
            process.join(FAREWELL)
            tree.end()
            end_group(process.pid)
            process.kill()
            process.join()
            self.processes.discard(process)

    def wait_for(self, receive: Any, tree: Tree, job: Job) -> str:
        """Wait for a lesson's answer; return which limit it passed before."""
        limits, since = job.settings.limits, time.monotonic()
        while not receive.poll(POLL):
            if time.monotonic() > since + limits.seconds:
                return f"it took longer than {limits.seconds:g} s"
            if tree.look() and job.limited and tree.memory() > limits.memory:
                return f"it and what it started took {limits.memory // GIB} GiB"
        return ""

    def describe_run(self, ran: Ran) -> dict[str, Any]:
        """Return when, where, for how long and with what warnings a lesson ran."""
        day = datetime.fromtimestamp(ran.start, UTC).date().isoformat()
        versions, used = self.environment.versions, ran.devices.get("used", True)
        return {name: versions[name] for name in self.settings.stated} | {
            "date": day,
            "start": round(ran.start, 3),
            "end": round(ran.start + ran.seconds, 3),
            "seconds": round(ran.seconds, 1),
            "warnings": ran.warnings,
            "machine": ran.devices["machine"],
            "accelerator": ran.devices["accelerator"] if used else None,
        }


def start_context(preload: Sequence[str]) -> Any:
    """Return how processes are started: from a preloaded server where there is one."""
    if not preload or sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gallery_store.clean_start", *preload])
    return context


def warm_up(settings: Settings) -> None:
    """Start loading what the first lesson would have to wait for."""
    if start_context(settings.preload).get_start_method() == "forkserver":
        forkserver.ensure_running()


def unknown_files(
    settings: Settings, parts: Mapping[str, str], read: Iterable[str]
) -> str:
    """Return why a result is refused that depends on files which the key lacks."""
    root = settings.root.resolve()
    made = [x.resolve() for x in (settings.build, Path(sys.prefix), OWN)]
    unknown = {
        file.relative_to(root).as_posix()
        for file in map(Path, read)
        if file.is_relative_to(root) and is_file(file) and file.suffix != ".pyc"
        if not any(file.is_relative_to(folder) for folder in made)
    } - parts.keys()
    return UNKNOWN.format(", ".join(sorted(unknown))) if unknown else ""


def is_file(path: Path) -> bool:
    """Tell whether a file is there; no name is too long to ask."""
    with suppress(OSError):
        return path.is_file()
    return False


def last_words(status: int, job: Job) -> str:
    """Say how a process ended that left no answer, and what it wrote last."""
    ended = f"ended ({status})"
    if status == -signal.SIGKILL:
        ended = "was killed (SIGKILL), as the system does when memory runs out"
    with suppress(OSError, IndexError):
        said = (job.work / LOG).read_text(encoding="utf-8", errors="replace")
        return f"{ended}; it last said: {said.strip().splitlines()[-1].strip()}"
    return ended
