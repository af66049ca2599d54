"""What a worker starts beside itself: answers one request, then ends.

It runs in a folder laid out like the checkout, where `pipeline` can be imported, so
that a lesson runs on a worker as it does at home.
"""

import json
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gallery_store.environment import Environment, read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor, Result
from gallery_store.leaks import check_bundle
from gallery_store.lessons import Lesson
from gallery_store.project import Project


def main() -> None:
    """Answer the request in the folder that this process was started in."""
    threading.Thread(target=end_with_worker, daemon=True).start()
    project = Project(Path.cwd())
    request = json.loads((project.root / "request.json").read_text("utf-8"))
    try:
        kind, data = answer(project, request)
    except BuildError as error:
        kind, data = "failed", str(error).encode()
    new = project.root / "answer.new"
    new.write_bytes(kind.encode() + b"\n" + data)
    new.replace(project.root / "answer")


def end_with_worker() -> None:
    """Wait for the end of standard input, which the worker holds, then end at once.

    A lesson's process watches this one and ends with it.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def answer(project: Project, request: dict[str, Any]) -> tuple[str, bytes]:
    """Return what is asked for: this environment, or a lesson's bundle."""
    if "lesson" not in request:
        about = {"environment": asdict(read_environment(project))}
        return "ran", json.dumps(about | {"cpus": len(usable_cpus())}).encode()
    result = run_lesson(project, request)
    if result.bundle is None:
        return "died" if result.died else "failed", result.failure.encode()
    if fault := check_bundle(project, result.bundle, request["text"]):
        return "failed", fault.encode()
    return "ran", result.bundle.to_bytes()


def run_lesson(project: Project, request: dict[str, Any]) -> Result:
    """Run a lesson as at home."""
    executor = Executor(
        project,
        Environment(**request["environment"]),
        jobs=1,
        time_limit=request["time_limit"],
        preload=False,
    )
    lesson = Lesson(request["lesson"], request["text"])
    return executor.run_one(lesson, request["parts"], request["threads"])


if __name__ == "__main__":
    main()
