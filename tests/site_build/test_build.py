"""The whole build on the small project."""

import os
import shutil

import pytest
from small_project import FIRST_PAGE, edit, files_of, page, ran, said

from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from site_build.build import Options, build
from site_build.sphinx_worker import SphinxWorker


def test_both_languages_show_the_executed_output(built):
    """One execution serves two languages, prose translated, output equal."""
    english, chinese = page(built.site), page(built.site, "zh-cn")

    assert "42" in english
    assert "42" in chinese
    assert "A first lesson" in english
    assert "第一课" in chinese
    assert "It imports a helper" not in chinese


def test_root_page_links_both_languages(built):
    """The links work without JavaScript."""
    root = (built.site / "index.html").read_text(encoding="utf-8")

    assert 'href="en/index.html"' in root
    assert 'href="zh-cn/index.html"' in root


def test_second_build_runs_and_renders_nothing(built, reporter, monkeypatch):
    """Nothing changed, so nothing is done."""
    monkeypatch.setattr(SphinxWorker, "run", lambda *_: 1 / 0)

    build(built, Options(), reporter)

    assert "0 ran, 2 restored" in said(reporter)
    assert "already up to date" in said(reporter)


def test_edited_helper_runs_its_lessons_only(built, reporter):
    """The other is restored; the last lines have counts, seconds and the address."""
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    build(built, Options(), reporter)

    assert ran(reporter) == [FIRST_PAGE.removeprefix("lessons/")]
    assert "43" in page(built.site)
    last = said(reporter).splitlines()[-2:]
    assert last[0].startswith("2 lessons: 1 ran, 1 restored; en, zh-cn rendered; ")
    assert last[1] == f"Open {(built.site / 'index.html').as_uri()}"


def test_edited_catalogue_runs_no_lesson(built, reporter):
    """A translation is rendered, not executed."""
    catalogue = built.catalogues(CHINESE) / f"{FIRST_PAGE}.po"
    edit(catalogue, "导入函数。", "用一个函数。")
    os.utime(catalogue, (0, 0))

    build(built, Options(), reporter)

    assert ran(reporter) == []
    assert "用一个函数。" in page(built.site, "zh-cn")


def test_fresh_runs_every_lesson(built, reporter):
    """What is stored does not count."""
    build(built, Options(fresh=True, only_execute=True), reporter)

    assert len(ran(reporter)) == 2


def test_pass_break_revert_ends_with_the_right_page(built, reporter):
    """A broken lesson publishes nothing; the reverted one is what it was."""
    before = files_of(built.site)
    source = built.examples / "1_part" / "plot_01_first.py"
    good = source.read_text()
    edit(source, "print(double(21))", "raise ValueError('broken')")

    with pytest.raises(BuildError, match=r"plot_01_first.py:14: ValueError: broken"):
        build(built, Options(), reporter)
    assert files_of(built.site) == before

    source.write_text(good)
    build(built, Options(), reporter)
    assert files_of(built.site) == before
    assert ran(reporter) == []


def test_failure_keeps_the_results_of_the_others(project, reporter):
    """The next build runs only what failed."""
    source = project.examples / "1_part" / "plot_01_first.py"
    edit(source, "print(double(21))", "raise ValueError('broken')")
    with pytest.raises(BuildError, match="nothing was published"):
        build(project, Options(only_execute=True), reporter)
    edit(source, "raise ValueError('broken')", "print(double(21))")

    build(project, Options(only_execute=True), reporter)

    assert ran(reporter) == ["1_part/plot_02_second", "1_part/plot_01_first"]


def test_damaged_files_are_made_again(built, reporter):
    """Whatever is deleted of results, restored lessons, memory and site, or edited."""
    before = files_of(built.site)
    for name in ("lessons", "_results", "_build/kept", "_build/html"):
        files = sorted(x for x in (built.docs / name).rglob("*") if x.is_file())
        files[len(files) // 2].unlink()
        files[-1].unlink(missing_ok=True)
    (built.site / "en/index.html").write_text("tampered")
    build(built, Options(), reporter)

    assert set(files_of(built.site)) == set(before)
    assert "The start." in page(built.site, name="index")
    assert (built.lessons / "1_part/plot_01_first.rst").is_file()


def test_everything_deleted_is_the_same_again(built, reporter, tmp_path):
    """Byte for byte, into whatever folder it goes; no earlier build is needed."""
    before = files_of(built.site)
    shutil.rmtree(built.lessons)
    shutil.rmtree(built.build)

    build(built, Options(out=tmp_path / "a"), reporter)

    assert files_of(tmp_path / "a") == before
    assert ran(reporter) == []


def test_damaged_bundle_is_named_and_run_again(built, reporter):
    """A truncated bundle costs one execution and nothing else."""
    (bundle,) = (built.store / "1_part" / "plot_01_first").iterdir()
    bundle.write_bytes(bundle.read_bytes()[:100])

    build(built, Options(only_execute=True), reporter)

    assert f"{bundle}: damaged" in said(reporter)
    assert ran(reporter) == ["1_part/plot_01_first"]


def test_prune_leaves_what_the_course_needs(built, reporter):
    """Results of earlier sources go."""
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    build(built, Options(only_execute=True), reporter)
    edit(built.package / "double.py", "2 * x + 1", "2 * x + 2")

    build(built, Options(prune=True, only_execute=True), reporter)

    assert "2 bundles deleted" in said(reporter)
    assert len(list(built.store.rglob("*.zip"))) == 2


def test_new_title_is_right_everywhere(built, reporter):
    """Every page that shows a lesson's title is written anew, in both languages."""
    source = built.examples / "1_part/plot_01_first.py"
    edit(source, "A first lesson\n==============", "A new title\n==============")
    edit(
        built.catalogues(CHINESE) / f"{FIRST_PAGE}.po", "A first lesson", "A new title"
    )

    build(built, Options(), reporter)

    english = files_of(built.site / "en")
    showing = [n for n, data in english.items() if b"A first lesson" in data]
    assert showing == []
    assert "A new title" in page(built.site, name="lessons/1_part/index")
    assert "第一课" in page(built.site, "zh-cn", "lessons/1_part/index")


def test_removed_lesson_leaves_no_page(built, reporter):
    """What the sources no longer have is gone from lessons and site."""
    (built.examples / "1_part/plot_02_second.py").unlink()
    edit(built.examples / "1_part/index.rst", "   plot_02_second\n", "")

    build(built, Options(), reporter)

    assert not (built.lessons / "1_part/plot_02_second.rst").exists()
    assert not (built.site / "en/lessons/1_part/plot_02_second.html").exists()
