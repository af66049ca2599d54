"""Run lessons on a dask cluster: what goes where, and what happens when one dies.

The driver itself gives each job to one worker, so that it knows what a worker is
doing: a lesson that measures time has its worker's machine to itself, and a job whose
worker dies goes to another.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from distributed import Client, Future, KilledWorker

from gallery_store.cluster.workers import (
    GPU,
    POLL,
    Worker,
    Workers,
    common_environment,
    read_answer,
)
from gallery_store.environment import Environment
from gallery_store.errors import BuildError
from gallery_store.execute import Done, Parts, Result
from gallery_store.lessons import Lesson
from gallery_store.progress import Reporter
from gallery_store.settings import Settings

CONNECT_LIMIT = 10.0
"""Seconds that a scheduler gets to answer."""
PATIENCE = 60.0
"""Seconds that a lesson waits for a worker when none is left for it."""
GRACE = 60.0
"""Seconds beyond a lesson's time limit after which its worker counts as dead."""
LIVES = {"process": 2, "worker": 3}
"""How often a lesson's process or its worker may die before the lesson is at fault."""


class Attempt(NamedTuple):
    """A lesson on its way through a worker."""

    lesson: Lesson
    worker: Worker
    deadline: float  # when the worker counts as dead, on the monotonic clock


class Cluster:
    """Runs lessons as an `Executor` does, on a scheduler's workers that agree."""

    def __init__(self, settings: Settings, address: str, reporter: Reporter) -> None:
        self.settings = settings
        self.reporter = reporter
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self.client = Client(address, timeout=CONNECT_LIMIT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            said = f"no dask scheduler answers at {address} ({error})"
            raise BuildError(said) from error
        self.workers = Workers(self.client, settings, reporter)
        self.running: dict[Future, Attempt] = {}
        self.deaths: Counter[tuple[str, Lesson]] = Counter()
        self.left: set[tuple[str, Lesson]] = set()
        try:
            self.workers.gather()
            usable = self.workers.usable
            gpu = common_environment([x for x in usable if x.gpus])
            plain = common_environment([x for x in usable if not x.gpus])
        except BaseException:
            self.close()
            raise
        # where lessons run that gain from a GPU, and where the others
        self.environments = {True: gpu or plain, False: plain or gpu}

    def close(self) -> None:
        """Leave the scheduler; what still runs for this build is ended there."""
        for future in self.running:
            future.cancel()
        self.running.clear()
        self.client.close()

    def environment_of(self, lesson: Lesson) -> Environment:
        """Return the environment in which a lesson runs."""
        environment = self.environments[lesson.gains_from_gpu]
        assert environment is not None
        return environment

    def needs_gpu(self, lesson: Lesson) -> bool:
        """Tell whether a lesson runs on a GPU: it gains from one, and there is one."""
        return lesson.gains_from_gpu and any(x.gpus for x in self.workers.usable)

    def run(self, lessons: Sequence[Lesson], parts: Parts, done: Done) -> None:
        """Run lessons wherever there is room, and hand each result to `done`."""
        without = [x for x in lessons if x.gains_from_gpu and not self.needs_gpu(x)]
        if names := ", ".join(lesson.name for lesson in without):
            self.reporter.say(f"no worker offers {GPU}; without it: {names}")
        waiting, busy = list(lessons), time.monotonic()
        while waiting or self.running:
            self.workers.refresh()
            for lesson in list(waiting):
                if worker := self.room_for(lesson):
                    waiting.remove(lesson)
                    self.give(lesson, worker, parts[lesson])
            if self.running:
                busy = time.monotonic()
            elif time.monotonic() > busy + PATIENCE:
                for lesson in waiting:
                    done(Result(lesson, failure=f"{lesson.file}: no worker is left"))
                return
            time.sleep(POLL)
            for result in self.answers():
                if final := self.settle(result):
                    done(final)
                else:
                    waiting.append(result.lesson)

    def room_for(self, lesson: Lesson) -> Worker | None:
        """Return the worker that had best start a lesson now.

        That is one that this lesson has not died on; one whose GPU it does not take
        from others; the one with most room.  A timing lesson needs a whole machine.
        """
        wanted, gpu = self.environment_of(lesson).parts, self.needs_gpu(lesson)
        hosts = [x.worker.host for x in self.running.values()]
        rated = []
        for worker in self.workers.usable:
            here = [x.lesson for x in self.running.values() if x.worker == worker]
            free = len(here) < worker.slots
            if lesson.measures_time:
                free = worker.host not in hosts
            if gpu:
                free = free and sum(x.gains_from_gpu for x in here) < worker.gpus
            if free and worker.environment.parts == wanted:
                died_here = (worker.address, lesson) in self.left
                wasteful = worker.gpus > 0 and not lesson.gains_from_gpu
                rated.append(((died_here, wasteful, len(here) / worker.slots), worker))
        return min(rated, key=lambda x: x[0], default=(None, None))[1]

    def give(self, lesson: Lesson, worker: Worker, parts: dict[str, str]) -> None:
        """Start a lesson on a worker."""
        how = worker.environment, parts
        gpu = self.needs_gpu(lesson)
        future = self.workers.submit(worker.address, lesson.name, lesson, *how, gpu=gpu)
        deadline = time.monotonic() + self.settings.limits.seconds + GRACE
        self.running[future] = Attempt(lesson, worker, deadline)

    def answers(self) -> Iterator[Result]:
        """Yield a result of each lesson whose worker has answered, or is gone."""
        for future, attempt in list(self.running.items()):
            address, now = attempt.worker.address, time.monotonic()
            lost = address not in self.workers.offers or now > attempt.deadline
            if lost or future.done():
                del self.running[future]
                self.left.add((address, attempt.lesson))
                yield worker_died(attempt) if lost else result_of(attempt, future)
                future.cancel()

    def settle(self, result: Result) -> Result | None:
        """Return a result to keep, or None if its lesson gets another chance."""
        what, failure = result.died, result.failure
        if not what:
            return result
        self.deaths[what, result.lesson] += 1
        count = self.deaths[what, result.lesson]
        if count < LIVES[what]:
            self.reporter.say(f"{failure}; the lesson runs again")
            return None
        return replace(result, failure=f"{failure}; {what} number {count} to die")


def result_of(attempt: Attempt, future: Future) -> Result:
    """Return what became of a lesson, from what its worker sent."""
    lesson, answer = attempt.lesson, read_answer(future)
    if isinstance(answer, Result):
        return answer
    if isinstance(answer, KilledWorker | ConnectionError):
        return worker_died(attempt)
    died = "process" if isinstance(answer, ChildProcessError) else ""
    said = f"{attempt.worker.address}: {type(answer).__name__}: " * (not died)
    return Result(lesson, failure=f"{lesson.file}: {said}{answer}", died=died)


def worker_died(attempt: Attempt) -> Result:
    """Return that a lesson has lost its worker."""
    failure = f"{attempt.lesson.file}: its worker {attempt.worker.address} died"
    return Result(attempt.lesson, failure=failure, died="worker")
