"""Run lessons: one fresh process each, a time limit, the longest first."""

import multiprocessing
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gallery_store.bundle import Bundle
from gallery_store.child import LOG, Job, Ran, collect_files, end_group, run_job
from gallery_store.environment import Environment, usable_cpus
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings

OWN = Path(__file__).parent
FAREWELL = 1.0
"""Seconds that a lesson's process gets to end by itself after its answer."""


@dataclass(frozen=True)
class Result:
    """How the execution of a lesson ended."""

    lesson: Lesson
    bundle: Bundle | None = None
    failure: str = ""  # why it did not run to its end
    died: str = ""  # what ended without a word: "process" or "worker"


class Executor:
    """Runs lessons in processes that it can stop.

    Parameters
    ----------
    settings : Settings
        The gallery.
    environment : Environment
        This machine, for the manifests.
    jobs : int
        How many lessons run at a time.
    preload : bool
        Whether more than one lesson will run, so that it pays to preload.
    """

    def __init__(
        self,
        settings: Settings,
        environment: Environment,
        *,
        jobs: int,
        preload: bool = True,
    ) -> None:
        self.settings = settings
        self.environment = environment
        self.jobs = jobs
        self.context = start_context(settings.preload if preload else ())
        self.processes: set[Any] = set()
        self.stopped = threading.Event()

    def environment_of(self, lesson: Lesson) -> Environment:
        """Return the environment in which a lesson runs: this machine's."""
        return self.environment

    def run(
        self,
        parts: Mapping[Lesson, dict[str, str]],
        seconds: Mapping[str, float],
        done: Callable[[Result], None],
    ) -> None:
        """Run lessons and hand each result to `done`, in this thread.

        Parameters
        ----------
        parts : mapping of Lesson to dict
            The lessons, with what their keys are made of.
        seconds : mapping of str to float
            How long each took the last time, by name.
        done : callable
            Gets each `Result` when it is there.
        """
        ordered = longest_first(parts, seconds)
        together = [x for x in ordered if not x.measures_time]
        alone = [x for x in ordered if x.measures_time]
        try:
            self.run_batch(together, parts, self.jobs, done)
            self.run_batch(alone, parts, 1, done)
        except BaseException:
            self.stop()
            raise

    def run_batch(
        self,
        lessons: list[Lesson],
        parts: Mapping[Lesson, dict[str, str]],
        jobs: int,
        done: Callable[[Result], None],
    ) -> None:
        """Run lessons `jobs` at a time."""
        with ThreadPoolExecutor(jobs) as pool:
            futures: list[Future[Result]] = [
                pool.submit(
                    self.run_one,
                    lesson,
                    parts[lesson],
                    threads_for(lesson, len(usable_cpus())),
                )
                for lesson in lessons
            ]
            try:
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

    def run_one(self, lesson: Lesson, parts: dict[str, str], threads: int) -> Result:
        """Run one lesson in a process of its own."""
        if self.stopped.is_set():
            return Result(lesson, failure="stopped")
        work = self.settings.work / lesson.name
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        job = Job(
            *(self.settings, lesson, work.resolve(), threads),
            limited=self.environment.accelerator is None,
        )
        try:
            kind, *answer = self.ask_process(job)
            if kind != "ran":
                died = "process" if kind == "died" else ""
                return Result(lesson, failure=str(answer[0]), died=died)
            return self.read_results(job, parts, Ran(*answer))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def read_results(self, job: Job, parts: dict[str, str], ran: Ran) -> Result:
        """Return what a lesson has left, or why it is not kept."""
        files = collect_files(job)
        fault = (
            unknown_files(self.settings, parts, ran.read)
            or other_accelerator(self.settings, self.environment, ran)
            or self.settings.limits.too_large(files)
        )
        if fault:
            return Result(job.lesson, failure=f"{job.lesson.file}: {fault}")
        bundle = Bundle(job.lesson.name, parts, self.describe_run(ran), files)
        return Result(job.lesson, bundle)

    def ask_process(self, job: Job) -> tuple[Any, ...]:
        """Start a lesson's process and return what it sends, or why it did not."""
        receive, send = self.context.Pipe(duplex=False)
        process = self.context.Process(target=run_job, args=(send, job))
        process.start()
        self.processes.add(process)
        try:
            send.close()
            if self.stopped.is_set():
                process.kill()
            return self.wait_for(process, receive, job)
        finally:
            process.join(FAREWELL)
            end_group(process.pid)
            process.kill()
            process.join()
            self.processes.discard(process)

    def wait_for(self, process: Any, receive: Connection, job: Job) -> tuple[Any, ...]:
        """Return the answer of a process that may hang or die."""
        file, seconds = job.lesson.file, job.settings.limits.seconds
        if not receive.poll(seconds):
            end_group(process.pid)
            return "failed", f"{file}: stopped, it took longer than {seconds:g} s"
        try:
            return tuple(receive.recv())
        except EOFError:
            process.join(FAREWELL)
            last = last_line(job.work / LOG)
            return "died", f"{file}: its process {ending(process.exitcode)}{last}"

    def describe_run(self, ran: Ran) -> dict[str, Any]:
        """Return when, where, for how long and with what warnings a lesson ran."""
        day = datetime.fromtimestamp(ran.start, UTC).date().isoformat()
        versions = self.environment.versions
        return {name: versions[name] for name in self.settings.stated} | {
            "date": day,
            "start": round(ran.start, 3),
            "end": round(ran.start + ran.seconds, 3),
            "seconds": round(ran.seconds, 1),
            "warnings": ran.warnings,
            **ran.devices,
        }


