"""The build: lessons that must run are run, then the whole site is rendered."""

import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from gallery_store.errors import BuildError
from gallery_store.files import read_source
from gallery_store.lessons import Lesson, find_lessons, select_lessons
from gallery_store.locks import locked
from gallery_store.progress import Reporter
from gallery_store.restore import restore
from gallery_store.run import (
    Plan,
    check_lessons,
    plan_as_built,
    prune,
    run_lessons,
)
from gallery_store.store import Store
from lesson_pages.languages import CHINESE
from lesson_pages.site_settings import read_settings
from site_build.catalogues import check_catalogues, compile_catalogues
from site_build.hosting.finish import finish
from site_build.inputs import Inputs
from site_build.npm_lock import check_packages
from site_build.options import Options
from site_build.output_folders import check_site_folder, check_store_folder, site_lock
from site_build.project import Project
from site_build.render import Rendering, render
from site_build.site import (
    check_pages,
    is_current,
    make_readable,
    new_folder,
    repair,
    swap,
    write_fingerprint,
)
from site_build.sphinx_worker import SphinxWorker


@dataclass(frozen=True)
class Sources:
    """All that a site is made of, with the results of its lessons."""

    project: Project
    plan: Plan
    ran: int  # how many lessons had to
    rendering: Rendering

    @property
    def inputs(self) -> Inputs:
        """Digests of everything as it is now."""
        settings, results = read_settings(self.project.docs), tuple(self.plan.results)
        return Inputs(self.project, settings, results, asdict(self.rendering))


def build(project: Project, options: Options, reporter: Reporter) -> Path:
    """Build the site and return its folder; the store's if nothing is rendered.

    Raises
    ------
    BuildError
        If anything is wrong; what was published before is still there.
    """
    options.check()
    check_store_folder(project, (options.store or project.store))
    if options.only_execute:
        return fill_store(project, options, reporter)
    site = options.site(project)
    check_site_folder(project, site, partial=options.partial)
    check_packages(project)
    read_settings(project.docs)
    with locked(project.gallery, reporter), SphinxWorker() as worker:
        return build_with(worker, project, options, reporter)


def build_with(
    worker: SphinxWorker, project: Project, options: Options, reporter: Reporter
) -> Path:
    """Build the site with a Sphinx that is there already, and return its folder."""
    start = time.monotonic()
    site = options.site(project)
    with site_lock(site, reporter):
        for folder in {project.site, project.preview, site}:
            repair(folder)
        sources = gather(project, options, reporter)
        rendered = publish(sources, worker, site, reporter)
        if options.prune:
            prune(project.gallery, Store(options.store or project.store), reporter)
    settings = read_settings(project.docs)
    if rendered and settings.is_local and not options.served:
        reporter.say(
            f"the downloads name {settings.base_url}, an address of this machine: "
            "set base_url in docs/site.toml before you publish"
        )
    what = "rendered" if rendered else "already up to date"
    seconds = time.monotonic() - start
    count, ran = len(sources.plan.lessons), sources.ran
    reporter.say(
        f"{count} lesson{'s' * (count != 1)}: {ran} ran, {count - ran} restored; "
        f"{', '.join(options.languages)} {what}; {seconds:.1f} s"
    )
    reporter.say(f"Open {(site / options.entry).as_uri()}")
    return site


def gather(project: Project, options: Options, reporter: Reporter) -> Sources:
    """Run the lessons that must run, and put all results where Sphinx reads them."""
    every = find_lessons(project.gallery)
    for path in project.pages_beside.values():
        read_source(path)  # Sphinx would not say which of them it cannot read
    plan, ran = gather_results(project, options, every, reporter)
    chosen = {lesson.name for lesson in plan.lessons}
    left_out = tuple(x.name for x in every if x.name not in chosen)
    as_built = options.as_built is not None
    rendering = Rendering(options.languages, left_out, as_built, options.served)
    restore(project.gallery, plan.results, as_built=as_built)
    if CHINESE.folder in rendering.languages:
        compile_catalogues(project)
    return Sources(project, plan, ran, rendering)


def fill_store(project: Project, options: Options, reporter: Reporter) -> Path:
    """Run what the store lacks, render nothing, and return the store's folder."""
    store = options.store or project.store
    with locked(project.gallery, reporter):
        every = find_lessons(project.gallery)
        plan, ran = gather_results(project, options, every, reporter)
        if options.prune:
            prune(project.gallery, Store(store), reporter)
    reporter.say(f"{store}: {len(plan.lessons)} results, {ran} of them new")
    return store


def gather_results(
    project: Project,
    options: Options,
    every: list[Lesson],
    reporter: Reporter,
) -> tuple[Plan, int]:
    """Return the plan with every bundle, and how many lessons ran for it."""
    store = Store(options.store or project.store)
    lessons = select_lessons(every, options.only) if options.only else every
    check_lessons(project.gallery, lessons)
    strict = not (options.only_execute or options.served)
    if CHINESE.folder in options.languages and strict:
        check_catalogues(project, lessons)
    if options.as_built:
        return plan_as_built(
            project.gallery, lessons, Store(options.as_built), reporter
        ), 0
    return run_lessons(
        project.gallery,
        lessons,
        store,
        reporter,
        jobs=options.jobs,
        scheduler=options.scheduler,
        fresh=options.fresh,
    )


def publish(
    sources: Sources, worker: SphinxWorker, site: Path, reporter: Reporter
) -> bool:
    """Render, check and swap; return False if nothing had to be done."""
    inputs = sources.inputs
    if is_current(site, inputs.whole):
        return False
    new = new_folder(site)
    reporter.say(f"rendering {' and '.join(sources.rendering.languages)}")
    try:
        make_site(sources, inputs, worker, new)
        inputs.check_unchanged()
        write_fingerprint(new, inputs.whole)
        make_readable(new)
        swap(new, site)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return True


def make_site(
    sources: Sources, inputs: Inputs, worker: SphinxWorker, new: Path
) -> None:
    """Write a complete site, or raise a BuildError that says what is wrong."""
    project, rendering = sources.project, sources.rendering
    for code, pages in render(project, rendering, inputs, worker).items():
        shutil.copytree(pages, new / code)
    names = [lesson.name for lesson in sources.plan.lessons]
    if faults := list(check_pages(new, rendering.languages, names)):
        raise BuildError("\n".join(["the new site is not published:", *faults]))
    finish(project, inputs.settings, rendering, new)
