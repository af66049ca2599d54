"""The build: lessons that must run are run, then the whole site is rendered."""

import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gallery_store.environment import read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.keys import lesson_key
from gallery_store.leaks import check_site
from gallery_store.lessons import Lesson, check_lesson, find_lessons, select_lessons
from gallery_store.progress import Reporter
from gallery_store.project import Project
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
from lesson_pages.languages import CHINESE, FOLDERS
from lesson_pages.site_settings import Settings, read_settings
from site_build.catalogues import check_catalogues, read_catalogues
from site_build.hosting.complete import complete
from site_build.inputs import Inputs
from site_build.npm_lock import check_packages
from site_build.output_folders import check_site_folder, check_store_folder
from site_build.render import Rendering, render
from site_build.sphinx_worker import SphinxWorker
from site_build.site import (
    check_pages,
    is_current,
    new_folder,
    repair,
    swap,
    write_fingerprint,
)


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
    only_execute : bool
        Fill the store and render nothing.
    as_built : Path or None
        A store made elsewhere, to be rendered without running anything.
    scheduler : str or None
        Address of a dask scheduler on whose workers lessons run.
    """

    lang: str | None = None
    only: str | None = None
    jobs: int | None = None
    store: Path | None = None
    out: Path | None = None
    fresh: bool = False
    prune: bool = False
    only_execute: bool = False
    as_built: Path | None = None
    scheduler: str | None = None

    def check(self) -> None:
        """Raise a BuildError if one option leaves nothing for another to do."""
        running = {
            "--store": self.store, "--jobs": self.jobs, "--fresh": self.fresh,
            "--prune": self.prune, "--only-execute": self.only_execute,
            "--scheduler": self.scheduler,
        }  # fmt: skip
        idle = [name for name, value in running.items() if value]
        if self.as_built and idle:
            raise BuildError(f"--as-built runs nothing; leave out {', '.join(idle)}")
        if self.scheduler and (self.jobs or self.prune):
            raise BuildError("--scheduler goes with neither --jobs nor --prune")

    @property
    def languages(self) -> tuple[str, ...]:
        """Folders of the languages to build."""
        return (self.lang,) if self.lang else FOLDERS

    @property
    def entry(self) -> str:
        """The page to open first, below the site's folder."""
        return f"{self.lang}/index.html" if self.lang else "index.html"

    @property
    def partial(self) -> bool:
        """Whether the result is a preview and not the site."""
        return bool(self.lang or self.only)

    def site(self, project: Project) -> Path:
        """Return the folder that the site is written to."""
        default = project.preview if self.partial else project.site
        return (self.out or default).resolve()


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
    with locked(project, reporter), SphinxWorker() as worker:
        for folder in {project.site, project.preview, site}:
            repair(folder)
        every = find_lessons(project)
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
        every = find_lessons(project)
        plan, ran = gather_results(project, options, every, store, reporter)
        if options.prune:
            prune(project, every, store, reporter)
    count = len(plan.lessons)
    reporter.say(f"{store.folder}: {count} results, {ran} of them new")
    return store.folder


@contextmanager
def locked(project: Project, reporter: Reporter) -> Iterator[None]:
    """Hold the checkout's lock, and start without what earlier builds left."""
    project.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(project.build / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        reporter.say("another build is running in this checkout; waiting for it")
        lock.acquire()
    try:
        remove_compiled(project)
        for leftover in project.build.glob("work-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        project.work.mkdir()
        yield
    finally:
        shutil.rmtree(project.work, ignore_errors=True)
        lock.release()


def remove_compiled(project: Project) -> None:
    """Delete `.mo` and `.pyc` files: their time stamps miss some changes."""
    for pattern in ("locales/**/*.mo", "lesson_pages/**/*.pyc"):
        for path in project.docs.glob(pattern):
            path.unlink(missing_ok=True)
    for path in project.package.rglob("*.pyc"):
        path.unlink(missing_ok=True)


def gather_results(
    project: Project,
    options: Options,
    every: list[Lesson],
    store: Store,
    reporter: Reporter,
) -> tuple[Plan, int]:
    """Return the plan with every bundle, and how many lessons ran for it."""
    lessons = select_lessons(every, options.only) if options.only else every
    if faults := [fault for lesson in lessons if (fault := check_lesson(lesson))]:
        raise BuildError("\n".join(faults))
    if CHINESE.folder in options.languages and not options.only_execute:
        check_catalogues(project, lessons)
    if options.as_built:
        return plan_as_built(project, lessons, Store(options.as_built), reporter), 0
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
        yield Executor(project, read_environment(project), jobs=jobs)
        return
    try:
        from gallery_store.cluster.driver import Cluster
    except ModuleNotFoundError as error:
        raise BuildError(
            f"--scheduler needs {error.name}: pip install --group cluster"
        ) from error
    with Cluster(project, options.scheduler, reporter) as cluster:
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
    restore(project, plan.results, as_built=rendering.as_built)

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
    refuse(check_site(project, new))


def refuse(faults: Iterable[str]) -> None:
    """Raise a BuildError if there is any fault."""
    if lines := list(faults):
        raise BuildError("\n".join(["the new site is not published:", *lines]))


def prune(
    project: Project, every: list[Lesson], store: Store, reporter: Reporter
) -> None:
    """Delete the bundles that no lesson of the course needs now."""
    environment = read_environment(project)
    keys = {x.name: lesson_key(project, x, environment) for x in every}
    needed = [store.path(name, key) for name, key in keys.items()]
    reporter.say(f"{store.prune(needed)} bundles deleted")
