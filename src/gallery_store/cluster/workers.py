"""The workers of a scheduler: who is there, and what each says of itself."""

import json
import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Future

from gallery_store.cluster.checkout import pack_checkout
from gallery_store.cluster.in_checkout import Request
from gallery_store.environment import Environment, as_parts
from gallery_store.errors import BuildError
from gallery_store.keys import changes
from gallery_store.progress import Reporter
from gallery_store.settings import Settings

POLL = 0.2
"""Seconds between two looks at the scheduler."""
ASK_LIMIT = 120.0
"""Seconds that a worker gets to describe its environment."""
GPU = "GPU"
"""The resource that a worker offers for lessons that gain from an accelerator."""
CALL = "(exec(source, space := {}), space['run'](checkout, request))[1]"
"""Runs the text of `in_worker.py` where nothing of this package is installed."""
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
        """Wait until each worker that is there now has answered.

        Raises
        ------
        BuildError
            If there is none that can be used.
        """
        end = time.monotonic() + ASK_LIMIT
        self.refresh()
        while self.asked.keys() - self.known.keys() and time.monotonic() < end:
            time.sleep(POLL)
            self.refresh()
        for address in sorted(self.asked.keys() - self.known.keys()):
            self.refuse(address, f"no answer in {ASK_LIMIT:g} s")
        if not self.usable:
            raise BuildError("no worker that can be used has joined the scheduler")

    def refresh(self) -> None:
        """Read who is there; ask who is new; forget who is gone.

        Raises
        ------
        BuildError
            If the scheduler does not answer.
        """
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
                self.known[address] = self.describe(address, json.loads(data))
            else:
                self.refuse(address, data.decode())

    def refuse(self, address: str, reason: str) -> None:
        """Say why a worker is not used, and do not ask it again."""
        self.known[address] = None
        self.reporter.say(f"worker {address} is not used: {reason}")

    def describe(self, address: str, answer: dict[str, Any]) -> Worker:
        """Return a worker as the scheduler and it itself describe it."""
        offer = self.offers[address]
        return Worker(
            address,
            offer["host"],
            offer["nthreads"],
            int(offer["resources"].get(GPU, 0)),
            Environment(**answer["environment"]),
            answer["cpus"],
        )


def common_environment(workers: Sequence[Worker]) -> Environment | None:
    """Return the environment of workers; None if there are none.

    Raises
    ------
    BuildError
        If they differ in something that results depend on.
    """
    if not workers:
        return None
    first = workers[0]
    for other in workers[1:]:
        differ = changes(as_parts(first.environment), as_parts(other.environment))
        if differ:
            raise BuildError(
                f"the workers {first.address} and {other.address} differ "
                f"({', '.join(differ)}); give the scheduler equal ones"
            )
    return first.environment
