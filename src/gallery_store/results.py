"""The results of a build's lessons: from the store where they are, else by running."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gallery_store.bundle import Bundle
from gallery_store.environment import Environment, as_parts
from gallery_store.errors import BuildError
from gallery_store.execute import Result
from gallery_store.keys import Sources, changes, digest
from gallery_store.leaks import check_bundle
from gallery_store.lessons import Lesson
from gallery_store.merge import fitting
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store

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
        """The bundles in the order of the course."""
        return [self.bundles[x] for x in self.lessons if x in self.bundles]


class Runner(Protocol):
    """Runs lessons: this machine's `Executor`, or a cluster."""

    @property
    def settings(self) -> Settings:
        """The checkout."""

    def environment_of(self, lesson: Lesson) -> Environment:
        """Return the environment in which a lesson runs."""

    def run(
        self,
        parts: Mapping[Lesson, dict[str, str]],
        seconds: Mapping[str, float],
        done: Callable[[Result], None],
    ) -> None:
        """Run lessons and hand each result to `done`."""


def make_plan(runner: Runner, lessons: list[Lesson]) -> Plan:
    """Return the lessons with the keys that they have where they would run."""
    sources = Sources(runner.settings)
    parts = {x: sources.parts(x) | as_parts(runner.environment_of(x)) for x in lessons}
    return Plan(lessons, parts)


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
    """Return a plan with the results of another machine, whole.

    Raises
    ------
    BuildError
        If a lesson has no result of its present sources, or more than one.
    """
    bundles, sources = store.load_all(reporter), Sources(settings)
    plan, faults = Plan(lessons, {}), []
    for lesson in lessons:
        try:
            bundle = only_one(fitting(sources, lesson, bundles))
            plan.parts[lesson] = bundle.parts
            plan.bundles[lesson] = bundle
        except BuildError as error:
            faults.append(str(error))
    if faults:
        raise BuildError("\n".join([*faults, f"{store.folder} makes no whole site"]))
    return plan


def only_one(found: list[Bundle]) -> Bundle:
    """Return the only result of a lesson."""
    first, *others = found
    for other in others:
        differ = ", ".join(changes(first.parts, other.parts))
        raise BuildError(
            f"{first.lesson}: {first.key}.zip and {other.key}.zip are results of "
            f"different environments ({differ}); keep one of them, as --prune does "
            "where the store was made"
        )
    return first


def run_missing(runner: Runner, store: Store, plan: Plan, reporter: Reporter) -> None:
    """Run what is missing and store each result as soon as it is there.

    Raises
    ------
    BuildError
        If a lesson failed, or the store cannot be written.
    """
    missing = plan.missing
    store.remove_leftovers(lesson.name for lesson in missing)
    store.check_writable()
    steps = reporter.steps("lessons", len(missing))
    failures: list[str] = []

    def done(result: Result) -> None:
        failure = result.failure or keep(runner, store, plan, result)
        if failure:
            failures.append(failure)
        steps.done(failure or f"ran {result.lesson.name} ({took(result.bundle)})")

    parts = {lesson: plan.parts[lesson] for lesson in missing}
    runner.run(parts, last_seconds(store, missing), done)
    if failures:
        lines = [*failures, "nothing was published; finished results are kept"]
        raise BuildError("\n".join(lines))


def keep(runner: Runner, store: Store, plan: Plan, result: Result) -> str | None:
    """Store a result and return None, or why it cannot be published."""
    lesson, bundle = result.lesson, result.bundle
    assert bundle is not None
    if make_plan(runner, [lesson]).parts != {lesson: plan.parts[lesson]}:
        return (
            f"{lesson.file}: a file that it imports changed while it ran; build again"
        )
    fault = check_bundle(runner.settings, bundle, lesson)
    fault = fault or check_warnings(bundle, lesson)
    if fault is None:
        store.save(bundle)
        plan.bundles[lesson] = bundle
    return fault


def check_warnings(bundle: Bundle, lesson: Lesson) -> str | None:
    """Return one line a warning that nobody meant to raise, and the cure; or None."""
    lines = [
        ": ".join([place_of(lesson, x["line"]), x["category"], x["text"]])
        for x in bundle.executed["warnings"]
        if not x["caught"]
    ]
    return "\n".join([*lines, f"  {CURE}"]) if lines else None


def place_of(lesson: Lesson, line: int | None) -> str:
    """Return a file, and the line where it is known."""
    return lesson.file if line is None else f"{lesson.file}:{line}"


def took(bundle: Bundle | None) -> str:
    """Return how long a lesson ran."""
    return f"{bundle.executed['seconds']} s" if bundle else "no result"


def last_seconds(store: Store, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Return how long each lesson took the last time, whatever its key was."""
    found = {lesson.name: store.latest(lesson.name) for lesson in lessons}
    return {n: float(b.executed["seconds"]) for n, b in found.items() if b}
