"""200 generated lessons on a scheduler and two workers, one of which is killed.

Run it as `python tests/benchmarks/many_lessons.py`; it needs the group `cluster` and
takes minutes.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

from generated import ROOT, write_course
from measuring import measure

sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests" / "helpers")]

from cluster import RealCluster, wait_until  # noqa: E402 - found through the line above

LESSONS = 200
KILLED_AFTER = 50
PATIENCE = 3600


def main() -> None:
    """Run the lessons on the cluster, then ask for them again; print both times."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "course")
        write_course(root, LESSONS)
        dask = RealCluster(Path(folder))
        try:
            dask.add_worker()
            threading.Thread(target=kill_one, args=(dask, root), daemon=True).start()
            report(dask.address, root)
        finally:
            dask.close()


def report(address: str, root: Path) -> None:
    """Print what two builds on the scheduler take: all lessons, then none."""
    build = [sys.executable, "-P", "-m", "site_build", "build", "--only-execute"]
    for title in ("all run", "none runs"):
        run = measure([*build, "--scheduler", address], root)
        print(f"{LESSONS} lessons, {title}: {run.seconds:.1f} s, driver {run.own} MiB")
        said = (root.parent / "benchmark.log").read_text().splitlines()
        print(*(x for x in said if "worker" in x), said[-1], sep="\n", flush=True)


def kill_one(dask: RealCluster, root: Path) -> None:
    """Add a second worker, and kill it when a quarter of the lessons has ended."""
    victim = dask.add_worker()
    done = root / "docs" / "_results"
    end = time.monotonic() + PATIENCE
    while len(list(done.rglob("*.zip"))) < KILLED_AFTER and time.monotonic() < end:
        time.sleep(1)
    victim.kill()
    victim.wait()
    wait_until(lambda: len(dask.workers) == 1)
    dask.add_worker()


if __name__ == "__main__":
    main()
