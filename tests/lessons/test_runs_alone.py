"""Each lesson runs as its author would run it: by itself, and in little memory."""

import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import tutorial_utils

LESSONS = sorted((Path(__file__).parents[2] / "examples").glob("*/plot_*.py"))
SEED = date.today().isoformat()
DAILY = random.Random(SEED).sample(LESSONS, 3)
CHOSEN = [
    pytest.param(lesson, marks=() if lesson in DAILY else pytest.mark.slow)
    for lesson in LESSONS
]
GIB = 2**30
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in what ru_maxrss counts
RUN = """
import resource, subprocess, sys

code = subprocess.run([sys.executable, *sys.argv[1:]]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""Runs a program and says its peak memory; small, as a child's count begins with
what its parent had when it was started."""

pytest.importorskip("resource", reason="Windows does not count peak memory")


def run(program, folder):
    """Run a program; return its exit code, its complaints, and its peak in bytes."""
    sources = str(Path(tutorial_utils.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(program)],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "Agg", "PYTHONPATH": sources},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    *complaints, peak = done.stderr.splitlines()
    return done.returncode, "\n".join(complaints), int(peak) * UNIT


@pytest.mark.parametrize("lesson", CHOSEN, ids=lambda path: path.stem)
def test_lesson_runs_alone(lesson, tmp_path):
    """No site, no screen, less than 1 GiB, no complaint; weekly all, daily three."""
    print(f"chosen by {SEED}")
    code, complaints, peak = run(lesson, tmp_path)

    assert (code, complaints) == (0, "")
    assert peak < GIB, f"{peak / GIB:.2f} GiB"


def test_failure_and_memory_of_a_program_are_seen(tmp_path):
    """Its own exit code, its own complaint, and what it held at most."""
    program = tmp_path / "program.py"
    program.write_text("x = bytearray(2**28)\nx[::4096] = b'1' * 2**16\nexit('no')\n")

    code, complaints, peak = run(program, tmp_path)

    assert (code, complaints) == (1, "no")
    assert 2**28 < peak < 2**28 + 2**26
