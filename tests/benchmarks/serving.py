"""How long an author waits: from saving a file to its new text in Chromium."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generated import SITE_BUILD, edit
from playwright.sync_api import Page, sync_playwright

PORT = 8123
SITE = f"http://127.0.0.1:{PORT}"
LESSON = "1_tensors/plot_05_elementwise_and_broadcasting"
PATIENCE = 600_000
"""Milliseconds for the first build; every lesson may have to run for it."""
MARK = "wq7"
EDITS = {
    "page": ("en/start.html", "docs/start.md", "You need a little Python",
             f"You need a {MARK} Python"),
    "catalogue": ("zh-cn/start.html", "docs/locales/zh_CN/LC_MESSAGES/start.po",
                  "会一点 Python", f"会一点 {MARK} Python"),
    "lesson": (f"en/lessons/{LESSON}.html", f"examples/{LESSON}.py",
               "print(y + x)", f"print(y + x, '{MARK}')"),
    "helper": (f"en/lessons/{LESSON}.html",
               "src/tutorial_utils/lessons/elementwise_and_broadcasting.py",
               " meet as ", " meet, and become "),  # in a figure
}  # fmt: skip
"""What is saved: the page that shows it, the file, and a text that replaces another."""


@contextmanager
def served(checkout: Path) -> Iterator[None]:
    """Serve a checkout until this is left."""
    paths = os.pathsep.join(str(checkout / name) for name in ("docs", "src"))
    process = subprocess.Popen(
        [*SITE_BUILD, "serve", f"--port={PORT}"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": paths},
        start_new_session=True,
    )
    try:
        yield
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
        for name, (address, file, old, new) in EDITS.items():
            wait_for_page(page, f"{SITE}/{address}")
            time.sleep(8)  # what follows when typing rests is over
            page.evaluate("window.isOld = true")
            start = time.monotonic()
            edit(checkout / file, old, new)
            shown = f"document.body.innerText.includes('{MARK}')"
            wanted = f"!window.isOld && {shown if MARK in new else 1}"
            page.wait_for_function(wanted, timeout=PATIENCE)
            yield f"serve: {name} saved", time.monotonic() - start


def wait_for_page(page: Page, address: str) -> None:
    """Open a page as soon as there is one."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        answer = page.goto(address)
        if answer is not None and answer.ok:
            return
        time.sleep(0.5)
    sys.exit(f"{address}: nothing was served")
