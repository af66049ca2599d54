"""A lesson's kept run: what each block printed, the figures, and how old it is."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from gallery_store.bundle import Bundle
from gallery_store.drift.outputs import Figure, read_blocks
from gallery_store.store import Store
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import SETTING, LessonSource


class KeptRun(NamedTuple):
    """What is kept of one run of a lesson."""

    outputs: dict[str, str]  # what each block of code printed, by its `code_key()`
    figures: dict[str, bytes]  # the light ones that are SVG, by file name
    missing: list[int]  # lines of blocks that the run lacks; 0 if there is no run


@cache
def read_run(content: Content, lesson: LessonSource) -> KeptRun:
    """Return what is kept of a run of today's code, else of the latest run."""
    runs = [read_bundle(x, lesson) for x in Store(content.store).runs(lesson.name)]
    latest = runs[0] if runs else KeptRun({}, {}, [0])
    return next((x for x in runs if not x.missing), latest)


def read_bundle(bundle: Bundle, lesson: LessonSource) -> KeptRun:
    """Return what a bundle shows, and what the lesson's source has besides."""
    outputs, figures = {}, {}
    for block in read_blocks(bundle):
        printed = [x for x in block.outputs if isinstance(x, str)]
        outputs[code_key(block.code)] = "\n".join(printed)
        for x in block.outputs:
            if isinstance(x, Figure) and x.light.name.endswith(".svg"):
                figures[x.light.name] = x.light.data
    missing = [x.line for x in lesson.code if code_key(x.text) not in outputs]
    return KeptRun(outputs, figures, missing)


def code_key(code: str) -> str:
    """Return what identifies a block of code: no settings, no empty lines."""
    lines = (line.rstrip() for line in code.splitlines())
    return "\n".join(x for x in lines if x and not SETTING.match(x))


def runs_are_kept(content: Content) -> Iterator[Fault]:
    """Without a run of today's code, numbers and figures are not looked at."""
    for lesson in content.sources:
        for line in read_run(content, lesson).missing[:1]:
            why = "this block is newer than the" if line else "there is no"
            cure = f"run `nox -s docs -- --only {lesson.stem} --only-execute`"
            yield Fault(lesson.file, line, f"{why} kept run; {cure}")
