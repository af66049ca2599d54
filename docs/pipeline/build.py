"""The build: lessons that must run are run, then the whole site is rendered."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.catalogues import CHINESE, check_catalogues
from pipeline.environment import Environment, read_environment, usable_cpus
from pipeline.errors import BuildError
from pipeline.execute import Executor, Result
from pipeline.intruders import check_bundle, check_site
from pipeline.keys import digest, key_parts
from pipeline.lessons import Lesson, check_lesson, find_lessons, select_lessons
from pipeline.progress import Reporter
from pipeline.project import LANGUAGES, Project
from pipeline.render import Rendering, render
from pipeline.restore import restore
from pipeline.site import (
    beside,
    check_pages,
    check_target,
    copy_root,
    inputs_digest,
    is_current,
    repair,
    swap,
    write_fingerprint,
)
from pipeline.store import Bundle, Store


@dataclass(frozen=True)
class Options:
    """What a build is asked for; each field is an option of the command.

    Parameters
    ----------
    lang : str or None
        One language instead of all.
    only : str or None
        Lessons whose name matches, instead of all.
    jobs : int or None
        Lessons at a time; None takes one a processor.
    store, out : Path or None
        Other folders than the project's own.
    fresh, prune : bool
        Run every lesson again; delete bundles that nothing needs any more.
    """

    lang: str | None = None
    only: str | None = None
    jobs: int | None = None
    store: Path | None = None
    out: Path | None = None
    fresh: bool = False
    prune: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """Folders of the languages to build."""
        return (self.lang,) if self.lang else tuple(LANGUAGES)

    @property
    def entry(self) -> str:
        """The page to open first, below the site's folder."""
        return f"{self.lang}/index.html" if self.lang else "index.html"

    @property
    def partial(self) -> bool:
        """Whether the result is a preview and not the site."""
        return bool(self.lang or self.only)


@dataclass
class Plan:
    """The lessons of a build with their keys, and the results as they come.

    Parameters
    ----------
    lessons : list of Lesson
        In the order of the course.
    parts : dict of Lesson to dict
        What each key is made of.
    bundles : dict of Lesson to Bundle
        Results that are there.
    """

    lessons: list[Lesson]
    parts: dict[Lesson, dict[str, str]]
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


def build(project: Project, options: Options, reporter: Reporter) -> Path:
    """Build the site and return its folder.

    Raises
    ------
    BuildError
        If anything is wrong; what was published before is still there.
    """
    start = time.monotonic()
    site = options.out or (project.preview if options.partial else project.site)
    check_target(project, site)
    with locked(project, reporter):
        repair(site)
        every = find_lessons(project)
        plan, ran = gather_results(project, options, every, reporter)
        chosen = {lesson.name for lesson in plan.lessons}
        left_out = tuple(x.name for x in every if x.name not in chosen)
        rendering = Rendering(options.languages, left_out)
        fresh = publish(project, rendering, plan, site, reporter)
        if options.prune:
            prune(project, options, every, reporter)
    rendered = "rendered" if fresh else "already up to date"
    seconds = time.monotonic() - start
    count = len(plan.lessons)
    reporter.say(
        f"{count} lesson{'s' * (count != 1)}: {ran} ran, {count - ran} restored; "
        f"{', '.join(options.languages)} {rendered}; {seconds:.1f} s"
    )
    reporter.say(f"Open {(site / options.entry).as_uri()}")
    return site


