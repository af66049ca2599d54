"""The task: this checkout's results against those of a store or a version."""

import io
import shutil
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from gallery_store.bundle import Bundle
from gallery_store.drift.compare import compare
from gallery_store.drift.report import Side, table, write_report
from gallery_store.environment import read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.lessons import find_lessons
from gallery_store.locks import locked
from gallery_store.progress import Reporter
from gallery_store.run import load_bundles, make_plan, plan_here, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store

Results = dict[str, Bundle | None]
"""One bundle a lesson, by the lesson's name; None where one is damaged."""


def drift(settings: Settings, store: Store, against: str, reporter: Reporter) -> bool:
    """Compare this checkout's results with others; return if any lesson drifted.

    A lesson with a damaged result is left out, is named, and counts as drifted: of the
    damaged one nobody knows what it showed.  Raises a BuildError if results are
    missing; no report is left then.
    """
    folder = settings.build / "drift"
    shutil.rmtree(folder, ignore_errors=True)
    both = (
        own_results(settings, store, reporter),
        other_results(settings, against, reporter),
    )
    damaged = {name for side in both for name, bundle in side.items() if not bundle}
    here, there = ({n: x for n, x in s.items() if x and n not in damaged} for s in both)
    if not (here and there):
        raise BuildError("nothing is left to compare")
    comparisons = compare(here, there)
    sides = [
        Side("this checkout", describe(here.values())),
        Side(against, describe(there.values())),
    ]
    page = write_report(folder, comparisons, sides)
    count = sum(x.drifted for x in comparisons)
    for line in table(comparisons):
        reporter.say(line)
    reporter.say(f"{count or 'none'} of {len(comparisons)} lessons drifted")
    reporter.say(f"Both sides: {page.as_uri()}")
    return count > 0 or bool(damaged)


def own_results(settings: Settings, store: Store, reporter: Reporter) -> Results:
    """Return this checkout's results: those of its sources, else the newest."""
    plan, every = plan_here(settings), read_all(store, reporter)
    if missing := ", ".join(x.name for x in plan.lessons if x.name not in every):
        raise BuildError(f"{store.folder} has no result of {missing}; run it first")
    keys = {plan.key(lesson) for lesson in plan.lessons}
    return {
        x.name: max(every[x.name], key=lambda x: (x.key in keys, x.when), default=None)
        for x in plan.lessons
    }


def other_results(settings: Settings, against: str, reporter: Reporter) -> Results:
    """Return the results of a store, or of a tag or commit of the project."""
    folder = Path(against).expanduser()
    if folder.is_dir():
        if not (every := read_all(Store(folder), reporter)):
            raise BuildError(f"{folder} holds no results of lessons")
        newest = partial(max, key=lambda x: x.when, default=None)
        return {name: newest(bundles) for name, bundles in every.items()}
    commit = f"{against}^{{commit}}"
    known = git(settings, "rev-parse", "--verify", "--end-of-options", commit)
    if known.returncode:
        raise BuildError(
            f"{against} is neither the folder of a store nor a tag or commit"
        )
    return version_results(settings, known.stdout.decode().strip(), reporter)


def read_all(store: Store, reporter: Reporter) -> dict[str, list[Bundle]]:
    """Return all results by lesson; none of a lesson of which one is damaged."""
    found: dict[str, list[Bundle]] = defaultdict(list)
    damaged: set[str] = set()
    for path in store.paths():
        lesson = store.name_of(path.parent)
        try:
            found[lesson].append(store.read(path))
        except (ValueError, OSError) as error:
            cure = "its lesson is not compared; delete it and build again"
            reporter.say(f"{path}: {error}; {cure}")
            damaged.add(lesson)
    return found | {lesson: [] for lesson in damaged}


def git(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Ask git about the checkout."""
    command = ["git", "-C", str(settings.root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise BuildError("a version needs git, which is not installed") from error


def version_results(settings: Settings, commit: str, reporter: Reporter) -> Results:
    """Return what the lessons of a commit show in today's environment.

    Lessons that ran before with the same files come from this checkout's store.
    """
    with locked(settings, reporter):
        version = replace(settings, root=settings.work / "version")
        packed = git(settings, "archive", "--format=tar", commit).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(version.root, filter="data")
        version.work.mkdir(parents=True)
        environment = read_environment(settings)
        executor = Executor(version, environment, jobs=len(usable_cpus()))
        plan = make_plan(version, find_lessons(version), lambda _: environment)
        load_bundles(Store(settings.store), plan, reporter)
        run_missing(executor, Store(settings.work / "results"), plan, reporter)
    return {bundle.lesson: bundle for bundle in plan.results}


def describe(results: Iterable[Bundle]) -> str:
    """Return on what a side's lessons ran, and when."""
    facts, days = set(), set()
    for bundle in results:
        ran, versions = bundle.executed, map(" ".join, bundle.versions.items())
        facts.add(", ".join([*versions, str(ran["accelerator"] or ran["machine"])]))
        days.add(str(ran["date"]))
    when = " to ".join(dict.fromkeys([min(days), max(days)]))
    return "; ".join([*sorted(facts), when])
