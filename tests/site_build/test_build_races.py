"""What happens beside a build: kills, edits, other builds."""

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import edit, files_of, page, said, write

from gallery_store.errors import BuildError
from site_build.build import Options, build
from site_build.site import new_folder, old_folder, repair
from site_build.sphinx_worker import Job, SphinxWorker

HOLD_LOCK = """
import filelock, time
with filelock.FileLock({lock!r}):
    print("held", flush=True)
    time.sleep(1)
"""


def ended_process() -> int:
    """Return the number of a process that is gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_interrupted_swap_is_repaired(built):
    """A build killed between the two renames loses no site, and leaves nothing."""
    before = files_of(built.site)
    built.site.rename(old_folder(built.site))
    leftover = built.site.with_name(f".html.new-{ended_process()}")
    for folder in (new_folder(built.site), leftover):
        write(folder / "half.html", "")

    repair(built.site)

    assert files_of(built.site) == before
    assert not new_folder(built.site).exists()
    assert not leftover.exists()


@pytest.mark.parametrize(
    ("lock", "out"), [("docs/_build/lock", None), (".shared.lock", "shared")]
)
def test_second_build_waits_for_the_first(built, reporter, tmp_path, lock, out):
    """It says for what it waits: its checkout, or a folder that others share."""
    folder = tmp_path if out else built.root
    program = HOLD_LOCK.format(lock=str(folder / lock))
    site = tmp_path / out if out else None
    with subprocess.Popen([sys.executable, "-c", program], stdout=-1) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        build(built, Options(lang=site and "en", out=site), reporter)

    assert f"another build is running in {site or 'this'}" in said(reporter)


def test_finished_swap_leaves_no_old_site(built):
    """A build killed after the swap leaves only the old site to delete."""
    write(old_folder(built.site) / "en/index.html", "old")

    repair(built.site)

    assert not old_folder(built.site).exists()
    assert "42" in page(built.site)


def test_swap_that_breaks_off_loses_no_site(built, reporter, monkeypatch):
    """Between the renames the old site waits; the next build puts it back."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    real = Path.rename

    def break_off(self: Path, target: Path) -> Path:
        if self == new_folder(built.site):
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", break_off)
        with pytest.raises(KeyboardInterrupt):
            build(built, Options(), reporter)
    assert not built.site.exists()

    build(built, Options(lang="en"), reporter)
    assert files_of(built.site) == before


def test_site_that_another_checkout_is_writing_stays(built, reporter, tmp_path):
    """Whoever shares an --out neither deletes nor hides what is half written."""
    site = tmp_path / "shared"
    half = site.with_name(f".shared.new-{os.getppid()}")
    others = site.with_name(".shared.new-version")
    for folder in (half, others):
        write(folder / "en/index.html", "half")

    build(built, Options(out=site, lang="en"), reporter)

    assert (half / "en/index.html").is_file()
    assert (others / "en/index.html").is_file()


def test_helper_that_changes_while_a_lesson_runs_stores_nothing(built, reporter):
    """A result belongs to the sources that it was made from, or to none."""
    helper = built.package / "double.py"
    old = helper.read_text()
    source = built.examples / "1_part/plot_01_first.py"
    change = f"open({str(helper)!r}, 'a').write('# edited')\n"
    edit(source, "print(double(21))", f"written = {change}print(double(21))")

    with pytest.raises(BuildError, match="changed while it ran; build again"):
        build(built, Options(), reporter)
    helper.write_text(old)
    assert len(list((built.store / "1_part/plot_01_first").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/index.md", "The start.", "The end."),
        pytest.param(
            "examples/1_part/plot_01_first.py",
            *("It imports", "It loads"),
            marks=pytest.mark.slow,
        ),
        ("docs/lessons/1_part/plot_01_first.rst", "    43", "    44"),
    ],
)
def test_source_that_changes_while_it_is_rendered_is_not_published(
    built, reporter, monkeypatch, name, old, new
):
    """Nor is it kept: once it is as before, nobody sees what Sphinx had read."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    real = SphinxWorker.run

    def edit_and_run(self: SphinxWorker, jobs: dict[str, Job]) -> set[str]:
        edit(built.root / name, old, new)
        return real(self, jobs)

    with monkeypatch.context() as patch:
        patch.setattr(SphinxWorker, "run", edit_and_run)
        with pytest.raises(BuildError, match="changed while it was rendered"):
            build(built, Options(lang="en"), reporter)
    assert files_of(built.site) == before

    edit(built.root / name, new, old)
    site = build(built, Options(lang="en"), reporter)
    assert "43" in page(site)
    assert "The start." in page(site, name="index")


def test_bytecode_of_an_older_helper_is_not_run(built, reporter):
    """Same size and same time stamp: Python would take the old bytecode."""
    helper = built.package / "double.py"
    py_compile.compile(str(helper), doraise=True)
    stamp = helper.stat()
    edit(helper, "2 * x", "5 * x")
    os.utime(helper, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    build(built, Options(), reporter)

    assert "105" in page(built.site)
