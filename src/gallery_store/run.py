"""The results of lessons: from the store where they are, else by running."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from gallery_store.bundle import Bundle
from gallery_store.environment import Environment, read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor, Result
from gallery_store.keys import Sources, changes, digest
from gallery_store.lessons import Lesson, check_lesson, find_lessons, select_lessons
from gallery_store.merge import fitting
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store

if TYPE_CHECKING:
    from gallery_store.cluster.driver import Cluster

Runner: TypeAlias = "Executor | Cluster"
CHANGED = "a file that it imports changed while it ran; build again"
CURE = (
    "write the code so that nothing warns; or show it: catch it with "
    "warnings.catch_warnings(record=True) and print it"
)


@dataclass
class Plan:
    """The lessons of a build with their keys, and the results as they come."""

    lessons: list[Lesson]  # in the order of the gallery
    parts: dict[Lesson, dict[str, str]]  # what each key is made of
    bundles: dict[Lesson, Bundle] = field(default_factory=dict)

    def key(self, lesson: Lesson) -> str:
        """Return the key of a lesson's results."""
        return digest(self.parts[lesson])

    @property
    def missing(self) -> list[Lesson]:
        """The lessons that have to run."""
        return [lesson for lesson in self.lessons if lesson not in self.bundles]

    @property
    def results(self) -> list[Bundle]:
        """The bundles in the order of the gallery."""
        return [self.bundles[x] for x in self.lessons if x in self.bundles]


def check_lessons(settings: Settings, lessons: list[Lesson]) -> None:
    """Raise a BuildError that names every fault of every lesson, if there is any."""
    if faults := [x for lesson in lessons for x in check_lesson(settings, lesson)]:
        raise BuildError("\n".join(faults))


def run_lessons(
    settings: Settings,
    lessons: list[Lesson],
    store: Store,
    reporter: Reporter,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    fresh: bool = False,
) -> tuple[Plan, int]:
    """Return the plan with every result, and how many lessons ran for it.

    They run `jobs` at a time (None: one a processor), or on the workers of the dask
    scheduler at an address; `fresh` runs those that have a result as well.  Raises a
    BuildError if a lesson fails; finished results are kept.
    """
    with open_runner(settings, reporter, jobs, scheduler) as runner:
        plan = make_plan(settings, lessons, runner.environment_of)
        if not fresh:
            load_bundles(store, plan, reporter)
        if count := len(plan.missing):
            run_missing(runner, store, plan, reporter)
    return plan, count


@contextmanager
def open_runner(
    settings: Settings, reporter: Reporter, jobs: int | None, scheduler: str | None
) -> Iterator[Runner]:
    """Give what runs lessons: this machine, or the workers of a scheduler."""
    if scheduler is None:
        environment = read_environment(settings)
        yield Executor(settings, environment, jobs=jobs or len(usable_cpus()))
        return
    try:
        from gallery_store.cluster.driver import Cluster
    except ModuleNotFoundError as error:
        raise BuildError(
            f"--scheduler needs {error.name}: install `distributed`, as "
            "`pip install --group cluster` or `pip install gallery-store[dask]` does"
        ) from error
    with closing(Cluster(settings, scheduler, reporter)) as cluster:
        yield cluster


def make_plan(
    settings: Settings,
    lessons: list[Lesson],
    environment_of: Callable[[Lesson], Environment],
) -> Plan:
    """Return the lessons with the keys that they have where they would run."""
    sources = Sources(settings)
    parts = {x: sources.parts(x) | environment_of(x).parts for x in lessons}
    return Plan(lessons, parts)


def plan_here(settings: Settings, pattern: str = "") -> Plan:
    """Return the lessons that match with the keys that they have on this machine."""
    environment = read_environment(settings)
    lessons = select_lessons(find_lessons(settings), pattern)
    return make_plan(settings, lessons, lambda _: environment)


def load_bundles(store: Store, plan: Plan, reporter: Reporter) -> None:
    """Take from the store what is there; a damaged bundle counts as missing."""
    for lesson in plan.lessons:
        try:
            bundle = store.load(lesson.name, plan.key(lesson))
        except ValueError as error:
            path = store.path(lesson.name, plan.key(lesson))
            reporter.say(f"{path}: {error}; the lesson runs again")
            continue
        if bundle is not None:
            plan.bundles[lesson] = bundle


