"""Merge stores: the union of what several machines ran, without contradiction.

Two bundles under one key have to say the same, apart from *timings*, which are

- what the manifest says of the execution: when, where and for how long;
- of a lesson that measures time (``# sphinx_gallery_parallel = False``), its page's
  source and its figures, for both show what was measured.

Everything else is the same wherever it runs: a lesson's key holds all that its
results depend on.  Of bundles that differ in timings alone the latest is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.entries import Entry, fitting, read_entries, when
from pipeline.errors import BuildError
from pipeline.lessons import Lesson, find_lessons
from pipeline.progress import Reporter
from pipeline.project import Project
from pipeline.store import Store, read_bundle

SHOWN = (".rst", ".svg", ".webp", ".png")
"""Ends of the names of the files that show what a timing lesson measured."""


def merge(
    project: Project, stores: Sequence[Store], target: Store, reporter: Reporter
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
    faults += missing_lessons(project, entries)
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
        pairs = outputs(first).items() ^ outputs(other).items()
        if names := sorted({name for name, _ in pairs}):
            places = f"{first.path} and {other.path}"
            yield f"{first.lesson}: {places} contradict each other in {names[0]}"


def outputs(entry: Entry) -> dict[str, str]:
    """Return the digests of an entry's files, without those that show timings."""
    if not Lesson(entry.lesson, entry.source).measures_time:
        return entry.files
    return {name: d for name, d in entry.files.items() if not name.endswith(SHOWN)}


def missing_lessons(project: Project, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a line for each lesson of the course without a result of its sources."""
    for lesson in find_lessons(project):
        try:
            fitting(project, lesson, entries)
        except BuildError as error:
            yield str(error)


def take(target: Store, entry: Entry) -> bool:
    """Put a bundle into the target; return False if it was there."""
    if entry.path == target.path(entry.lesson, entry.key):
        return False
    target.save(entry.key, read_bundle(entry.path.read_bytes()))
    return True
