"""What is missing is said in one sentence, and nothing is skipped."""

import os
import subprocess
import sys

import pytest
import running


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        ([], {"CHROMIUM": "no-such-browser"}, "no Chromium: apt-get install chromium"),
        (["--site", "nowhere"], {}, "no site in nowhere: `nox -s browser` builds it"),
    ],
)
def test_missing_part_stops_the_run(arguments, variables, words):
    """The run ends with an error that names the cure."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", str(running.TOOLS.parent), *arguments],
        cwd=running.ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
