"""What a worker starts beside itself: answers one request, then ends.

It runs in a folder laid out like the checkout, so that a lesson runs on a worker as
it does at home.
"""

import json
import os
import pickle
import sys
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from gallery_store.environment import Environment, read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.leaks import check_bundle
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings


@dataclass(frozen=True)
class Request:
    """A lesson that is to run."""

    lesson: Lesson
    parts: dict[str, str]
    environment: Environment  # as this worker has told
    threads: int


def main() -> None:
    """Answer the request in the folder that this process was started in."""
    threading.Thread(target=end_with_worker, daemon=True).start()
    root = Path.cwd()
    # the driver's own request, from this build's scheduler
    settings, request = pickle.loads((root / "request").read_bytes())
    try:
        kind, data = answer(replace(settings, root=root), request)
    except BuildError as error:
        kind, data = "failed", str(error).encode()
    new = root / "answer.new"
    new.write_bytes(kind.encode() + b"\n" + data)
    new.replace(root / "answer")


def end_with_worker() -> None:
    """Wait for the end of standard input, which the worker holds, then end at once.

    A lesson's process watches this one and ends with it.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def answer(settings: Settings, request: Request | None) -> tuple[str, bytes]:
    """Return what is asked for: this environment, or a lesson's bundle."""
    if request is None:
        about = {"environment": asdict(read_environment(settings))}
        return "ran", json.dumps(about | {"cpus": len(usable_cpus())}).encode()
    executor = Executor(settings, request.environment, jobs=1, preload=False)
    result = executor.run_one(request.lesson, request.parts, request.threads)
    if result.bundle is None:
        return "died" if result.died else "failed", result.failure.encode()
    if fault := check_bundle(settings, result.bundle, request.lesson):
        return "failed", fault.encode()
    return "ran", result.bundle.to_bytes()


if __name__ == "__main__":
    main()
