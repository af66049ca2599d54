"""One run at a time in a checkout, and nothing left of those that were killed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gallery_store.progress import Reporter
from gallery_store.settings import Settings


@contextmanager
def held(lock: Path, place: str, reporter: Reporter) -> Iterator[None]:
    """Hold a lock; while another process holds it, say so and wait."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    file = FileLock(lock)
    try:
        file.acquire(timeout=0)
    except Timeout:
        reporter.say(f"another build is running in {place}; waiting for it")
        file.acquire()
    try:
        yield
    finally:
        file.release()


@contextmanager
def locked(settings: Settings, reporter: Reporter) -> Iterator[None]:
    """Hold the checkout's lock, and start without what earlier runs left."""
    with held(settings.build / "lock", "this checkout", reporter):
        for folder in settings.import_folders:  # whose time stamps miss some changes
            for path in folder.rglob("*.pyc"):
                path.unlink(missing_ok=True)
        for leftover in settings.build.glob("work-[0-9]*"):
            shutil.rmtree(leftover, ignore_errors=True)
        settings.work.mkdir()
        try:
            yield
        finally:
            shutil.rmtree(settings.work, ignore_errors=True)
