"""Run what a store lacks, on this machine or on a cluster."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from gallery_store.environment import as_parts, read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.keys import Sources, digest
from gallery_store.lessons import Lesson, check_lesson, find_lessons
from gallery_store.progress import Reporter
from gallery_store.results import Plan, Runner, load_bundles, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store


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

    Parameters
    ----------
    settings : Settings
        The gallery.
    lessons : list of Lesson
        What has to have a result.
    store : Store
        Where results are, and new ones go.
    reporter : Reporter
        Shows what runs.
    jobs : int or None
        Lessons at a time; None takes one a processor.
    scheduler : str or None
        Address of a dask scheduler on whose workers lessons run.
    fresh : bool
        Run every lesson again.

    Raises
    ------
    BuildError
        If a lesson fails; finished results are kept.
    """
    with open_runner(settings, reporter, jobs=jobs, scheduler=scheduler) as runner:
        plan = make_plan(runner, lessons)
        if not fresh:
            load_bundles(store, plan, reporter)
        count = len(plan.missing)
        if count:
            run_missing(runner, store, plan, reporter)
    return plan, count


@contextmanager
def open_runner(
    settings: Settings, reporter: Reporter, *, jobs: int | None, scheduler: str | None
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


def prune(settings: Settings, store: Store, reporter: Reporter) -> None:
    """Delete the results that no lesson of the gallery needs now."""
    environment, sources = as_parts(read_environment(settings)), Sources(settings)
    needed = [
        store.path(lesson.name, digest(sources.parts(lesson) | environment))
        for lesson in find_lessons(settings)
    ]
    reporter.say(f"{store.prune(needed)} bundles deleted")
