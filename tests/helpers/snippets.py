"""Lessons of a few lines of code, and how their runs end."""

from pathlib import Path

from gallery_store.environment import Environment
from gallery_store.execute import Result
from gallery_store.lessons import Lesson
from gallery_store.run import Runner, in_order, make_plan
from gallery_store.store import Store

HEAD = '"""\nTitle\n=====\n\nText.\n"""\n\n# %%\n# Code.\n\n'
ALONE = "# sphinx_gallery_parallel = False\n"
CPU = Environment("3.11.7", {"torch": "2.13.0", "numpy": "2.4.6"}, None)


def lesson(name: str, code: str = "") -> Lesson:
    """Return a lesson that runs some code, which begins in line 11."""
    return Lesson(f"1_part/plot_{name}", HEAD + code)


def run(runner: Runner, **codes: str) -> dict[str, Result]:
    """Run lessons of some code and return their results by name."""
    results: list[Result] = []
    lessons = [lesson(*item) for item in codes.items()]
    parts = make_plan(runner.settings, lessons, lambda _: CPU).parts
    for batch in in_order(lessons, Store(Path("none"))):
        runner.run(batch, parts, results.append)
    return {x.lesson.stem.removeprefix("plot_"): x for x in results}


def page(result: Result) -> str:
    """Return the page source that a lesson left behind."""
    assert result.bundle is not None, result.failure
    return result.bundle.files[f"{result.lesson.name}.rst"].decode()
