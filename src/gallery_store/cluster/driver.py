"""Run lessons on a dask cluster: what goes where, and what happens when one dies.

The driver itself gives each job to one worker, so that it knows what a worker is
doing: a lesson that measures time has its worker's machine to itself, and a job whose
worker dies goes to another.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from distributed import Client, Future, KilledWorker

from gallery_store.bundle import read_bundle
from gallery_store.cluster.in_checkout import Request
from gallery_store.cluster.workers import GPU, POLL, Worker, Workers, common_environment
from gallery_store.environment import Environment
from gallery_store.errors import BuildError
from gallery_store.execute import Result, in_order, threads_for
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


@dataclass(frozen=True)
class Attempt:
    """A lesson on its way through a worker."""

    lesson: Lesson
    worker: Worker
    deadline: float  # when the worker counts as dead, on the monotonic clock


class Cluster:
    """Runs lessons on the workers of a scheduler; takes an `Executor`'s place.

    Raises
    ------
    BuildError
        If the scheduler does not answer, or has no workers that agree.
    """

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
        self.waiting: list[Lesson] = []
        self.running: dict[Future, Attempt] = {}
        self.answered: SimpleQueue[Future] = SimpleQueue()
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

    @property
    def has_gpus(self) -> bool:
        """Whether a worker offers a GPU."""
        return any(worker.gpus for worker in self.workers.usable)

    def environment_of(self, lesson: Lesson) -> Environment:
        """Return the environment in which a lesson runs."""
        environment = self.environments[lesson.gains_from_gpu]
        assert environment is not None
        return environment

    def run(
        self,
        parts: Mapping[Lesson, dict[str, str]],
        seconds: Mapping[str, float],
        done: Callable[[Result], None],
    ) -> None:
        """Run lessons and hand each result to `done`; as `Executor.run` does."""
        names = [lesson.name for lesson in parts if lesson.gains_from_gpu]
        if names and not self.has_gpus:
            self.reporter.say(f"no worker offers {GPU}; without it: {', '.join(names)}")
        for lessons in in_order(parts, seconds):
            self.run_batch(lessons, parts, done)

    def run_batch(
        self,
        lessons: list[Lesson],
        parts: Mapping[Lesson, dict[str, str]],
        done: Callable[[Result], None],
    ) -> None:
        """Run lessons wherever there is room, until each has a result."""
        self.waiting = list(lessons)
        busy = time.monotonic()
        while self.waiting or self.running:
            self.workers.refresh()
            self.give_out(parts)
            busy = time.monotonic() if self.running else busy
            for result in [*self.lost(), *self.answers(), *self.given_up(busy)]:
                if final := self.settle(result):
                    done(final)
                else:
                    self.waiting.append(result.lesson)

    def give_out(self, parts: Mapping[Lesson, dict[str, str]]) -> None:
        """Give each lesson that waits to a worker that has room for it."""
        for lesson in list(self.waiting):
            if room := self.room_for(lesson):
                self.waiting.remove(lesson)
                self.give(lesson, room[0], parts[lesson])

    def room_for(self, lesson: Lesson) -> list[Worker]:
        """Return the workers that could start a lesson now, the best first.

        That is one that this lesson has not died on; one whose GPU it does not take
        from others; the one with most room.  A timing lesson needs a whole machine.
        """
        wanted, gpu = self.environment_of(lesson).parts, self.needs_gpu(lesson)
        rated = []
        for worker in self.workers.usable:
            here = [x.lesson for x in self.running.values() if x.worker == worker]
            hosts = [x.worker.host for x in self.running.values()]
            free = len(here) < worker.slots
            if lesson.measures_time:
                free = worker.host not in hosts
            if gpu:
                free = free and sum(x.gains_from_gpu for x in here) < worker.gpus
            if free and worker.environment.parts == wanted:
                died_here = (worker.address, lesson) in self.left
                wasteful = worker.gpus > 0 and not lesson.gains_from_gpu
                rated.append(((died_here, wasteful, len(here) / worker.slots), worker))
        return [worker for _, worker in sorted(rated, key=lambda x: x[0])]

    def needs_gpu(self, lesson: Lesson) -> bool:
        """Tell whether a lesson runs on a GPU: it gains from one, and there is one."""
        return lesson.gains_from_gpu and self.has_gpus

    def give(self, lesson: Lesson, worker: Worker, parts: dict[str, str]) -> None:
        """Start a lesson on a worker."""
        threads = threads_for(lesson, worker.cpus)
        request = Request(lesson, parts, worker.environment, threads)
        gpu = self.needs_gpu(lesson)
        future = self.workers.submit(worker.address, lesson.name, request, gpu=gpu)
        deadline = time.monotonic() + self.settings.limits.seconds + GRACE
        self.running[future] = Attempt(lesson, worker, deadline)
        future.add_done_callback(self.answered.put)

    def lost(self) -> Iterator[Result]:
        """Yield a result for each lesson whose worker is gone or silent."""
        now, there = time.monotonic(), self.workers.offers
        for future, attempt in list(self.running.items()):
            if attempt.worker.address not in there or now > attempt.deadline:
                del self.running[future]
                future.cancel()
                self.left.add((attempt.worker.address, attempt.lesson))
                yield worker_died(attempt)

    def answers(self) -> Iterator[Result]:
        """Yield the results that have come, after a short wait for the first."""
        with suppress(Empty):
            future = self.answered.get(timeout=POLL)
            while True:
                if attempt := self.running.pop(future, None):
                    self.left.add((attempt.worker.address, attempt.lesson))
                    yield read_answer(attempt, future)
                future = self.answered.get_nowait()

    def given_up(self, busy: float) -> Iterator[Result]:
        """Yield a failure for each lesson that nobody has been there for."""
        if self.waiting and time.monotonic() > busy + PATIENCE:
            for lesson in self.waiting:
                yield Result(lesson, failure=f"{lesson.file}: no worker is left")
            self.waiting.clear()

    def settle(self, result: Result) -> Result | None:
        """Return a result to keep, or None if its lesson gets another chance."""
        what, lesson = result.died, result.lesson
        if not what:
            return result
        self.deaths[what, lesson] += 1
        count = self.deaths[what, lesson]
        if count < LIVES[what]:
            self.reporter.say(f"{result.failure}; the lesson runs again")
            return None
        return Result(lesson, failure=f"{result.failure}; {what} number {count} to die")


def read_answer(attempt: Attempt, future: Future) -> Result:
    """Return what became of a lesson, from what its worker sent."""
    lesson, file = attempt.lesson, attempt.lesson.file
    if future.status == "error":
        error = future.exception()
        if isinstance(error, KilledWorker):
            return worker_died(attempt)
        said = f"{type(error).__name__}: {error}"
        return Result(lesson, failure=f"{file}: {attempt.worker.address}: {said}")
    if future.status != "finished":
        return worker_died(attempt)
    kind, data = future.result()
    if kind == "ran":
        return Result(lesson, read_bundle(data))
    text = data.decode()
    failure = text if text.startswith(file) else f"{file}: {text}"
    return Result(lesson, failure=failure, died="process" if kind == "died" else "")


def worker_died(attempt: Attempt) -> Result:
    """Return that a lesson has lost its worker."""
    failure = f"{attempt.lesson.file}: its worker {attempt.worker.address} died"
    return Result(attempt.lesson, failure=failure, died="worker")
