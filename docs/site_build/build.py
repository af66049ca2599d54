"""The build: lessons that must run are run, then the whole site is rendered."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gallery_store import locked as locking
from gallery_store.environment import read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.keys import lesson_key
from gallery_store.leaks import check_site
from gallery_store.lessons import Lesson, check_lesson, find_lessons, select_lessons
from gallery_store.progress import Reporter
from gallery_store.restore import restore
from gallery_store.results import (
    Plan,
    Runner,
    load_bundles,
    make_plan,
    plan_as_built,
    run_missing,
)
from gallery_store.store import Store
from lesson_pages.languages import CHINESE
from lesson_pages.site_settings import Settings, read_settings
from site_build.catalogues import check_catalogues, read_catalogues
from site_build.hosting.complete import complete
from site_build.inputs import Inputs
from site_build.npm_lock import check_packages
from site_build.options import Options
from site_build.output_folders import check_site_folder, check_store_folder, site_lock
from site_build.project import Project
from site_build.render import Rendering, render
from site_build.site import (
    check_pages,
    is_current,
    new_folder,
    repair,
    swap,
    write_fingerprint,
)


from site_build.sphinx_worker import SphinxWorker


def build(project: Project, options: Options, reporter: Reporter) -> Path:
    """Build the site and return its folder; the store's if nothing is rendered.

    Raises
    ------
    BuildError
        If anything is wrong; what was published before is still there.
    """
    options.check()
    start = time.monotonic()
    store = Store(options.store or project.store)
    check_store_folder(project, store.folder)
    if options.only_execute:
        return fill_store(project, options, store, reporter)
    site = options.site(project)
    check_site_folder(project, site, partial=options.partial)
    check_packages(project)
    settings = read_settings(project.docs)
    with (
        locked(project, reporter),
        site_lock(site, reporter),
        SphinxWorker() as worker,
    ):
        for folder in {project.site, project.preview, site}:
            repair(folder)
        every = find_lessons(project.gallery)
        plan, ran = gather_results(project, options, every, store, reporter)
        chosen = {lesson.name for lesson in plan.lessons}
        left_out = tuple(x.name for x in every if x.name not in chosen)
        rendering = Rendering(
            options.languages, left_out, as_built=options.as_built is not None
        )
        rendered = publish(
            project, settings, rendering, plan, worker, site, reporter
        )
        if options.prune:
            prune(project, every, store, reporter)
    if rendered and settings.is_local:
        reporter.say(
            f"the downloads name {settings.base_url}, an address of this machine: "
            "set base_url in docs/site.toml before you publish"
        )
    what = "rendered" if rendered else "already up to date"
    seconds = time.monotonic() - start
    count = len(plan.lessons)
    reporter.say(
        f"{count} lesson{'s' * (count != 1)}: {ran} ran, {count - ran} restored; "
        f"{', '.join(options.languages)} {what}; {seconds:.1f} s"
    )
    reporter.say(f"Open {(site / options.entry).as_uri()}")
    return site


def fill_store(
    project: Project, options: Options, store: Store, reporter: Reporter
) -> Path:
    """Run what the store lacks, render nothing, and return the store's folder."""
    with locked(project, reporter):
        every = find_lessons(project.gallery)
        plan, ran = gather_results(project, options, every, store, reporter)
        if options.prune:
            prune(project, every, store, reporter)
    count = len(plan.lessons)
    reporter.say(f"{store.folder}: {count} results, {ran} of them new")
    return store.folder


@contextmanager
def locked(project: Project, reporter: Reporter) -> Iterator[None]:
    """Hold the checkout's lock, and start without what earlier builds left."""
    with locking.locked(project.gallery, reporter):
        for path in project.docs.glob("locales/**/*.mo"):
            path.unlink(missing_ok=True)  # time stamps miss some changes
        yield


def gather_results(
    project: Project,
    options: Options,
    every: list[Lesson],
    store: Store,
    reporter: Reporter,
) -> tuple[Plan, int]:
    """Return the plan with every bundle, and how many lessons ran for it."""
    lessons = select_lessons(every, options.only) if options.only else every
    if faults := [x for one in lessons for x in check_lesson(project.gallery, one)]:
        raise BuildError("\n".join(faults))
    if CHINESE.folder in options.languages and not options.only_execute:
        check_catalogues(project, lessons)
    if options.as_built:
        return plan_as_built(
            project.gallery, lessons, Store(options.as_built), reporter
        ), 0
    with open_runner(project, options, reporter) as runner:
        plan = make_plan(runner, lessons)
        if not options.fresh:
            load_bundles(store, plan, reporter)
        missing = plan.missing
        if missing:
            run_missing(runner, store, plan, reporter)
    return plan, len(missing)


@contextmanager
def open_runner(
    project: Project, options: Options, reporter: Reporter
) -> Iterator[Runner]:
    """Give what runs lessons: this machine, or the workers of a scheduler."""
    if options.scheduler is None:
        jobs = options.jobs or len(usable_cpus())
        yield Executor(project.gallery, read_environment(project.gallery), jobs=jobs)
        return
    try:
        from gallery_store.cluster.driver import Cluster
    except ModuleNotFoundError as error:
        raise BuildError(
            f"--scheduler needs {error.name}: pip install --group cluster"
        ) from error
    with Cluster(project.gallery, options.scheduler, reporter) as cluster:
        yield cluster


def publish(
    project: Project,
    settings: Settings,
    rendering: Rendering,
    plan: Plan,
    worker: SphinxWorker,
    site: Path,
    reporter: Reporter,
) -> bool:
    """Restore, render, check and swap; return False if nothing had to be done."""
    restore(project.gallery, plan.results, as_built=rendering.as_built)

    def read() -> Inputs:
        results = tuple(plan.results)
        return Inputs(project, settings, results, rendering.as_inputs())

    inputs = read()
    if is_current(site, inputs.whole):
        return False
    new = new_folder(site)
    reporter.say(f"rendering {' and '.join(rendering.languages)}")
    try:
        make_site(project, settings, rendering, inputs, plan, worker, new)
        if read().whole != inputs.whole:
            raise BuildError("a source changed while it was rendered; build again")
        write_fingerprint(new, inputs.whole)
        swap(new, site)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return True


def make_site(
    project: Project,
    settings: Settings,
    rendering: Rendering,
    inputs: Inputs,
    plan: Plan,
    worker: SphinxWorker,
    new: Path,
) -> None:
    """Write a complete site, or raise a BuildError that says what is wrong."""
    if CHINESE.folder in rendering.languages:
        read_catalogues(project)
    render(project, rendering, inputs, worker, new)
    names = [lesson.name for lesson in plan.lessons]
    refuse(check_pages(new, rendering.languages, names))
    complete(project, settings, rendering, new)
    refuse(check_site(project.gallery, new))


def refuse(faults: Iterable[str]) -> None:
    """Raise a BuildError if there is any fault."""
    if lines := list(faults):
        raise BuildError("\n".join(["the new site is not published:", *lines]))


def prune(
    project: Project, every: list[Lesson], store: Store, reporter: Reporter
) -> None:
    """Delete the bundles that no lesson of the course needs now."""
    environment = read_environment(project.gallery)
    keys = {x.name: lesson_key(project.gallery, x, environment) for x in every}
    needed = [store.path(name, key) for name, key in keys.items()]
    reporter.say(f"{store.prune(needed)} bundles deleted")
