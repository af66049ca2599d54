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
from itertools import islice

from gallery_store.bundle import Bundle
from gallery_store.drift.texts import same_text
from gallery_store.errors import BuildError
from gallery_store.keys import Sources, changes
from gallery_store.lessons import Lesson, find_lessons
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store

SHOWN = (".rst", ".svg", ".webp", ".png")
"""Ends of the names of the files that show what a timing lesson measured."""
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
UNSEEN = 0.01
"""Points by which two drawings may differ."""


def merge(
    settings: Settings, stores: Sequence[Store], target: Store, reporter: Reporter
) -> None:
    """Write the union of stores to the target; what it holds already takes part.

    Raises a BuildError, and writes nothing, if a lesson of the gallery is in no store,
    a store holds nothing, or two bundles under one key contradict each other.
    """
    target.check_folder(settings.root)
    own = [target] if target.paths() else []
    bundles = [x for store in (*stores, *own) for x in store.load_all(reporter)]
    groups: dict[tuple[str, str], list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        groups[bundle.lesson, bundle.key].append(bundle)
    faults = [
        f"{one.lesson}: {one.path} and {x.path} contradict each other in {name}"
        for one, *others in groups.values()
        for x in others
        for name in islice(differences(one, x), 1)
    ]
    sources = Sources(settings)
    for lesson in find_lessons(settings):
        try:
            fitting(sources, lesson, bundles)
        except BuildError as error:
            faults.append(str(error))
    if faults:
        raise BuildError("\n".join([*faults, "nothing was merged"]))
    best = [max(same, key=lambda x: x.when) for same in groups.values()]
    new = [x for x in best if x.path != target.path(x.lesson, x.key)]
    for bundle in new:
        target.save(bundle)
    reporter.say(f"{target.folder}: {len(best)} results, {len(new)} of them new")


def differences(first: Bundle, other: Bundle) -> Iterator[str]:
    """Yield the names of the files that show a reader something else than timings."""
    lesson = first.script
    for name in sorted(first.files.keys() | other.files.keys()):
        ours, theirs = first.files.get(name), other.files.get(name)
        if ours == theirs or (lesson.measures_time and name.endswith(SHOWN)):
            continue
        same = False
        if ours and theirs and name.endswith(".svg"):
            same = same_drawing(ours.decode(), theirs.decode())
        elif ours and theirs and name.endswith(".rst"):
            same = same_text(ours.decode(), theirs.decode(), lesson.tolerance)
        if not same:
            yield name


def same_drawing(ours: str, theirs: str) -> bool:
    """Tell whether two drawings (SVG) look the same."""
    one, two = (NUMBER.sub("", text) for text in (ours, theirs))
    numbers = (map(float, NUMBER.findall(text)) for text in (ours, theirs))
    near = (abs(a - b) <= UNSEEN for a, b in zip(*numbers, strict=False))
    return one == two and all(near)


def fitting(
    sources: Sources, lesson: Lesson, bundles: Iterable[Bundle]
) -> list[Bundle]:
    """Return the results of a lesson as it is now, from whatever machine.

    Without any, a BuildError says what changed since the latest.
    """
    wanted = sources.parts(lesson)
    own = [bundle for bundle in bundles if bundle.lesson == lesson.name]
    if found := [bundle for bundle in own if bundle.sources == wanted]:
        return found
    if not own:
        raise BuildError(f"{lesson.name}: no result in any store")
    last = max(own, key=lambda x: x.when)
    since = ", ".join(changes(last.sources, wanted))
    raise BuildError(f"{lesson.name}: only results of other sources ({since})")
