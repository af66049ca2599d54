"""What happens to a build: it is killed, its disk fills, its clock goes wrong."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from course import Course

MOMENTS = 20
SMALL = "48k"


def driver(course: Course) -> Iterator[str]:
    """Kill the build itself at random moments, from its start to its end."""
    start = time.monotonic()
    course.build()
    whole = time.monotonic() - start
    chance = random.Random()
    for _ in range(MOMENTS):
        course.start_over()
        moment = chance.uniform(0, whole)
        process = course.start()
        time.sleep(moment)
        process.kill()
        process.communicate()
        left = course.left_running()
        verdict = course.verdict(course.finished)
        yield f"killed after {moment:.1f} of {whole:.1f} s: {len(left)} left; {verdict}"


def worker(course: Course) -> list[str]:
    """Kill processes that run lessons, as the system does when memory runs out."""
    process = course.start()
    killed = 0
    while killed < 2 and process.poll() is None:
        time.sleep(0.5)
        for pid in lessons_of(process.pid)[:1]:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
    said, _ = process.communicate()
    left = course.left_running()
    lines = [x for x in said.splitlines() if x.startswith(("error", "examples"))]
    verdict = course.verdict(course.finished)
    return [f"{killed} killed, status {process.returncode}", *lines,
            f"{len(left)} left; {verdict}"]  # fmt: skip


def disk(course: Course) -> list[str]:
    """Let the store's disk be full before all results are written."""
    with small_disk(course.store):
        status, said = course.build()
        lines = [f"status {status}", *said.splitlines()[-2:]]
        before = course.finished
        whole = [x for x in course.store.rglob("*") if x.name.startswith(".tmp-")]
        shutil.copytree(course.store, course.root / "kept")
    shutil.copytree(course.root / "kept", course.store, dirs_exist_ok=True)
    return [*lines, f"{len(whole)} half-written; {course.verdict(before)}"]


def together(course: Course) -> list[str]:
    """Build twice at once: in one checkout, and in two that share a store."""
    processes = [course.start(), course.start()]
    said = [process.communicate()[0] for process in processes]
    states = [process.returncode for process in processes]
    waits = sum("waiting for it" in text for text in said)
    lines = [
        f"one checkout: {states}, {waits} waited; {course.verdict(course.finished)}"
    ]
    course.start_over()
    other = Course(course.root.with_name("other"))
    shared = str(course.root.parent / "shared")
    processes = [x.start("--store", shared) for x in (course, other)]
    said = [process.communicate()[0] for process in processes]
    states = [process.returncode for process in processes]
    shutil.copytree(shared, course.store)
    verdict = course.verdict(course.finished)
    return [*lines, f"two checkouts, one store: {states}; {verdict}"]


def clock(course: Course) -> list[str]:
    """Set the clock back by a year between two builds, for one that runs a lesson."""
    library = next(Path("/usr/lib").rglob("libfaketime.so.1"), None)
    if library is None:
        return ["not tried: libfaketime is not installed (apt-get install libfaketime)"]
    course.build()
    lesson = next(course.root.glob("examples/*/plot_0000.py"))
    lesson.write_text(lesson.read_text("utf-8") + "x = 1\n", encoding="utf-8")
    back = {"LD_PRELOAD": str(library), "FAKETIME": "-365d"}
    status, said = course.build(env=back)
    lines = [f"status {status}: {said.splitlines()[-2]}"]
    lesson.write_text(lesson.read_text("utf-8") + "y = 1\n", encoding="utf-8")
    before = course.finished - {"1_part/plot_0000"}
    return [*lines, f"and forward again: {course.verdict(before)}"]


def bundles(course: Course) -> list[str]:
    """Damage results: cut one off, change a bit of one, empty one."""
    course.build()
    cut, flipped, empty = course.bundles[:3]
    cut.write_bytes(cut.read_bytes()[:-100])
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    empty.write_bytes(b"")
    status, said = course.build()
    lines = [x.partition("course/")[2] for x in said.splitlines() if "damaged" in x]
    return [f"status {status}", *lines, course.verdict(course.finished)]


def lessons_of(build: int) -> list[int]:
    """Return the processes that run a build's lessons: its grandchildren."""
    children = [x for pid in children_of(build) for x in children_of(pid)]
    return [x for x in children if Path(f"/proc/{x}").exists()]


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
