"""A lesson's kept run: what each block printed, the figures, and how old it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from textwrap import dedent

from gallery_store.bundle import Bundle
from gallery_store.store import Store
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import SETTING, LessonSource

CODE = re.compile(r"^\.\. code-block:: Python\n\n((?:(?: .*)?\n)+)", re.M)
OUTPUT = re.compile(r"^ \.\. code-block:: none\n\n((?:(?: .*)?\n)+)", re.M)
FIGURE = re.compile(r"_(\d+)\.svg$")
RUN = "nox -s docs -- --only {} --only-execute"


@dataclass(frozen=True)
class KeptRun:
    """What is kept of a lesson's latest run.

    Parameters
    ----------
    outputs : dict of str to str
        What each block of code printed, by its `code_key()`.
    figures : dict of str to bytes
        The light figures that are SVG, by file name.
    missing : tuple of int
        Lines of the blocks of today's lesson that the run does not know.
    there : bool
        Whether there is a run at all.
    """

    outputs: dict[str, str] = field(default_factory=dict)
    figures: dict[str, bytes] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    there: bool = False

    @property
    def shows_all(self) -> bool:
        """Whether every block of today's lesson was run."""
        return self.there and not self.missing


@cache
def read_run(content: Content, lesson: LessonSource) -> KeptRun:
    """Return what is kept of a lesson's latest run."""
    bundle = Store(content.store).latest(f"{lesson.part}/{lesson.path.stem}")
    if bundle is None:
        return KeptRun()
    page = bundle.files[f"{bundle.lesson}.rst"].decode()
    outputs = dict(read_outputs(page))
    missing = [x.line for x in lesson.code if code_key(x.text) not in outputs]
    return KeptRun(outputs, light_figures(bundle), tuple(missing), there=True)


def light_figures(bundle: Bundle) -> dict[str, bytes]:
    """Return the figures for the light theme, by file name."""
    images = {Path(name).name: data for name, data in bundle.files.items()}
    return {name: images[name] for name in sorted(images) if FIGURE.search(name)}


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
        run, cure = read_run(content, lesson), RUN.format(lesson.path.stem)
        if not run.there:
            yield Fault(lesson.file, 0, f"there is no kept run of it; run `{cure}`")
        elif run.missing:
            why = "this block is newer than the kept run"
            yield Fault(lesson.file, run.missing[0], f"{why}; run `{cure}`")