def threads_for(lesson: Lesson, cpus: int) -> int:
    """Return how many threads a lesson gets on a machine.

    All where it measures time.  Else one, however many are there: more add up a sum in
    another order, and a training ends elsewhere.
    """
    return cpus if lesson.measures_time else 1


def start_context(preload: Sequence[str]) -> Any:
    """Return how processes are started: from a preloaded server where there is one."""
    if not preload or sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def longest_first(
    lessons: Iterable[Lesson], seconds: Mapping[str, float]
) -> list[Lesson]:
    """Return lessons by falling time; one that never ran counts as the longest."""
    return sorted(
        lessons, key=lambda x: seconds.get(x.name, float("inf")), reverse=True
    )


def unknown_files(
    settings: Settings, parts: Mapping[str, str], read: Iterable[str]
) -> str:
    """Return why a result is refused that depends on files which the key lacks."""
    root, made = settings.root.resolve(), (settings.build, Path(sys.prefix), OWN)
    others = [folder.resolve() for folder in made]
    files = {Path(x) for x in read if x.startswith(str(root)) and Path(x).is_file()}
    unknown = sorted(
        {
            file.relative_to(root).as_posix()
            for file in files
            if file.is_relative_to(root)
            and file.suffix != ".pyc"
            and not any(file.is_relative_to(folder) for folder in others)
        }
        - parts.keys()
    )
    if not unknown:
        return ""
    return (
        f"it read {', '.join(unknown)}, whose changes would go unnoticed; name data "
        "files in DATA_FILES of the module that reads them, and import modules by "
        "statements"
    )


def other_accelerator(settings: Settings, environment: Environment, ran: Ran) -> str:
    """Return why a result is refused that was made without the key's accelerator."""
    used = ran.devices["accelerator"]
    if used == environment.accelerator:
        return ""
    (settings.build / "devices.json").unlink(missing_ok=True)
    return (
        f"it ran on {used or 'no accelerator'}, and this machine was known for "
        f"{environment.accelerator or 'none'}; build again"
    )


def ending(status: int) -> str:
    """Say how a process ended that left no answer."""
    if status == -signal.SIGKILL:
        return "was killed (SIGKILL), as the system does when memory runs out"
    return f"ended ({status})"


def last_line(log: Path) -> str:
    """Return the last line that a process wrote, if it wrote any."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return next((f"; it last said: {x.strip()}" for x in lines[::-1] if x.strip()), "")
