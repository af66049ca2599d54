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
from gallery_store.keys import lesson_key
from gallery_store.lessons import find_lessons
from gallery_store.locked import locked
from gallery_store.progress import Reporter
from gallery_store.results import load_bundles, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store

Results = dict[str, Bundle]
"""One bundle a lesson, by the lesson's name."""


def own_results(settings: Settings, store: Store) -> Results:
    """Return this checkout's results: those of its sources, else the newest.

    Raises
    ------
    BuildError
        If a lesson has no result, or a damaged one.
    """
    lessons, environment = find_lessons(settings), read_environment(settings)
    keys = {x.name: lesson_key(settings, x, environment) for x in lessons}
    paths = {name: store.path(name, key) for name, key in keys.items()}
    found = {
        name: read(store, path) if path.is_file() else newest(store, name)
        for name, path in paths.items()
    }
    if missing := [name for name, bundle in found.items() if bundle is None]:
        raise BuildError(
            f"{store.folder} has no result of {', '.join(missing)}; run it first"
        )
    return {name: bundle for name, bundle in found.items() if bundle}


def other_results(settings: Settings, against: str, reporter: Reporter) -> Results:
    """Return the results of a store, or of a version of the project.

    Raises
    ------
    BuildError
        If there is neither, or if a result is damaged.
    """
    folder = Path(against).expanduser()
    if folder.is_dir():
        return stored_results(Store(folder))
    commit = find_commit(settings, against)
    if commit is None:
        raise BuildError(
            f"{against} is neither the folder of a store nor a tag or commit"
        )
    return version_results(settings, commit, reporter)


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
    """Return the bundle in a file.

    Raises
    ------
    BuildError
        If it is damaged: nobody knows then what the lesson showed.
    """
    try:
        return store.read(path)
    except (ValueError, OSError) as error:
        raise BuildError(f"{path}: {error}; delete it and build again") from error


def find_commit(settings: Settings, name: str) -> str | None:
    """Return the commit that git knows by a name, or None."""
    answer = git(
        settings, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"
    )
    return None if answer.returncode else answer.stdout.decode().strip()


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
        unpack(git(settings, "archive", "--format=tar", commit).stdout, version.root)
        version.work.mkdir(parents=True)
        environment = read_environment(settings)
        executor = Executor(version, environment, jobs=len(usable_cpus()))
        plan = make_plan(executor, find_lessons(version))
        load_bundles(Store(settings.store), plan, reporter)
        run_missing(executor, Store(settings.work / "results"), plan, reporter)
    return {bundle.lesson: bundle for bundle in plan.results}


def unpack(data: bytes, folder: Path) -> None:
    """Write the files of an archive below a folder."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(folder, filter="data")


def describe(results: Iterable[Bundle]) -> str:
    """Return on what a side's lessons ran, and when."""
    bundles = list(results)
    ran = [bundle.executed for bundle in bundles]
    facts = {
        (
            *(" ".join(version) for version in bundle.versions.items()),
            str(bundle.executed["accelerator"] or bundle.executed["machine"]),
        )
        for bundle in bundles
    }
    days = sorted({str(x["date"]) for x in ran})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return "; ".join([*(", ".join(x) for x in sorted(facts)), when])
