"""The workers of a scheduler: who is there, and what each says of itself."""

import json
import pickle
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Future

from gallery_store.cluster.in_checkout import Request
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
"""Runs the text of `in_worker.py` where nothing of this package is installed."""
OWN_FOLDER = ".store"
"""Where this package is in a job's checkout."""
SOURCE = Path(__file__).with_name("in_worker.py")


@dataclass(frozen=True)
class Worker:
    """A worker that may run lessons."""

    address: str
    host: str
    slots: int  # jobs at a time
    gpus: int  # of these may use one
    environment: Environment
    cpus: int


def pack_checkout(settings: Settings) -> bytes:
    """Return a zip of this package, what lessons import, and what makes a page."""
    sources = Sources(settings)
    for lesson in find_lessons(settings):
        with suppress(BuildError):  # it is named when it is to run
            sources.parts(lesson)
    files = {settings.relative(x).as_posix(): x for x in sources.digests}
    for path in (OWN / PACKAGE).rglob("*.py"):
        files[f"{OWN_FOLDER}/{path.relative_to(OWN).as_posix()}"] = path
    return pack({name: path.read_bytes() for name, path in files.items()})


class Workers:
    """Knows the workers of a scheduler, also those that come and go."""

    def __init__(self, client: Client, settings: Settings, reporter: Reporter) -> None:
        self.client = client
        self.settings = settings
        self.checkout = pack_checkout(settings)
        self.reporter = reporter
        self.source = SOURCE.read_text(encoding="utf-8")
        self.offers: dict[str, dict[str, Any]] = {}
        self.asked: dict[str, Future] = {}
        self.known: dict[str, Worker | None] = {}

    def submit(
        self, address: str, name: str, request: Request | None, *, gpu: bool = False
    ) -> Future:
        """Give a job to one worker."""
        values = {"source": self.source, "checkout": self.checkout}
        return self.client.submit(
            eval,
            CALL,
            values | {"request": pickle.dumps((self.settings, request))},
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
            limit = ASK_LIMIT if self.asked else JOIN_LIMIT
            if time.monotonic() > start + limit:
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
            self.hear(address, self.asked[address])

    def hear(self, address: str, future: Future) -> None:
        """Note what a worker has answered, if it has."""
        if future.status == "error":
            self.refuse(address, str(future.exception()))
        elif future.status == "finished":
            kind, data = future.result()
            if kind == "ran":
                told, offer = json.loads(data), self.offers[address]
                self.known[address] = Worker(
                    address,
                    offer["host"],
                    offer["nthreads"],
                    int(offer["resources"].get(GPU, 0)),
                    Environment(**told["environment"]),
                    told["cpus"],
                )
            else:
                self.refuse(address, data.decode())

    def refuse(self, address: str, reason: str) -> None:
        """Say why a worker is not used, and do not ask it again."""
        self.known[address] = None
        self.reporter.say(f"worker {address} is not used: {reason}")


def common_environment(workers: Sequence[Worker]) -> Environment | None:
    """Return the environment of workers, who have to agree; None if none is there."""
    for other in workers:
        if differ := changes(workers[0].environment.parts, other.environment.parts):
            raise BuildError(
                f"the workers {workers[0].address} and {other.address} differ "
                f"({', '.join(differ)}); give the scheduler equal ones"
            )
    return workers[0].environment if workers else None
