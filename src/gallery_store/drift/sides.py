"""Where results to compare come from: this checkout, a store, a version."""

import io
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from gallery_store.bundle import Bundle
from gallery_store.environment import read_environment, usable_cpus
from gallery_store.errors import BuildError
from gallery_store.execute import Executor
from gallery_store.lessons import find_lessons
from gallery_store.locks import locked
from gallery_store.progress import Reporter
from gallery_store.run import load_bundles, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store

Results = dict[str, Bundle]
"""One bundle a lesson, by the lesson's name."""


def own_results(settings: Settings, store: Store) -> Results:
    """Return this checkout's results: those of its sources, else the newest."""
    environment = read_environment(settings)
    plan = make_plan(settings, find_lessons(settings), lambda _: environment)
    found, missing = {}, []
    for lesson in plan.lessons:
        path = store.path(lesson.name, plan.key(lesson))
        bundle = read(store, path) if path.is_file() else newest(store, lesson.name)
        if bundle is None:
            missing.append(lesson.name)
        else:
            found[lesson.name] = bundle
    if missing:
        raise BuildError(
            f"{store.folder} has no result of {', '.join(missing)}; run it first"
        )
    return found


def other_results(settings: Settings, against: str, reporter: Reporter) -> Results:
    """Return the results of a store, or of a tag or commit of the project."""
    folder = Path(against).expanduser()
    if folder.is_dir():
        return stored_results(Store(folder))
    commit = f"{against}^{{commit}}"
    known = git(settings, "rev-parse", "--verify", "--end-of-options", commit)
    if known.returncode:
        raise BuildError(
            f"{against} is neither the folder of a store nor a tag or commit"
        )
    return version_results(settings, known.stdout.decode().strip(), reporter)


def stored_results(store: Store) -> Results:
    """Return the newest result of each lesson in a store."""
    names = {store.name_of(path.parent) for path in store.paths()}
    found = {name: newest(store, name) for name in sorted(names)}
    if not found:
        raise BuildError(f"{store.folder} holds no results of lessons")
    return {name: bundle for name, bundle in found.items() if bundle}


def newest(store: Store, lesson: str) -> Bundle | None:
    """Return the result of a lesson that ran last; a copy's time stamps don't count."""
    bundles = [read(store, path) for path in store.paths(lesson)]
    return max(bundles, key=lambda x: x.when, default=None)


def read(store: Store, path: Path) -> Bundle:
    """Return a bundle; if it is damaged, nobody knows what the lesson showed."""
    try:
        return store.read(path)
    except (ValueError, OSError) as error:
        raise BuildError(f"{path}: {error}; delete it and build again") from error


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
