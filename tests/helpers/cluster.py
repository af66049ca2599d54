"""A real scheduler and its workers, each a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from distributed import Client
from small_project import wait_until

PATIENCE = 60


class RealCluster:
    """Starts and ends a scheduler and workers.

    Parameters
    ----------
    folder : Path
        Where they log and keep what they work on.
    python : str
        The Python that they run on.
    """

    def __init__(self, folder: Path, python: str = sys.executable) -> None:
        self.folder = folder
        self.python = python
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start(
            "dask_scheduler", "--port=0", "--host=127.0.0.1", "--scheduler-file=s"
        )
        wait_until(lambda: (folder / "s").is_file() and (folder / "s").stat().st_size)
        self.client = Client(
            scheduler_file=str(folder / "s"), set_as_default=False, timeout=PATIENCE
        )
        self.address = self.client.scheduler.address

    def start(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        """Start a program of distributed, far from this checkout."""
        command = [self.python, "-m", f"distributed.cli.{program}"]
        with (self.folder / f"{len(self.processes)}.txt").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--no-dashboard", *options],
                cwd=self.folder,
                env=os.environ | {"PYTHONPATH": ""},
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def add_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker with one slot, and wait until the scheduler knows it."""
        count = len(self.workers)
        scratch = f"--local-directory={self.folder}"
        process = self.start(
            "dask_worker", self.address, "--nthreads=1", "--no-nanny", scratch, *options
        )
        wait_until(lambda: len(self.workers) == count + 1)
        return process

    @property
    def workers(self) -> dict[str, Any]:
        """What the scheduler says of its workers."""
        found: dict[str, Any] = self.client.scheduler_info(n_workers=-1)["workers"]
        return found

    def close(self) -> None:
        """End every process."""
        self.client.close()
        for process in self.processes[::-1]:
            process.kill()
            process.wait()
