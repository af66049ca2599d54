"""What runs inside of a dask worker: a job comes in, a process is started for it.

The driver sends this file as text, so that a worker needs nothing of the checkout;
it imports the standard library and distributed alone.
"""

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from distributed import get_worker

MODULE = "gallery_store.cluster.in_checkout"
POLL = 0.05


def run(checkout: bytes, request: bytes) -> tuple[str, bytes]:
    """Start a job in a process of its own; return how it ended, and its answer.

    `checkout` is a zip of all that the job needs, `request` what is asked, pickled.
    """
    scratch = get_worker().local_directory
    with TemporaryDirectory(dir=scratch, prefix="lesson-") as folder:
        root = Path(folder).resolve()
        with zipfile.ZipFile(io.BytesIO(checkout)) as archive:
            archive.extractall(root)
        (root / "request").write_bytes(request)
        status = wait_for(start(root))
        answer = root / "answer"
        if answer.is_file():
            kind, _, data = answer.read_bytes().partition(b"\n")
            return kind.decode(), data
        said = (root / "output.txt").read_text(encoding="utf-8", errors="replace")
        last = said.strip().rpartition("\n")[2]
        return "died", f"its process ended ({status}); it last said: {last}".encode()


def start(root: Path) -> subprocess.Popen[bytes]:
    """Start the job's process; it ends when its standard input does."""
    paths = [root / ".store", os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    with (root / "output.txt").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", MODULE],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a job; bring it about when nobody wants its answer.

    Leaving the process's context closes its standard input, which ends it.
    """
    worker = get_worker()
    key = worker.get_current_task()
    with process:
        while process.poll() is None:
            task = worker.state.tasks.get(key)
            if task is None or task.state != "executing":
                break
            time.sleep(POLL)
    return process.returncode
