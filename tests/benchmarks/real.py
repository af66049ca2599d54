"""The course itself: built by the pipeline, by hand, and by sphinx-gallery."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from generated import BUILD, edit
from measuring import measure
from serving import measure_serving

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "zh_CN")
JOBS = (1, 2)
NODE = "docs/theme/node_modules"


def measure_course(work: Path) -> Iterator[tuple[str, float]]:
    """Yield what was measured on copies of this commit, with its seconds."""
    checkout = copy_checkout(work / "pipeline")
    yield "empty store, both languages", measure(BUILD, checkout).seconds
    yield "nothing changed", measure(BUILD, checkout).seconds
    lesson = checkout / "examples/1_tensors/plot_05_elementwise_and_broadcasting.py"
    edit(lesson, "print(x + y)", "print(y + x)")
    yield "one lesson edited", measure(BUILD, checkout).seconds
    catalogue = checkout / "docs/locales/zh_CN/LC_MESSAGES/glossary.po"
    edit(catalogue, "。", "！")
    yield "one catalogue edited", measure(BUILD, checkout).seconds
    yield from measure_serving(checkout)
    yield "the scripts, one after another", run_scripts(checkout)
    for jobs in JOBS:
        yield f"sphinx-gallery, parallel={jobs}", run_gallery(work, jobs)


def copy_checkout(to: Path) -> Path:
    """Clone this commit and lend it the packages for Node."""
    subprocess.run(["git", "clone", "--quiet", ROOT, to], check=True)
    (to / NODE).symlink_to((ROOT / NODE).resolve())
    return to


def run_scripts(checkout: Path) -> float:
    """Return the seconds of all lessons as plain scripts, in a row."""
    env = {"PYTHONPATH": str(checkout / "src"), "MPLBACKEND": "agg"}
    scripts = sorted(checkout.glob("examples/*/plot_*.py"))
    return sum(measure([sys.executable, x], checkout, **env).seconds for x in scripts)


def run_gallery(work: Path, jobs: int) -> float:
    """Return the seconds of Sphinx alone, each language in a folder of its own."""
    seconds = 0.0
    for language in LANGUAGES:
        checkout = copy_checkout(work / f"gallery-{jobs}-{language}")
        start = "SETTINGS: dict[str, Any] = {"
        gallery = checkout / "docs/lesson_pages/figures/gallery.py"
        edit(gallery, start, f'{start}\n    "parallel": {jobs},')
        command = [sys.executable, "-m", "sphinx", "-q", "-D", f"language={language}"]
        paths = str(checkout / "src")
        run = measure([*command, "docs", "out"], checkout, PYTHONPATH=paths)
        seconds += run.seconds
        shutil.rmtree(checkout)
    return seconds
