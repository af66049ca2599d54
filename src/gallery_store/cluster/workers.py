"""The workers of a scheduler: who is there, and what each says of itself."""

import pickle
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Future

from gallery_store.environment import Environment
from gallery_store.errors import BuildError
from gallery_store.files import pack
from gallery_store.keys import OWN, PACKAGE, Sources, changes
from gallery_store.lessons import find_lessons
from gallery_store.progress import Reporter
from gallery_store.settings import Settings

POLL = 0.2
"""Seconds between two looks at the scheduler."""
JOIN_LIMIT = 5.0
"""Seconds that the first worker gets to join."""
ASK_LIMIT = 120.0
"""Seconds that a worker gets to describe its environment."""
GPU = "GPU"
"""The resource that a worker offers for lessons that gain from an accelerator."""
CALL = "(exec(source, space := {}), space['run'](checkout, request))[1]"
"""Runs the text of `job.py` where nothing of this package is installed."""


@dataclass(frozen=True)
class Worker:
    """A worker that may run lessons."""

    address: str
    host: str
    slots: int  # jobs at a time
    gpus: int  # of these may use one
    environment: Environment


def pack_checkout(settings: Settings) -> bytes:
    """Return a zip of this package, what lessons import, and what makes a page."""
    sources = Sources(settings)
    for lesson in find_lessons(settings):
        with suppress(BuildError):  # it is named when it is to run
            sources.parts(lesson)
    files = {settings.relative(x).as_posix(): x for x in sources.digests}
    for path in (OWN / PACKAGE).rglob("*.py"):
        files[f".store/{path.relative_to(OWN).as_posix()}"] = path
    return pack({name: path.read_bytes() for name, path in files.items()})


class Workers:
    """Knows the workers of a scheduler, also those that come and go."""

    def __init__(self, client: Client, settings: Settings, reporter: Reporter) -> None:
        self.client = client
        self.settings = settings
        self.reporter = reporter
        source = Path(__file__).with_name("job.py").read_text(encoding="utf-8")
        self.values = {"source": source, "checkout": pack_checkout(settings)}
        self.offers: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, Future] = {}
        self.known: dict[str, Worker | None] = {}

    def submit(
        self, address: str, name: str, *request: object, gpu: bool = False
    ) -> Future:
        """Give a job to one worker."""
        return self.client.submit(
            eval,
            CALL,
            self.values | {"request": pickle.dumps((self.settings, *request))},
            key=f"{name}-{uuid4().hex[:8]}",
            workers=[address],
            resources={GPU: 1} if gpu else None,
            pure=False,
        )

    @property
    def usable(self) -> list[Worker]:
        """The workers that are there and have said what they are."""
        return [worker for worker in self.known.values() if worker]

    def gather(self) -> None:
        """Wait until each worker has answered; a little while for the first to come."""
        start = time.monotonic()
        self.refresh()
        while self.asked.keys() - self.known.keys() or not self.asked:
            if time.monotonic() > start + (ASK_LIMIT if self.asked else JOIN_LIMIT):
                break
            time.sleep(POLL)
            self.refresh()
        for address in sorted(self.asked.keys() - self.known.keys()):
            self.refuse(address, f"no answer in {ASK_LIMIT:g} s")
        if not self.usable:
            raise BuildError("no worker that can be used has joined the scheduler")

    def refresh(self) -> None:
        """Read who is there; ask who is new; forget who is gone."""
        try:
            self.offers = self.client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, TimeoutError) as error:
            raise BuildError(
                f"the scheduler is gone ({error}); finished results are kept"
            ) from error
        for address in self.offers.keys() - self.asked.keys():
            self.asked[address] = self.submit(address, "environment", None)
        for address in self.asked.keys() - self.offers.keys():
            self.asked.pop(address).cancel()
            self.known.pop(address, None)
        for address in self.asked.keys() - self.known.keys():
            if self.asked[address].done():
                self.hear(address)

    def hear(self, address: str) -> None:
        """Note what a worker has answered."""
        answer = read_answer(self.asked[address])
        if isinstance(answer, Exception):
            return self.refuse(address, str(answer))
        offer = self.offers[address]
        gpus = int(offer["resources"].get(GPU, 0))
        about = address, offer["host"], offer["nthreads"], gpus
        self.known[address] = Worker(*about, answer)

    def refuse(self, address: str, reason: str) -> None:
        """Say why a worker is not used, and do not ask it again."""
        self.known[address] = None
        self.reporter.say(f"worker {address} is not used: {reason}")


def read_answer(future: Future) -> Any:
    """Return what a job has answered, or the exception that it ended with."""
    if future.status != "finished":
        return future.exception() if future.status == "error" else ConnectionError()
    status, data = future.result()
    if status == 0:
        return pickle.loads(data)
    last = data.decode(errors="replace").strip().rpartition("\n")[2]
    return ChildProcessError(f"its process ended ({status}); it last said: {last}")


def common_environment(workers: Sequence[Worker]) -> Environment | None:
    """Return the environment of workers, who have to agree; None if none is there."""
    for other in workers:
        if differ := changes(workers[0].environment.parts, other.environment.parts):
            raise BuildError(
                f"the workers {workers[0].address} and {other.address} differ "
                f"({', '.join(differ)}); give the scheduler equal ones"
            )
    return workers[0].environment if workers else None
