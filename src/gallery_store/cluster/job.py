"""A lesson's way through a dask worker, which has nothing of this package.

The driver sends this file as text.  In the worker, `run` starts a process in a folder
laid out like the checkout, so that a lesson runs there as it does at home.  That
process runs `main`, with the package that lies in the folder.
"""

import io
import os
import pickle
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

MODULE = "gallery_store.cluster.job"
POLL = 0.05


def run(checkout: bytes, request: bytes) -> tuple[int, bytes]:
    """Start a job's process; return its status, and its answer or last words.

    `checkout` is a zip of all that the job needs, `request` what is asked, pickled.
    """
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()
    with TemporaryDirectory(dir=worker.local_directory, prefix="lesson-") as folder:
        root = Path(folder).resolve()
        with zipfile.ZipFile(io.BytesIO(checkout)) as archive:
            archive.extractall(root)
        (root / "request").write_bytes(request)
        with start(root) as process:  # to leave it closes its input, which ends it
            while process.poll() is None:
                task = worker.state.tasks.get(key)
                if task is None or task.state != "executing":
                    break  # nobody wants the answer
                time.sleep(POLL)
        name = "output.txt" if process.returncode else "answer"
        return process.returncode, (root / name).read_bytes()


def start(root: Path) -> subprocess.Popen[bytes]:
    """Start the job's process; it ends when its standard input does."""
    paths = [root / ".store", os.environ.get("PYTHONPATH", "")]
    with (root / "output.txt").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", MODULE],
            cwd=root,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def main() -> None:
    """Answer the request in this folder: with a Result, or what this worker is."""
    from gallery_store.environment import read_environment
    from gallery_store.errors import BuildError
    from gallery_store.execute import Executor

    threading.Thread(target=end_with_worker, daemon=True).start()
    root = Path.cwd()
    # the driver's own request, from this build's scheduler
    settings, lesson, *how = pickle.loads((root / "request").read_bytes())
    settings = replace(settings, root=root)
    answer: object
    try:
        if lesson is None:
            answer = read_environment(settings)
        else:
            environment, parts = how
            executor = Executor(settings, environment, jobs=1)
            answer = executor.run_one(lesson, parts)
    except BuildError as error:
        answer = error
    (root / "answer").write_bytes(pickle.dumps(answer))


def end_with_worker() -> None:
    """End at once, and the lesson's process with us, when the worker ends our input."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
