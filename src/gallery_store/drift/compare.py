"""Compare the outputs of lessons on two sides: here, and there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from gallery_store.bundle import Bundle
from gallery_store.drift.outputs import Block, Figure, Output, read_blocks
from gallery_store.drift.pictures import figure_difference
from gallery_store.drift.texts import first_difference, same_structure, same_text
from gallery_store.errors import BuildError

EQUAL, CHANGED, NEW, GONE, TIMINGS = "equal", "changed", "new", "gone", "timings"
KINDS = {type(None): "nothing", Figure: "a figure", str: "a text"}
THREADS = re.compile(r", \d+ threads?$")


class Pair(NamedTuple):
    """An output as it is here and there."""

    line: int  # where its block of code begins in the lesson
    here: Output | None
    there: Output | None
    difference: str = ""  # empty where the outputs are equal


@dataclass(frozen=True)
class Comparison:
    """What became of a lesson's outputs.

    The verdict `timings` is an equal structure, in which only measured times may
    differ; `changes` are the parts of the key that differ, as they are here and there.
    """

    lesson: str
    verdict: str
    pairs: list[Pair] = field(default_factory=list)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def drifted(self) -> bool:
        """Whether readers see something else here than there."""
        return self.verdict not in (EQUAL, TIMINGS)

    @property
    def files(self) -> list[str]:
        """The files of the project that differ between the two sides."""
        return [name for name in self.changes if "/" in name]

    @property
    def label(self) -> str:
        """The verdict, and whether the lesson itself was edited."""
        edited = any(x.endswith(f"/{self.lesson}.py") for x in self.changes)
        return self.verdict + ", source differs" * edited

    @property
    def different(self) -> list[Pair]:
        """The outputs that differ; of timings, those that could."""
        return [x for x in self.pairs if x.difference or self.verdict == TIMINGS]

    @property
    def first(self) -> str:
        """The first difference in one line."""
        lines = (f"line {x.line}: {x.difference}" for x in self.pairs if x.difference)
        return next(lines, "")


def compare(
    here: Mapping[str, Bundle], there: Mapping[str, Bundle]
) -> list[Comparison]:
    """Return the comparison of every lesson that either side has, by name."""
    names = sorted(here.keys() | there.keys())
    return [compare_lesson(name, here.get(name), there.get(name)) for name in names]


def compare_lesson(name: str, here: Bundle | None, there: Bundle | None) -> Comparison:
    """Return what became of one lesson's outputs."""
    if here is None or there is None:
        return Comparison(name, GONE if here is None else NEW)
    timed = here.script.measures_time or there.script.measures_time
    try:
        pairs = list(compared_outputs(here, there, timed))
    except Exception as error:  # pictures, too, have many ways to be damaged
        said = f"{type(error).__name__}: {ascii(str(error))[1:-1]:.200}"
        raise BuildError(
            f"{name}: a result's outputs cannot be read ({said}); delete it, and run "
            "the lesson again"
        ) from error
    changed = any(pair.difference for pair in pairs)
    verdict = CHANGED if changed else TIMINGS if timed else EQUAL
    names = sorted(here.parts.keys() | there.parts.keys())
    values = {n: (here.parts.get(n, "–"), there.parts.get(n, "–")) for n in names}
    changes = {name: (x, y) for name, (x, y) in values.items() if x != y}
    return Comparison(name, verdict, pairs, changes)


def compared_outputs(here: Bundle, there: Bundle, timed: bool) -> Iterator[Pair]:
    """Yield every output with its partner; times may differ in a `timed` lesson."""
    exact = partial(same_text, tolerance=here.script.tolerance)
    same = same_structure if timed else exact
    for block, other in paired_blocks(read_blocks(here), read_blocks(there)):
        line = block.line if block else other.line if other else 0
        outputs = [x.outputs if x else [] for x in (block, other)]
        for ours, theirs in zip_longest(*outputs):
            difference = ""
            if isinstance(ours, str) and isinstance(theirs, str):
                texts = mask(ours, here), mask(theirs, there)
                if not same(*texts):
                    difference = first_difference(*texts, same)
            elif isinstance(ours, Figure) and isinstance(theirs, Figure):
                difference = figure_difference(ours, theirs, size_only=timed)
            else:
                difference = f"{KINDS[type(ours)]} here, {KINDS[type(theirs)]} there"
            yield Pair(line, ours, theirs, difference)


def paired_blocks(
    here: list[Block], there: list[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield blocks of equal code together, and in between those that were edited."""
    codes = [block.code for block in there], [block.code for block in here]
    for _, i, j, k, m in SequenceMatcher(None, *codes, autojunk=False).get_opcodes():
        yield from zip_longest(here[k:m], there[i:j])


def mask(text: str, bundle: Bundle) -> str:
    """Return a text without what its lesson ran on, which is no output of its own."""
    versions = bundle.versions.items()
    names = [
        *versions,
        ("machine", THREADS.sub("", str(bundle.executed["machine"]))),
        ("accelerator", str(bundle.executed["accelerator"] or "")),
        *((word, name.partition("+")[0]) for word, name in versions),
    ]
    for word, name in names:
        if name:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w|\.\d)", f"‹{word}›", text)
    return text