@contextmanager
def locked(project: Project, reporter: Reporter) -> Iterator[None]:
    """Hold the checkout's lock, and start with an empty scratch folder."""
    project.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(project.build / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        reporter.say("another build is running in this checkout; waiting for it")
        lock.acquire()
    try:
        shutil.rmtree(project.work, ignore_errors=True)
        project.work.mkdir()
        yield
    finally:
        shutil.rmtree(project.work, ignore_errors=True)
        lock.release()


def gather_results(
    project: Project, options: Options, every: list[Lesson], reporter: Reporter
) -> tuple[Plan, int]:
    """Return the plan with every bundle, and how many lessons ran for it."""
    lessons = select_lessons(every, options.only) if options.only else every
    if faults := [fault for lesson in lessons if (fault := check_lesson(lesson))]:
        raise BuildError("\n".join(faults))
    if CHINESE in options.languages:
        check_catalogues(project, lessons)
    environment = read_environment(project.build / "devices.json")
    plan = make_plan(project, lessons, environment)
    store = Store(options.store or project.store)
    if not options.fresh:
        load_bundles(store, plan, reporter)
    missing = plan.missing
    if missing:
        store.remove_leftovers()
        store.check_writable()
        jobs = options.jobs or len(usable_cpus())
        executor = Executor(project, environment, jobs=jobs)
        run_missing(executor, store, plan, reporter)
    return plan, len(missing)


def make_plan(
    project: Project, lessons: list[Lesson], environment: Environment
) -> Plan:
    """Return the lessons with their keys."""
    parts = {lesson: key_parts(project, lesson, environment) for lesson in lessons}
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


def run_missing(
    executor: Executor, store: Store, plan: Plan, reporter: Reporter
) -> None:
    """Run what is missing and store each result as soon as it is there."""
    missing = plan.missing
    steps = reporter.steps("lessons", len(missing))
    failures: list[str] = []

    def done(result: Result) -> None:
        failure = result.failure or keep(executor.project, store, plan, result)
        if failure:
            failures.append(failure)
        steps.done(failure or f"ran {result.lesson.name} ({took(result.bundle)})")

    executor.run(
        {x: plan.parts[x] for x in missing}, last_seconds(store, missing), done
    )
    if failures:
        lines = [*failures, "nothing was published; finished results are kept"]
        raise BuildError("\n".join(lines))


def keep(project: Project, store: Store, plan: Plan, result: Result) -> str | None:
    """Store a result and return None, or why it cannot be published."""
    bundle = result.bundle
    assert bundle is not None
    fault = check_bundle(project, bundle, result.lesson.text)
    if fault is None:
        store.save(plan.key(result.lesson), bundle)
        plan.bundles[result.lesson] = bundle
    return fault


def took(bundle: Bundle | None) -> str:
    """Return how long a lesson ran."""
    return f"{bundle.executed['seconds']} s" if bundle else "no result"


def last_seconds(store: Store, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Return how long each lesson took the last time, whatever its key was."""
    found = {lesson.name: store.latest(lesson.name) for lesson in lessons}
    return {n: float(b.executed["seconds"]) for n, b in found.items() if b}


def publish(
    project: Project, rendering: Rendering, plan: Plan, site: Path, reporter: Reporter
) -> bool:
    """Restore, render, check and swap; return False if nothing had to be done."""
    restore(project, plan.results, only=bool(rendering.left_out))
    inputs = inputs_digest(project, rendering, plan.results)
    if is_current(site, inputs):
        return False
    new = beside(site, "new")
    reporter.say(f"rendering {' and '.join(rendering.languages)}")
    try:
        make_site(project, rendering, plan, new)
        write_fingerprint(new, inputs)
        swap(new, site)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return True


def make_site(project: Project, rendering: Rendering, plan: Plan, new: Path) -> None:
    """Write a complete site, or raise a BuildError that says what is wrong."""
    render(project, rendering, new)
    if rendering.whole:
        copy_root(project, new)
    names = [lesson.name for lesson in plan.lessons]
    faults = [*check_pages(new, rendering.languages, names), *check_site(project, new)]
    if faults:
        raise BuildError("\n".join(["the new site is not published:", *faults]))


def prune(
    project: Project, options: Options, every: list[Lesson], reporter: Reporter
) -> None:
    """Delete the bundles that no lesson of the course needs now."""
    environment = read_environment(project.build / "devices.json")
    plan = make_plan(project, every, environment)
    store = Store(options.store or project.store)
    needed = [store.path(lesson.name, plan.key(lesson)) for lesson in every]
    reporter.say(f"{store.prune(needed)} bundles deleted")
