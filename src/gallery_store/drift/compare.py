"""Compare the outputs of lessons on two sides: here, and there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from itertools import zip_longest

from gallery_store.bundle import Bundle
from gallery_store.drift.outputs import Block, Figure, Output, read_blocks
from gallery_store.drift.pictures import figure_difference, size_difference
from gallery_store.drift.texts import first_difference, same_structure, same_text

EQUAL, CHANGED, NEW, GONE, TIMINGS = "equal", "changed", "new", "gone", "timings"
THREADS = re.compile(r", \d+ threads?$")


@dataclass(frozen=True)
class Pair:
    """An output as it is here and there."""

    line: int  # where its block of code begins in the lesson
    here: Output | None
    there: Output | None
    difference: str = ""  # empty where the outputs are equal


@dataclass(frozen=True)
class Comparison:
    """What became of a lesson's outputs.

    Parameters
    ----------
    lesson : str
        Its name.
    verdict : str
        `equal`, `changed`, `new`, `gone` or `timings`: an equal structure, in which
        only measured times may differ.
    pairs : list of Pair
        Its outputs on both sides.
    changes : dict of str to tuple of str
        The parts of its key that differ, as they are here and there.
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
    def source_differs(self) -> bool:
        """Whether the lesson itself was edited between the two sides."""
        return any(x.endswith(f"/{self.lesson}.py") for x in self.changes)

    @property
    def files(self) -> list[str]:
        """The files of the project that differ between the two sides."""
        return [name for name in self.changes if "/" in name]

    @property
    def label(self) -> str:
        """The verdict, and whether the lesson itself was edited."""
        return self.verdict + ", source differs" * self.source_differs

    @property
    def different(self) -> list[Pair]:
        """The outputs that differ; of timings, those that could."""
        if self.verdict == TIMINGS:
            return self.pairs
        return [pair for pair in self.pairs if pair.difference]

    @property
    def first(self) -> str:
        """The first difference in one line."""
        found = [x for x in self.pairs if x.difference]
        return f"line {found[0].line}: {found[0].difference}" if found else ""


def compare(
    here: Mapping[str, Bundle], there: Mapping[str, Bundle]
) -> list[Comparison]:
    """Return the comparison of every lesson that either side has, by name."""
    return [
        compare_lesson(name, here.get(name), there.get(name))
        for name in sorted(here.keys() | there.keys())
    ]


def compare_lesson(name: str, here: Bundle | None, there: Bundle | None) -> Comparison:
    """Return what became of one lesson's outputs."""
    if here is None or there is None:
        return Comparison(name, GONE if here is None else NEW)
    lessons = [bundle.script for bundle in (here, there)]
    timed = any(lesson.measures_time for lesson in lessons)
    compared = Comparer(here, there, lessons[0].tolerance, timed=timed)
    pairs = list(compared.pairs())
    changed = any(pair.difference for pair in pairs)
    verdict = CHANGED if changed else TIMINGS if timed else EQUAL
    return Comparison(name, verdict, pairs, changed_parts(here, there))


def changed_parts(here: Bundle, there: Bundle) -> dict[str, tuple[str, str]]:
    """Return what the keys disagree on, as it is on both sides."""
    names = sorted(here.parts.keys() | there.parts.keys())
    values = {n: (here.parts.get(n, "–"), there.parts.get(n, "–")) for n in names}
    return {name: (x, y) for name, (x, y) in values.items() if x != y}


class Comparer:
    """Compares the outputs of one lesson."""

    def __init__(
        self, here: Bundle, there: Bundle, tolerance: float, *, timed: bool
    ) -> None:
        self.here = here
        self.there = there
        self.tolerance = tolerance
        self.timed = timed

    def pairs(self) -> Iterator[Pair]:
        """Yield every output with its partner."""
        blocks = read_blocks(self.here), read_blocks(self.there)
        for here, there in paired_blocks(*blocks):
            line = here.line if here else there.line if there else 0
            outputs = [block.outputs if block else [] for block in (here, there)]
            for ours, theirs in zip_longest(*outputs):
                yield Pair(line, ours, theirs, self.difference(ours, theirs))

    def difference(self, ours: Output | None, theirs: Output | None) -> str:
        """Return how two outputs differ; nothing if they are equal."""
        if isinstance(ours, str) and isinstance(theirs, str):
            return self.text_difference(ours, theirs)
        if isinstance(ours, Figure) and isinstance(theirs, Figure):
            if self.timed:
                return size_difference(ours.light, theirs.light) or ""
            return figure_difference(ours, theirs) or ""
        return f"{kind(ours)} here, {kind(theirs)} there"

    def text_difference(self, ours: str, theirs: str) -> str:
        """Return how two texts differ, where they do not tell on what they ran."""
        ours, theirs = mask(ours, self.here), mask(theirs, self.there)
        exact = partial(same_text, tolerance=self.tolerance)
        same = same_structure if self.timed else exact
        return "" if same(ours, theirs) else first_difference(ours, theirs, same)


def paired_blocks(
    here: list[Block], there: list[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield blocks of equal code together, and in between those that were edited."""
    codes = [block.code for block in there], [block.code for block in here]
    for _, i, j, k, m in SequenceMatcher(None, *codes, autojunk=False).get_opcodes():
        yield from zip_longest(here[k:m], there[i:j])


def kind(output: Output | None) -> str:
    """Return what an output is, in a word or two."""
    if output is None:
        return "nothing"
    return "a figure" if isinstance(output, Figure) else "a text"


def mask(text: str, bundle: Bundle) -> str:
    """Return a text without the names of what the lesson ran on: no output of its own.

    These are the versions, the machine and the accelerator of the manifest.
    """
    ran = bundle.executed
    names = list(bundle.versions.items())
    names += [("machine", THREADS.sub("", str(ran["machine"])))]
    names += [("accelerator", str(ran["accelerator"] or ""))]
    names += [(word, name.partition("+")[0]) for word, name in bundle.versions.items()]
    for word, name in names:
        if name:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w|\.\d)", f"‹{word}›", text)
    return text
