"""What a page weighs and how Lighthouse judges it on a phone."""

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Any

from running import TABLE, TOOLS, program

from lesson_pages.npm import node_command

LIGHTHOUSE = TOOLS / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
KIB = 1024
LARGEST_SHIFT = 0.01
MOST_REQUESTS = 25
PERFECT = ("accessibility", "best-practices", "seo")
HEAVIEST = {"index.html": 60 * KIB}
HEAVIEST_LESSON = 110 * KIB
AGAIN = "Please run Lighthouse again"
"""What Lighthouse asks for when Chromium gave it no trace: nothing was measured."""
TRIES = 3


@dataclass(frozen=True)
class Judged:
    """A page in Lighthouse's eyes; scores from 0 to 100."""

    page: str
    scores: dict[str, int]
    size: int
    requests: int
    shift: float

    def __str__(self) -> str:
        scores = " ".join(f"{self.scores[x]:>4}" for x in ("performance", *PERFECT))
        weight = f"{self.size / KIB:6.1f} KB {self.requests:3} requests"
        return f"{scores}  {weight}  shift {self.shift:.3f}  {self.page}"


def judge(address: str, page: str) -> Judged:
    """Run Lighthouse, as on a phone; again, if it could not measure."""
    arguments = [address + page, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    for _ in range(TRIES):
        result = subprocess.run(
            node_command(LIGHTHOUSE, *arguments, "--no-enable-error-reporting"),
            env=os.environ | {"CHROME_PATH": program()},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if AGAIN not in result.stderr:
            break
    assert result.returncode == 0, result.stderr
    return read(page, json.loads(result.stdout))


def read(page: str, report: dict[str, Any]) -> Judged:
    """Return what counts in a report."""
    assert "runtimeError" not in report, report["runtimeError"]
    audits = report["audits"]
    return Judged(
        page,
        {n: round(100 * x["score"]) for n, x in report["categories"].items()},
        round(audits["total-byte-weight"]["numericValue"]),
        len(audits["network-requests"]["details"]["items"]),
        audits["cumulative-layout-shift"]["numericValue"],
    )


def test_page_is_light_and_still(site, weighed, pytestconfig):
    """Bytes, requests, shift and all scores but speed, which depends on the machine."""
    judged = judge(site, weighed)
    pytestconfig.stash[TABLE].append(str(judged))

    assert {x: judged.scores[x] for x in PERFECT} == dict.fromkeys(PERFECT, 100)
    assert judged.shift <= LARGEST_SHIFT
    assert judged.requests <= MOST_REQUESTS
    assert judged.size <= HEAVIEST.get(weighed.partition("/")[2], HEAVIEST_LESSON)
