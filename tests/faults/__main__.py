"""Break builds in every way that happens to builds, and print what became of them.

`nox -s faults` tries all; a name behind it tries one.  Each trial works on a copy of a
small course, and ends with the same question: is the site what a build that nothing
disturbed makes?
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from course import NAP, Course

MOMENTS = 20
SMALL = "48k"


def driver(course: Course) -> Iterator[str]:
    """Kill the build itself at random moments, from its start to its end."""
    start = time.monotonic()
    course.build()
    whole = time.monotonic() - start
    for _ in range(MOMENTS):
        course.start_over()
        moment = random.uniform(0, whole)
        process = course.start()
        time.sleep(moment)
        process.kill()
        process.communicate()
        left = course.left_running()
        verdict = course.verdict(course.finished)
        yield f"killed after {moment:.1f} of {whole:.1f} s: {len(left)} left; {verdict}"


def worker(course: Course) -> Iterator[str]:
    """Kill processes that run lessons, as the system does when memory runs out."""
    process = course.start()
    killed = 0
    while killed < 2 and process.poll() is None:
        time.sleep(0.5)
        lessons = [x for child in children_of(process.pid) for x in children_of(child)]
        for pid in lessons[:1]:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
    said, _ = process.communicate()
    yield f"{killed} killed, status {process.returncode}"
    yield from (x for x in said.splitlines() if x.startswith(("error", "examples")))
    yield f"{len(course.left_running())} left; {course.verdict(course.finished)}"


def disk(course: Course) -> Iterator[str]:
    """Let the store's disk be full before all results are written."""
    with small_disk(course.store):
        status, said = course.build()
        before = course.finished
        half = [x for x in course.store.rglob("*") if x.name.startswith(".tmp-")]
        shutil.copytree(course.store, course.root / "kept")
    shutil.copytree(course.root / "kept", course.store, dirs_exist_ok=True)
    yield from (f"status {status}", *said.splitlines()[-2:])
    yield f"{len(half)} half-written; {course.verdict(before)}"


def together(course: Course) -> Iterator[str]:
    """Build twice at once: in one checkout, and in two that share a store."""
    states, waits = finish(course.start(), course.start())
    yield f"one checkout: {states}, {waits} waited; {course.verdict(course.finished)}"
    course.start_over()
    shared = str(course.root.parent / "shared")
    other = Course(course.root.with_name("other"))
    states, _ = finish(*(x.start("--store", shared) for x in (course, other)))
    shutil.copytree(shared, course.store)
    yield f"two checkouts, one store: {states}; {course.verdict(course.finished)}"


def clock(course: Course) -> Iterator[str]:
    """Set the clock back by a year between two builds, for one that runs a lesson."""
    library = next(Path("/usr/lib").rglob("libfaketime.so.1"), None)
    if library is None:
        yield "not tried: libfaketime is not installed (apt-get install libfaketime)"
        return
    course.build()
    lesson = next(course.root.glob("examples/*/plot_0000.py"))
    lesson.write_text(lesson.read_text("utf-8") + "x = 1\n", encoding="utf-8")
    status, said = course.build(LD_PRELOAD=str(library), FAKETIME="-365d")
    yield f"status {status}: {said.splitlines()[-2]}"
    lesson.write_text(lesson.read_text("utf-8") + "y = 1\n", encoding="utf-8")
    before = course.finished - {"1_part/plot_0000"}
    yield f"and forward again: {course.verdict(before)}"


def bundles(course: Course) -> Iterator[str]:
    """Damage results: cut one off, change a bit of one, empty one."""
    course.build()
    cut, flipped, empty = course.bundles[:3]
    cut.write_bytes(cut.read_bytes()[:-100])
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    empty.write_bytes(b"")
    status, said = course.build()
    yield f"status {status}"
    yield from (x for x in said.splitlines() if "damaged" in x)
    yield course.verdict(course.finished)


def sessions(course: Course) -> Iterator[str]:
    """End builds whose lessons have started processes in sessions of their own."""
    code = "import subprocess\nx = subprocess.Popen(['sleep', '600'], {}=True)"
    for lesson in course.root.glob("examples/*/plot_*.py"):
        text = lesson.read_text("utf-8") + code.format("start_new_session") + NAP
        lesson.write_text(text, encoding="utf-8")
    for number in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
        course.start_over()
        process = course.start()
        while process.poll() is None and not any(map(sleeps, course.running())):
            time.sleep(0.1)
        process.send_signal(number)
        process.communicate()
        left = course.left_running()
        yield f"{number.name}: status {process.returncode}, {len(left)} left"
    yield course.verdict(course.finished)


def sleeps(folder: str) -> bool:
    """Tell whether a process is one that a lesson of `sessions` has started."""
    with suppress(OSError):
        return Path(folder, "comm").read_text() == "sleep\n"
    return False


def finish(*processes: subprocess.Popen[str]) -> tuple[list[int], int]:
    """Return the states in which builds end, and how many waited for another."""
    said = [process.communicate()[0] for process in processes]
    states = [process.returncode for process in processes]
    return states, sum("waiting for it" in text for text in said)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text().split())
    return found


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Make a folder a disk of its own, too small for a course; needs root."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs"]
    subprocess.run(["mount", *options, str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def main(names: Iterable[str]) -> None:
    """Run the trials of these names; print a line for each thing that was tried."""
    for name in names:
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            for line in TRIALS[name](Course(Path(folder, "course"))):
                print(f"{name}: {line}", flush=True)


TRIALS = {
    x.__name__: x for x in (driver, worker, disk, together, clock, bundles, sessions)
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="nox -s faults --", description=__doc__)
    parser.add_argument("trials", nargs="*", choices=[[], *TRIALS], default=[])
    main(parser.parse_args().trials or TRIALS)
