"""Lessons on a real scheduler with two workers, each a process of its own."""

import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cluster import RealCluster, wait_until
from small_project import edit, files_of, ran, said, silent_reporter, write_project
from snippets import ALONE, CPU, lesson, page, run

from gallery_store import run as run_module
from gallery_store.cluster import driver
from gallery_store.cluster.driver import Cluster
from gallery_store.cluster.workers import Worker, common_environment
from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from gallery_store.settings import Settings
from gallery_store.store import Store
from site_build.build import Options, build
from site_build.project import Project

pytestmark = pytest.mark.xdist_group("cluster")

GPU = "# sphinx_gallery_gpu = True\n"


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCluster]:
    """Start a scheduler and two workers, one of which offers a GPU."""
    dask = RealCluster(tmp_path_factory.mktemp("dask"))
    try:
        dask.add_worker("--name=plain")
        dask.add_worker("--name=gpu", "--resources=GPU=1")
        yield dask
    finally:
        dask.close()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return a small project that no test changes."""
    root = tmp_path_factory.mktemp("project") / "checkout"
    write_project(root)
    return Project(root).gallery


@pytest.fixture(scope="module")
def cluster(dask: RealCluster, settings: Settings) -> Iterator[Cluster]:
    """Return a driver that knows the two workers."""
    with closing(Cluster(settings, dask.address, silent_reporter())) as cluster:
        yield cluster


def noting(folder: Path, until: str) -> str:
    """Return code that notes its process, waits for a condition, notes the times."""
    return (
        "import os, pathlib, time\n"
        f"folder, start = pathlib.Path({str(folder)!r}), time.time()\n"
        "_ = (folder / f'{os.getpid()}.pid').write_text('')\n"
        f"while not ({until}):\n    time.sleep(0.05)\n"
        "_ = (folder / f'{start}.end').write_text(str(time.time()))\n"
    )


def still_running(folder: Path) -> list[Path]:
    """Return the notes of the processes that have not ended."""
    return [x for x in folder.glob("*.pid") if Path(f"/proc/{x.stem}").exists()]


def test_store_is_that_of_this_machine(
    dask: RealCluster, tmp_path: Path, reporter: Reporter, monkeypatch
) -> None:
    """A worker has the same environment here, so key, page and files are the same.

    The driver never asks its own machine: it may have no torch at all.
    """
    write_project(tmp_path / "checkout")
    project = Project(tmp_path / "checkout")
    own = "class Value:\n    pass\n\n\nvalue = Value()\nprint(double(21))\n"
    edit(project.examples / "1_part/plot_01_first.py", "print(double(21))\n", own)
    here, there = tmp_path / "here", tmp_path / "there"

    build(project, Options(only_execute=True, store=here), reporter)
    monkeypatch.setattr(run_module, "read_environment", lambda *_: 1 / 0)
    options = Options(only_execute=True, store=there, scheduler=dask.address)
    build(project, options, reporter)

    assert len(ran(reporter)) == 4
    assert files_of(there).keys() == files_of(here).keys()
    for name in ("1_part/plot_01_first", "1_part/plot_02_second"):
        one, two = Store(here).latest(name), Store(there).latest(name)
        assert (one.parts, one.files) == (two.parts, two.files)


def test_lessons_end_as_they_do_at_home(cluster: Cluster, tmp_path: Path) -> None:
    """With the line that failed; one whose process dies gets one more chance."""
    once = f"import os\nmark = '{tmp_path}/mark'\nif not os.path.exists(mark):\n"
    once += "    open(mark, 'w').close()\n    os._exit(9)\n"
    dies = "import os\nos._exit(3)\n"

    ends = run(cluster, bad="1 / 0\n", good="print(6 * 7)\n", dies=dies, once=once)

    file = "examples/1_part/plot_{}.py".format
    assert ends["bad"].failure.startswith(f"{file('bad')}:11: ZeroDivisionError")
    assert "42" in page(ends["good"])
    death = f"{file('dies')}: its process ended (3)"
    assert ends["dies"].failure == f"{death}; process number 2 to die"
    assert said(cluster.reporter).count(death) == 1
    assert page(ends["once"])


def test_lessons_run_side_by_side_and_timing_lessons_do_not(
    cluster: Cluster, tmp_path: Path
) -> None:
    """A timing lesson has its worker, and the worker's machine, to itself."""
    together = noting(tmp_path, "len([*folder.glob('*.pid')]) >= 2")
    other = "len([*folder.glob('*.pid')]) == 4"  # which would run beside this one
    alone = ALONE + noting(tmp_path, f"{other} or time.time() > start + 3")

    results = run(cluster, a=together, b=together, c=alone, d=alone)

    assert [x.failure for x in results.values()] == [""] * 4
    notes = tmp_path.glob("*.end")
    a, b, c, d = sorted((float(x.stem), float(x.read_text())) for x in notes)
    assert max(a[1], b[1]) <= c[0]
    assert c[1] <= d[0]


