"""Merge stores: the union of what several machines ran, without contradiction.

Two bundles under one key have to say the same, apart from *timings*, which are

- what the manifest says of the execution: when, where and for how long;
- of a lesson that measures time (``# sphinx_gallery_parallel = False``), its page's
  source and its figures, for both show what was measured.

Everything else is the same wherever it runs: a lesson's key holds all that its
results depend on.  Only the last digits of a float change with the processor that
added it up; so numbers in a drawing (SVG) may differ by a hundredth of a point, which
nobody sees, and numbers on a page by the tolerance that its lesson declares.  Of
bundles that agree the latest is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gallery_store.drift.texts import same_text
from gallery_store.entries import Entry, fitting, read_entries, when
from gallery_store.errors import BuildError
from gallery_store.lessons import Lesson, find_lessons
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store, read_bundle

SHOWN = (".rst", ".svg", ".webp", ".png")
"""Ends of the names of the files that show what a timing lesson measured."""
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
UNSEEN = 0.01
"""Points by which two drawings may differ."""


def merge(
    settings: Settings, stores: Sequence[Store], target: Store, reporter: Reporter
) -> None:
    """Write the union of stores to the target; what it holds already takes part.

    Raises
    ------
    BuildError
        If a lesson of the course is in no store, a store holds nothing, or two
        bundles under one key contradict each other; nothing is written then.
    """
    own = [target] if any(target.folder.rglob("*.zip")) else []
    entries = [x for store in (*stores, *own) for x in read_entries(store, reporter)]
    groups = by_key(entries)
    faults = [fault for same in groups for fault in contradictions(same)]
    faults += missing_lessons(settings, entries)
    if faults:
        raise BuildError("\n".join([*faults, "nothing was merged"]))
    new = sum(take(target, max(same, key=when)) for same in groups)
    reporter.say(f"{target.folder}: {len(groups)} results, {new} of them new")


def by_key(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return entries in groups that share lesson and key."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.lesson, entry.key].append(entry)
    return list(groups.values())


def contradictions(same: list[Entry]) -> Iterator[str]:
    """Yield a line for each entry whose outputs differ from the first one's."""
    first = same[0]
    for other in same[1:]:
        if name := next(differences(first, other), None):
            places = f"{first.path} and {other.path}"
            yield f"{first.lesson}: {places} contradict each other in {name}"


def differences(first: Entry, other: Entry) -> Iterator[str]:
    """Yield the names of the files that differ beyond timings."""
    lesson = Lesson(first.lesson, first.source)
    pairs = first.files.items() ^ other.files.items()
    for name in sorted({name for name, _ in pairs}):
        shown = lesson.measures_time and name.endswith(SHOWN)
        if not (shown or looks_same(first, other, name, lesson.tolerance)):
            yield name


def looks_same(first: Entry, other: Entry, name: str, tolerance: float) -> bool:
    """Tell whether a file of both bundles shows a reader the same."""
    if not (name in first.files and name in other.files):
        return False
    if name.endswith(".svg"):
        return same_drawing(text_of(first, name), text_of(other, name))
    return name.endswith(".rst") and same_text(
        text_of(first, name), text_of(other, name), tolerance
    )


def text_of(entry: Entry, name: str) -> str:
    """Return a file of a bundle."""
    return read_bundle(entry.path.read_bytes()).files[name].decode()


def same_drawing(ours: str, theirs: str) -> bool:
    """Tell whether two drawings (SVG) look the same."""
    one, two = (NUMBER.sub("", text) for text in (ours, theirs))
    numbers = (map(float, NUMBER.findall(text)) for text in (ours, theirs))
    near = (abs(a - b) <= UNSEEN for a, b in zip(*numbers, strict=False))
    return one == two and all(near)


def missing_lessons(settings: Settings, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a line for each lesson of the course without a result of its sources."""
    for lesson in find_lessons(settings):
        try:
            fitting(settings, lesson, entries)
        except BuildError as error:
            yield str(error)


def take(target: Store, entry: Entry) -> bool:
    """Put a bundle into the target; return False if it was there."""
    if entry.path == target.path(entry.lesson, entry.key):
        return False
    target.save(entry.key, read_bundle(entry.path.read_bytes()))
    return True
