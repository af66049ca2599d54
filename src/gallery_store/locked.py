"""One run at a time in a checkout, and nothing left of those that were killed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from gallery_store.files import remove_compiled
from gallery_store.progress import Reporter
from gallery_store.settings import Settings


@contextmanager
def locked(settings: Settings, reporter: Reporter) -> Iterator[None]:
    """Hold the checkout's lock, and start without what earlier runs left."""
    settings.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.build / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        reporter.say("another build is running in this checkout; waiting for it")
        lock.acquire()
    try:
        for folder in settings.import_folders:
            remove_compiled(folder)
        for leftover in settings.build.glob("work-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        settings.work.mkdir()
        yield
    finally:
        shutil.rmtree(settings.work, ignore_errors=True)
        lock.release()