def test_lesson_that_gains_from_a_gpu_gets_it(cluster: Cluster) -> None:
    """It waits for the worker that offers one; the others leave that one free."""
    gains, plain = lesson("gains", GPU), lesson("plain")

    assert [cluster.room_for(x).gpus for x in (gains, plain)] == [1, 0]


def test_missing_gpu_is_named_and_not_waited_for(
    settings: Settings, tmp_path: Path, reporter: Reporter
) -> None:
    """The scheduler is asked what its workers offer; the lesson runs without."""
    dask = RealCluster(tmp_path)
    try:
        with pytest.raises(BuildError, match="no worker that can be used"):
            Cluster(settings, dask.address, reporter)
        dask.add_worker()
        with closing(Cluster(settings, dask.address, reporter)) as cluster:
            results = run(cluster, gains=GPU + "print(6 * 7)\n")
    finally:
        dask.close()

    assert "no worker offers GPU; without it: 1_part/plot_gains" in said(reporter)
    assert "42" in page(results["gains"])


def test_worker_that_is_killed_is_replaced(
    dask: RealCluster, cluster: Cluster, tmp_path: Path
) -> None:
    """Its lesson runs on another, and nothing of it is left behind."""
    third = dask.add_worker("--name=third")
    wait_until(lambda: cluster.workers.refresh() or len(cluster.workers.usable) == 3)
    code = noting(tmp_path, "(folder / 'killed').exists()")

    def kill_third() -> None:
        """Kill a worker, as the kernel does, once two lessons have started."""
        wait_until(lambda: len([*tmp_path.glob("*.pid")]) == 2)
        third.kill()
        third.wait()
        try:
            wait_until(lambda: len(still_running(tmp_path)) == 1)
        finally:
            (tmp_path / "killed").write_text("")

    killer = threading.Thread(target=kill_third)
    killer.start()
    results = run(cluster, k1=code, k2=code)
    killer.join()

    assert [x.failure for x in results.values()] == ["", ""]
    assert said(cluster.reporter).count("died; the lesson runs again") == 1
    assert len([*tmp_path.glob("*.pid")]) == 3
    wait_until(lambda: not still_running(tmp_path))


def test_lesson_that_nobody_takes_is_named(cluster: Cluster, monkeypatch) -> None:
    """When its workers are gone for good, it fails and is not waited for."""
    monkeypatch.setattr(driver, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "room_for", lambda _: None)

    failure = run(cluster, a="")["a"].failure

    assert failure == "examples/1_part/plot_a.py: no worker is left"


def test_stopped_build_ends_its_lessons(
    dask: RealCluster, settings: Settings, tmp_path: Path, reporter: Reporter
) -> None:
    """Whoever stops a build does not leave the cluster busy."""
    sleeper = lesson("sleeps", noting(tmp_path, "time.time() > start + 100"))
    with closing(Cluster(settings, dask.address, reporter)) as cluster:
        cluster.give(sleeper, cluster.room_for(sleeper), {})
        wait_until(lambda: [*tmp_path.glob("*.pid")])

    wait_until(lambda: not still_running(tmp_path))


def test_scheduler_that_does_not_answer_is_named(
    settings: Settings, reporter: Reporter, monkeypatch
) -> None:
    """And nothing runs here instead."""
    monkeypatch.setattr(driver, "CONNECT_LIMIT", 0.5)

    with pytest.raises(BuildError, match="no dask scheduler answers at tcp://127"):
        Cluster(settings, "tcp://127.0.0.1:9", reporter)


def test_workers_that_differ_are_named() -> None:
    """One site is not made of two versions of torch."""
    workers = [
        Worker(name, "host", 1, 0, replace(CPU, versions={"torch": version}))
        for name, version in (("one", "2.12.0"), ("two", "2.13.0"))
    ]

    with pytest.raises(BuildError, match=r"one and two differ \(torch: 2\.12\.0 -> 2"):
        common_environment(workers)


def test_missing_library_is_named(
    settings: Settings, reporter: Reporter, monkeypatch
) -> None:
    """The group of dependencies is optional."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("driver", "workers"):
        monkeypatch.delitem(sys.modules, f"gallery_store.cluster.{name}", raising=False)

    with (
        pytest.raises(BuildError, match="--group cluster"),
        run_module.open_runner(settings, reporter, None, "tcp://127.0.0.1:9"),
    ):
        pass
