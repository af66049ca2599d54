"""A lesson's kept run: what each block printed, the figures, and how old it is."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from gallery_store.store import Store
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import SETTING, LessonSource

CODE = re.compile(r"^\.\. code-block:: Python\n\n((?:(?: .*)?\n)+)", re.MULTILINE)
OUTPUT = re.compile(r"^ \.\. code-block:: none\n\n((?:(?: .*)?\n)+)", re.MULTILINE)
FIGURE = re.compile(r"_(\d+)\.svg$")
"""The name of a figure for the light theme."""


class KeptRun(NamedTuple):
    """What is kept of a lesson's latest run."""

    outputs: dict[str, str]
    """What each block of code printed, by its `code_key()`."""
    figures: dict[str, bytes]
    """The light figures that are SVG, by file name."""
    missing: list[int]
    """Lines of today's blocks that the run does not know; 0 if there is no run."""


@cache
def read_run(content: Content, lesson: LessonSource) -> KeptRun:
    """Return what is kept of a lesson's latest run."""
    bundle = Store(content.store).latest(f"{lesson.part}/{lesson.path.stem}")
    if bundle is None:
        return KeptRun({}, {}, [0])
    images = {Path(x).name: bundle.files[x] for x in sorted(bundle.files)}
    figures = {name: data for name, data in images.items() if FIGURE.search(name)}
    outputs = dict(read_outputs(bundle.files[f"{bundle.lesson}.rst"].decode()))
    missing = [x.line for x in lesson.code if code_key(x.text) not in outputs]
    return KeptRun(outputs, figures, missing)


def read_outputs(page: str) -> Iterator[tuple[str, str]]:
    """Yield each block of code of an executed page with what it printed."""
    blocks = list(CODE.finditer(page))
    ends = [block.start() for block in blocks[1:]] + [len(page)]
    for block, end in zip(blocks, ends, strict=True):
        printed = OUTPUT.findall(page[block.end() : end])
        yield code_key(dedent(block[1])), dedent("".join(printed))


def code_key(code: str) -> str:
    """Return what identifies a block of code: no settings, no empty lines."""
    lines = (line.rstrip() for line in code.splitlines())
    return "\n".join(x for x in lines if x and not SETTING.match(x))


def runs_are_kept(content: Content) -> Iterator[Fault]:
    """Without a run of today's code, numbers and figures are not looked at."""
    for lesson in content.lessons:
        for line in read_run(content, lesson).missing[:1]:
            why = "this block is newer than the" if line else "there is no"
            cure = f"run `nox -s docs -- --only {lesson.path.stem} --only-execute`"
            yield Fault(lesson.file, line, f"{why} kept run; {cure}")
