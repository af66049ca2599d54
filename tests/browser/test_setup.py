"""What is missing is said in one sentence, and nothing is skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import running

HERE = Path(__file__).parent


def test_richest_lesson_has_figures_and_formulas(tmp_path: Path) -> None:
    """Formulas decide only among lessons with three figures, where there are any."""
    part = tmp_path / "en/lessons/1_part"
    part.mkdir(parents=True)
    for name, figures, formulas in (("a", 3, 1), ("b", 4, 5), ("c", 1, 9), ("d", 9, 2)):
        text = '<img class="only-light">' * figures + "<math></math>" * formulas
        (part / f"plot_{name}.html").write_text(text, encoding="utf-8")

    assert running.richest_lesson(tmp_path) == "lessons/1_part/plot_b.html"


@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        ([], {"CHROMIUM": "no-such-browser"}, "no Chromium: apt-get install chromium"),
        (["--site", "nowhere"], {}, "no site in nowhere: `nox -s browser` builds it"),
    ],
)
def test_missing_part_stops_the_run(
    arguments: list[str], variables: dict[str, str], words: str
) -> None:
    """The run ends with an error that names the cure."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", str(HERE), *arguments],
        cwd=running.ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
