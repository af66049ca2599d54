"""Run lessons: one fresh process each, a time limit, the longest first."""

import multiprocessing
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import forkserver
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
    """Runs lessons, `jobs` at a time, in processes that it can stop.

    It pays to `preload` where more than one lesson will run.
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

        `parts` are the lessons with what their keys are made of, `seconds` how long
        each took the last time, by name.
        """
        for lessons, jobs in zip(in_order(parts, seconds), (self.jobs, 1), strict=True):
            with ThreadPoolExecutor(jobs) as pool:
                try:
                    futures = [
                        pool.submit(self.run_one, x, parts[x], threads_for(x))
                        for x in lessons
                    ]
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
        files, used = collect_files(job), ran.devices["accelerator"]
        fault = unknown_files(self.settings, parts, ran.read)
        if used != (known := self.environment.accelerator):
            (self.settings.build / "devices.json").unlink(missing_ok=True)
            fault = (
                f"it ran on {used or 'no accelerator'}, and this machine was known for "
                f"{known or 'none'}; build again"
            )
        if fault := fault or self.settings.limits.too_large(files):
            return Result(job.lesson, failure=f"{job.lesson.file}: {fault}")
        bundle = Bundle(job.lesson.name, parts, self.describe_run(ran), files)
        return Result(job.lesson, bundle)

    def ask_process(self, job: Job) -> tuple[Any, ...]:
        """Start a lesson's process and return what it sends, or why it did not."""
        file, seconds = job.lesson.file, job.settings.limits.seconds
        receive, send = self.context.Pipe(duplex=False)
        process = self.context.Process(target=run_job, args=(send, job))
        process.start()
        self.processes.add(process)
        try:
            send.close()
            if self.stopped.is_set():
                process.kill()
            if receive.poll(seconds):
                return tuple(receive.recv())
            return "failed", f"{file}: stopped, it took longer than {seconds:g} s"
        except EOFError:
            process.join(FAREWELL)
            return "died", f"{file}: its process {last_words(process.exitcode, job)}"
        finally:
            process.join(FAREWELL)
            end_group(process.pid)
            process.kill()
            process.join()
            self.processes.discard(process)

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


def threads_for(lesson: Lesson, cpus: int | None = None) -> int:
    """Return how many threads a lesson gets on a machine with `cpus`, or on this one.

    All where it measures time.  Else one, however many are there: more add up a sum in
    another order, and a training ends elsewhere.
    """
    return (cpus or len(usable_cpus())) if lesson.measures_time else 1


def start_context(preload: Sequence[str]) -> Any:
    """Return how processes are started: from a preloaded server where there is one."""
    if not preload or sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def warm_up(settings: Settings) -> None:
    """Start loading what the first lesson would have to wait for."""
    context = start_context(settings.preload)
    if context.get_start_method() == "forkserver":
        forkserver.ensure_running()


def in_order(
    lessons: Iterable[Lesson], seconds: Mapping[str, float]
) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons that run side by side, then those that run alone.

    The longest come first; one that never ran counts as the longest.
    """
    longest = sorted(lessons, key=lambda x: -seconds.get(x.name, float("inf")))
    alone = [x for x in longest if x.measures_time]
    return [x for x in longest if not x.measures_time], alone


def unknown_files(
    settings: Settings, parts: Mapping[str, str], read: Iterable[str]
) -> str:
    """Return why a result is refused that depends on files which the key lacks."""
    root, made = settings.root.resolve(), (settings.build, Path(sys.prefix), OWN)
    others = [folder.resolve() for folder in made]
    files = {Path(x) for x in read if x.startswith(f"{root}{os.sep}")}
    unknown = {
        file.relative_to(root).as_posix()
        for file in files
        if file.is_file()
        and file.suffix != ".pyc"
        and not any(file.is_relative_to(folder) for folder in others)
    } - parts.keys()
    if not unknown:
        return ""
    return (
        f"it read {', '.join(sorted(unknown))}, whose changes would go unnoticed; name "
        "data files in DATA_FILES of the module that reads them, and import modules by "
        "statements"
    )


def last_words(status: int, job: Job) -> str:
    """Say how a process ended that left no answer, and what it wrote last."""
    ended = f"ended ({status})"
    if status == -signal.SIGKILL:
        ended = "was killed (SIGKILL), as the system does when memory runs out"
    said = ""
    with suppress(OSError):
        said = (job.work / LOG).read_text(encoding="utf-8", errors="replace")
    last = said.strip().rpartition("\n")[2].strip()
    return f"{ended}; it last said: {last}" if last else ended