def plan_as_built(
    settings: Settings, lessons: list[Lesson], store: Store, reporter: Reporter
) -> Plan:
    """Return a plan with another machine's results; BuildError unless it is whole."""
    bundles, sources = store.load_all(reporter), Sources(settings)
    plan, faults = Plan(lessons, {}), []
    for lesson in lessons:
        try:
            first, *others = fitting(sources, lesson, bundles)
        except BuildError as error:
            faults.append(str(error))
            continue
        plan.parts[lesson], plan.bundles[lesson] = first.parts, first
        for other in others:
            differ = ", ".join(changes(first.parts, other.parts))
            faults.append(
                f"{first.lesson}: {first.key}.zip and {other.key}.zip are results of "
                f"different environments ({differ}); keep one of them, as --prune does "
                "where the store was made"
            )
    if faults:
        raise BuildError("\n".join([*faults, f"{store.folder} makes no whole site"]))
    return plan


def run_missing(runner: Runner, store: Store, plan: Plan, reporter: Reporter) -> None:
    """Run what is missing and store each result at once; BuildError if any failed."""
    missing = plan.missing
    if {*"{}"} & {*str(runner.settings.work.resolve())}:
        raise BuildError(
            f"{runner.settings.root}: sphinx-gallery writes no figure below a folder "
            "with braces in its name; rename it"
        )
    store.remove_leftovers(lesson.name for lesson in missing)
    store.check_writable()
    say = reporter.steps("lessons", len(missing))
    failures: list[str] = []

    def done(result: Result) -> None:
        lesson, bundle, failure = result.lesson, result.bundle, result.failure
        if bundle is not None:
            now = make_plan(runner.settings, [lesson], runner.environment_of)
            failure = check_warnings(bundle, lesson)
            if now.parts[lesson] != plan.parts[lesson]:
                failure = f"{lesson.file}: {CHANGED}"
        if failure or bundle is None:
            failures.append(failure)
            say(failure)
            return
        store.save(bundle)
        plan.bundles[lesson] = bundle
        say(f"ran {lesson.name} ({bundle.executed['seconds']} s)")

    for lessons in in_order(missing, store):
        runner.run(lessons, plan.parts, done)
    if failures:
        lines = [*failures, "nothing was published; finished results are kept"]
        raise BuildError("\n".join(lines))


def in_order(lessons: list[Lesson], store: Store) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons that run side by side, then those that run alone.

    Those come first that took longest; one that never ran may take longer still.
    """
    last = {lesson: store.latest(lesson.name) for lesson in lessons}
    seconds = {x: y.executed["seconds"] if y else float("inf") for x, y in last.items()}
    longest = sorted(lessons, key=lambda x: -seconds[x])
    alone = [x for x in longest if x.measures_time]
    return [x for x in longest if not x.measures_time], alone


def check_warnings(bundle: Bundle, lesson: Lesson) -> str:
    """Return one line a warning that nobody meant to raise, and the cure."""
    lines = []
    for warning in bundle.executed["warnings"]:
        if not warning["caught"]:
            line = "" if warning["line"] is None else f":{warning['line']}"
            said = f"{warning['category']}: {warning['text']}"
            lines.append(f"{lesson.file}{line}: {said}")
    return "\n".join([*lines, f"  {CURE}"]) if lines else ""


def explain(settings: Settings, store: Store, pattern: str) -> Iterator[str]:
    """Yield for each lesson that matches whether it would run, and what changed."""
    for lesson, parts in plan_here(settings, pattern).parts.items():
        try:
            current = store.load(lesson.name, digest(parts))
        except ValueError as error:
            yield f"{lesson.name}: will run, its stored result is {error}"
            continue
        if current is not None:
            yield f"{lesson.name}: up to date"
        elif (last := store.latest(lesson.name)) is None:
            yield f"{lesson.name}: will run, it has no stored result"
        else:
            yield f"{lesson.name}: will run, because since its last run"
            yield from (f"  {change}" for change in changes(last.parts, parts))


def prune(settings: Settings, store: Store, reporter: Reporter) -> None:
    """Delete the results that no lesson needs now.

    Where there is no accelerator, those stay that a lesson has from one elsewhere.
    """
    plan = plan_here(settings)
    wanted = {lesson.name: parts for lesson, parts in plan.parts.items()}

    def needed(bundle: Bundle) -> bool:
        parts = wanted.get(bundle.lesson, {})
        if parts.get("accelerator") == "None":
            parts = parts | {"accelerator": bundle.parts.get("accelerator", "")}
        return bundle.parts == parts

    reporter.say(f"{store.prune(needed)} bundles deleted")
