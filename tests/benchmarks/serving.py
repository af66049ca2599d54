"""How long an author waits: from saving a file to its new text in Chromium."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import edit
from playwright.sync_api import Page, sync_playwright

PORT = 8123
SITE = f"http://127.0.0.1:{PORT}"
LESSON = "1_tensors/plot_05_elementwise_and_broadcasting"
PATIENCE = 600_000
"""Milliseconds for the first build; every lesson may have to run for it."""
MARK = "wq7"


@dataclass(frozen=True)
class Edit:
    """What is saved, and where its text is awaited.

    Parameters
    ----------
    name : str
        What is edited.
    page : str
        The address of the page that shows it.
    file, old, new : str
        The file from the root, and the text that replaces another.
    """

    name: str
    page: str
    file: str
    old: str
    new: str


EDITS = (
    Edit("page", "en/start.html", "docs/start.md", "You need a little Python",
         f"You need a {MARK} Python"),
    Edit("catalogue", "zh-cn/start.html", "docs/locales/zh_CN/LC_MESSAGES/start.po",
         "会一点 Python", f"会一点 {MARK} Python"),
    Edit("lesson", f"en/lessons/{LESSON}.html", f"examples/{LESSON}.py",
         "print(x + y)", f"print(x + y, '{MARK}')"),
    Edit("helper", f"en/lessons/{LESSON}.html",
         "src/tutorial_utils/lessons/elementwise_and_broadcasting.py",
         " meet as ", " meet, and become "),  # in a figure
)  # fmt: skip


@contextmanager
def served(checkout: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Serve a checkout until this is left."""
    command = [sys.executable, "-P", "-m", "site_build", "serve", f"--port={PORT}"]
    paths = [str(checkout / name) for name in ("docs", "src")]
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


def measure_serving(checkout: Path) -> Iterator[tuple[str, float]]:
    """Yield each edit with the seconds until Chromium shows it."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        served(checkout),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program) as browser,
    ):
        page = browser.new_page()
        for change in EDITS:
            seconds = seconds_until_shown(page, checkout, change)
            yield f"serve: {change.name} saved", seconds


def seconds_until_shown(page: Page, checkout: Path, change: Edit) -> float:
    """Save an edit and wait until Chromium has loaded the page with it."""
    wait_for_page(page, f"{SITE}/{change.page}")
    time.sleep(8)  # what follows when typing rests is over
    page.evaluate("window.isOld = true")
    start = time.monotonic()
    edit(checkout / change.file, change.old, change.new)
    shown = f"document.body.innerText.includes('{MARK}')" if MARK in change.new else "1"
    page.wait_for_function(f"!window.isOld && {shown}", timeout=PATIENCE)
    return time.monotonic() - start


def wait_for_page(page: Page, address: str) -> None:
    """Open a page as soon as there is one."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        answer = page.goto(address)
        if answer is not None and answer.ok:
            return
        time.sleep(0.5)
    sys.exit(f"{address}: nothing was served")
