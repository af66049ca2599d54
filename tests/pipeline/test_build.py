"""The whole build on the small project."""

import errno
import os
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import edit, said, write, write_catalogue

from pipeline import build as build_module
from pipeline import store as store_module
from pipeline.build import Options, build
from pipeline.errors import BuildError
from pipeline.progress import Reporter
from pipeline.project import Project
from pipeline.site import FINGERPRINT, new_folder, old_folder, repair

HOLD_LOCK = """
import filelock, time
with filelock.FileLock({lock!r}):
    print("held", flush=True)
    time.sleep(1)
"""
FIRST = "lessons/1_part/plot_01_first"


def page(site: Path, code: str = "en", name: str = FIRST) -> str:
    """Return the HTML of a page."""
    return (site / code / f"{name}.html").read_text(encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ran(reporter: Reporter) -> list[str]:
    """Return the lessons that ran."""
    return [line.split()[2] for line in said(reporter).splitlines() if "] ran " in line]


def forbid_rendering(monkeypatch) -> None:
    """Make a start of Sphinx an error."""
    monkeypatch.setattr(build_module, "render", lambda *_: 1 / 0)


def test_both_languages_show_the_executed_output(built: Project) -> None:
    """One execution serves two languages, prose translated, output equal."""
    english, chinese = page(built.site), page(built.site, "zh-cn")

    assert "42" in english
    assert "42" in chinese
    assert "A first lesson" in english
    assert "第一课" in chinese
    assert "It imports a helper" not in chinese


def test_root_page_links_both_languages(built: Project) -> None:
    """The links work without JavaScript."""
    root = (built.site / "index.html").read_text(encoding="utf-8")

    assert 'href="en/index.html"' in root
    assert 'href="zh-cn/index.html"' in root


def test_second_build_runs_and_renders_nothing(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
    """Nothing changed, so nothing is done."""
    forbid_rendering(monkeypatch)

    build(built, Options(), reporter)

    assert "0 ran, 2 restored" in said(reporter)
    assert "already up to date" in said(reporter)


def test_summary_says_what_ran_and_what_to_open(
    built: Project, reporter: Reporter
) -> None:
    """The last lines have the count, the seconds and the address of the site."""
    edit(built.package / "double.py", "2 * x", "x + x")

    build(built, Options(), reporter)

    last = said(reporter).splitlines()[-2:]
    assert last[0].startswith("2 lessons: 1 ran, 1 restored; en, zh-cn rendered; ")
    assert last[1] == f"Open {(built.site / 'index.html').as_uri()}"


def test_edited_helper_runs_its_lessons_only(
    built: Project, reporter: Reporter
) -> None:
    """The lesson that does not import the helper is restored."""
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    build(built, Options(), reporter)

    assert ran(reporter) == [FIRST.removeprefix("lessons/")]
    assert "43" in page(built.site)


def test_edited_catalogue_runs_no_lesson(built: Project, reporter: Reporter) -> None:
    """A translation is rendered, not executed."""
    catalogue = built.catalogues("zh-cn") / f"{FIRST}.po"
    edit(catalogue, "导入函数。", "用一个函数。")
    os.utime(catalogue, (0, 0))

    build(built, Options(), reporter)

    assert ran(reporter) == []
    assert "用一个函数。" in page(built.site, "zh-cn")


def test_fresh_runs_every_lesson(built: Project, reporter: Reporter) -> None:
    """What is stored does not count."""
    build(built, Options(fresh=True), reporter)

    assert len(ran(reporter)) == 2


def test_pass_break_revert_ends_with_the_right_page(
    built: Project, reporter: Reporter
) -> None:
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


def test_failure_keeps_the_results_of_the_others(
    project: Project, reporter: Reporter
) -> None:
    """The next build runs only what failed."""
    source = project.examples / "1_part" / "plot_01_first.py"
    edit(source, "print(double(21))", "raise ValueError('broken')")
    with pytest.raises(BuildError, match="nothing was published"):
        build(project, Options(), reporter)
    edit(source, "raise ValueError('broken')", "print(double(21))")

    build(project, Options(), reporter)

    assert ran(reporter) == ["1_part/plot_02_second", "1_part/plot_01_first"]


def test_every_fault_is_told_at_once(built: Project, reporter: Reporter) -> None:
    """Two broken sources give two lines, and nothing runs."""
    edit(
        built.examples / "1_part" / "plot_01_first.py", "print(double", "print((double"
    )
    edit(built.examples / "1_part" / "plot_02_second.py", "=====\n", "\n")

    with pytest.raises(BuildError, match=r"plot_01_first.py:14: .*\n.*no title"):
        build(built, Options(), reporter)
    assert ran(reporter) == []


@pytest.mark.parametrize(
    "folder", ["docs/lessons", "docs/_results", "docs/_build/html"]
)
def test_deleted_files_are_made_again(
    built: Project, reporter: Reporter, folder: str
) -> None:
    """Any file of the results, the restored lessons or the site comes back."""
    before = {name: set(files_of(built.root / name)) for name in ("docs/_build/html",)}
    files = sorted(path for path in (built.root / folder).rglob("*") if path.is_file())
    for file in [files[0], files[len(files) // 2], files[-1]]:
        file.unlink(missing_ok=True)
        build(built, Options(), reporter)

        assert {n: set(files_of(built.root / n)) for n in before} == before
        assert (built.lessons / "1_part/plot_01_first.rst").is_file()
    assert "42" in page(built.site)


def test_everything_deleted_is_made_again(built: Project, reporter: Reporter) -> None:
    """The site does not depend on what earlier builds left behind."""
    shutil.rmtree(built.lessons)
    shutil.rmtree(built.build)

    build(built, Options(), reporter)

    assert "42" in page(built.site)
    assert ran(reporter) == []


def test_edited_page_of_the_site_is_made_again(
    built: Project, reporter: Reporter
) -> None:
    """The site is what the sources say and nothing else."""
    (built.site / "en" / "index.html").write_text("tampered")

    build(built, Options(), reporter)

    assert "The start." in page(built.site, name="index")


def test_two_renders_of_one_store_are_equal(
    built: Project, reporter: Reporter, tmp_path: Path
) -> None:
    """Byte for byte, into whatever folder they go."""
    for name in ("a", "b"):
        build(built, Options(out=tmp_path / name), reporter)

    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(built.site)


def test_damaged_bundle_is_named_and_run_again(
    built: Project, reporter: Reporter
) -> None:
    """A truncated bundle costs one execution and nothing else."""
    (bundle,) = (built.store / "1_part" / "plot_01_first").iterdir()
    bundle.write_bytes(bundle.read_bytes()[:100])

    build(built, Options(), reporter)

    assert f"{bundle}: damaged" in said(reporter)
    assert ran(reporter) == ["1_part/plot_01_first"]


def test_store_on_a_full_disk_is_one_message(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
    """The site stays, and the next build with space is right."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store_module, "write_atomically", full)
    with pytest.raises(BuildError, match="full disk"):
        build(built, Options(), reporter)
    assert files_of(built.site) == before

    monkeypatch.undo()
    build(built, Options(), reporter)
    assert "43" in page(built.site)


def make_read_only(monkeypatch) -> None:
    """Let every attempt to write into a store fail."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(store_module.tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(store_module.tempfile, "mkstemp", refuse)


def test_read_only_store_renders_what_it_holds(
    built: Project, reporter: Reporter, monkeypatch, tmp_path: Path
) -> None:
    """Nothing has to be written if nothing has to run."""
    make_read_only(monkeypatch)

    build(built, Options(out=tmp_path / "site"), reporter)

    assert "42" in page(tmp_path / "site")


def test_read_only_store_fails_before_a_lesson_runs(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
    """The message names the store and the cure."""
    make_read_only(monkeypatch)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    with pytest.raises(BuildError, match=r"_results cannot be written.*--store"):
        build(built, Options(), reporter)
    assert ran(reporter) == []


def test_missing_catalogue_names_file_and_cure(
    built: Project, reporter: Reporter
) -> None:
    """Nothing runs before the catalogue is there."""
    (built.catalogues("zh-cn") / f"{FIRST}.po").unlink()

    with pytest.raises(BuildError, match=r"plot_01_first\.po; .*nox -s translations"):
        build(built, Options(), reporter)


def test_one_language_is_a_preview(built: Project, reporter: Reporter) -> None:
    """The site with both languages stays as it is."""
    before = files_of(built.site)
    write(
        built.docs / "index.md",
        "# Home\n\nNew.\n\n```{toctree}\nlessons/1_part/index\n```\n",
    )

    site = build(built, Options(lang="en"), reporter)

    assert site == built.preview
    assert "New." in page(site, name="index")
    assert not (site / "zh-cn").exists()
    assert files_of(built.site) == before


def test_some_lessons_are_a_preview(built: Project, reporter: Reporter) -> None:
    """Only the lessons that match are there; the site stays as it is."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    site = build(built, Options(only="first"), reporter)

    assert "43" in page(site)
    assert not (site / "en/lessons/1_part/plot_02_second.html").exists()
    assert files_of(built.site) == before


def test_sphinx_warning_publishes_nothing(built: Project, reporter: Reporter) -> None:
    """The message names file and line, and the site stays."""
    before = files_of(built.site)
    with (built.docs / "index.md").open("a") as file:
        file.write("\n{doc}`nowhere`\n")

    with pytest.raises(BuildError, match=r"docs/index\.md:\d+: WARNING: unknown doc"):
        build(built, Options(), reporter)
    assert files_of(built.site) == before
    assert not new_folder(built.site).exists()


def test_output_with_an_address_publishes_nothing(
    built: Project, reporter: Reporter
) -> None:
    """The lesson is named and its result not stored."""
    edit(built.examples / "1_part/plot_01_first.py", "double(21)", "object()")

    with pytest.raises(
        BuildError, match=r"plot_01_first\.py: its output holds the addr"
    ):
        build(built, Options(), reporter)
    assert len(list((built.store / "1_part/plot_01_first").iterdir())) == 1


def test_page_with_a_path_of_the_machine_publishes_nothing(
    built: Project, reporter: Reporter
) -> None:
    """The finished pages are searched too."""
    text = f"# Home\n\nIn {built.root}.\n\n```{{toctree}}\nlessons/1_part/index\n```\n"
    write(built.docs / "index.md", text)
    home = {"Home": "首页", f"In {built.root}.": f"在 {built.root}。"}
    write_catalogue(built.root, "index", home)

    with pytest.raises(
        BuildError, match=r"not published:(.|\n)*\nen/index\.html holds the path"
    ):
        build(built, Options(), reporter)


def test_almost_empty_page_publishes_nothing(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
    """An extension that replaces pages by nothing is noticed."""
    edit(built.docs / "index.md", "The start.", "Another start.")
    edit(built.catalogues("zh-cn") / "index.po", "The start.", "Another start.")
    monkeypatch.setattr(build_module, "check_site", lambda *_: [])
    real = build_module.render

    def spoil(project: Project, rendering: object, out: Path) -> None:
        real(project, rendering, out)
        (out / "en" / "index.html").write_text("")
        (out / "zh-cn" / f"{FIRST}.html").unlink()

    monkeypatch.setattr(build_module, "render", spoil)

    with pytest.raises(BuildError) as caught:
        build(built, Options(), reporter)
    assert f"zh-cn/{FIRST}.html was not written" in str(caught.value)
    assert "en/index.html is almost empty" in str(caught.value)


def test_out_never_replaces_other_files(
    built: Project, reporter: Reporter, tmp_path: Path
) -> None:
    """A folder with somebody's files is refused and untouched."""
    write(tmp_path / "mine" / "letter.txt", "dear")

    with pytest.raises(BuildError, match="holds other files"):
        build(built, Options(out=tmp_path / "mine"), reporter)
    assert files_of(tmp_path / "mine") == {"letter.txt": b"dear"}


def test_prune_leaves_what_the_course_needs(built: Project, reporter: Reporter) -> None:
    """Results of earlier sources go."""
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    build(built, Options(), reporter)
    edit(built.package / "double.py", "2 * x + 1", "2 * x + 2")

    build(built, Options(prune=True), reporter)

    assert "2 bundles deleted" in said(reporter)
    assert len(list(built.store.rglob("*.zip"))) == 2


def test_interrupted_swap_is_repaired(built: Project, reporter: Reporter) -> None:
    """A build killed between the two renames loses no site."""
    before = files_of(built.site)
    built.site.rename(old_folder(built.site))
    write(new_folder(built.site) / "half.html", "")

    repair(built.site)

    assert files_of(built.site) == before
    assert not new_folder(built.site).exists()


def test_finished_swap_leaves_no_old_site(built: Project) -> None:
    """A build killed after the swap leaves only the old site to delete."""
    write(old_folder(built.site) / "en/index.html", "old")

    repair(built.site)

    assert not old_folder(built.site).exists()
    assert "42" in page(built.site)


def test_second_build_waits_for_the_first(built: Project, reporter: Reporter) -> None:
    """It says that it waits, and then does its work."""
    program = HOLD_LOCK.format(lock=str(built.build / "lock"))
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()

    build(built, Options(), reporter)
    holder.communicate()

    assert "another build is running" in said(reporter)
    assert "0 ran, 2 restored" in said(reporter)


def test_new_title_is_right_everywhere(built: Project, reporter: Reporter) -> None:
    """Every page that shows a lesson's title is written anew, in both languages."""
    source = built.examples / "1_part/plot_01_first.py"
    edit(source, "A first lesson\n==============", "A new title\n==============")
    edit(built.catalogues("zh-cn") / f"{FIRST}.po", "A first lesson", "A new title")

    build(built, Options(), reporter)

    english = files_of(built.site / "en")
    showing = [n for n, data in english.items() if b"A first lesson" in data]
    assert showing == []
    assert "A new title" in page(built.site, name="lessons/1_part/index")
    assert "第一课" in page(built.site, "zh-cn", "lessons/1_part/index")


def test_removed_lesson_leaves_no_page(built: Project, reporter: Reporter) -> None:
    """What the sources no longer have is gone from lessons and site."""
    (built.examples / "1_part/plot_02_second.py").unlink()
    edit(built.examples / "1_part/index.rst", "   plot_02_second\n", "")

    build(built, Options(), reporter)

    assert not (built.lessons / "1_part/plot_02_second.rst").exists()
    assert not (built.site / "en/lessons/1_part/plot_02_second.html").exists()


def test_fingerprint_is_part_of_the_site(built: Project) -> None:
    """It moves with the site when that is swapped."""
    assert (built.site / FINGERPRINT).is_file()


def test_swap_that_breaks_off_loses_no_site(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
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


def test_killed_rendering_does_not_reach_the_next_site(
    built: Project, reporter: Reporter
) -> None:
    """What an earlier build's Sphinx left, or still writes, stays outside."""
    leftover = built.site.with_name(".html.new-1")
    write(leftover / "en/other.html", "left")
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    build(built, Options(), reporter)

    assert not (built.site / "en/other.html").exists()
    assert not leftover.exists()


def test_helper_that_changes_while_a_lesson_runs_stores_nothing(
    built: Project, reporter: Reporter
) -> None:
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


def test_page_that_changes_while_it_is_rendered_is_not_published(
    built: Project, reporter: Reporter, monkeypatch
) -> None:
    """The fingerprint is that of the sources that Sphinx has read."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")
    real = build_module.render

    def render_and_edit(*arguments: object) -> None:
        real(*arguments)
        edit(built.docs / "index.md", "The start.", "The start!")

    monkeypatch.setattr(build_module, "render", render_and_edit)

    with pytest.raises(BuildError, match="a source changed while it was rendered"):
        build(built, Options(), reporter)
    assert files_of(built.site) == before


def test_bytecode_of_an_older_helper_is_not_run(
    built: Project, reporter: Reporter
) -> None:
    """Same size and same time stamp: Python would take the old bytecode."""
    helper = built.package / "double.py"
    py_compile.compile(str(helper), doraise=True)
    stamp = helper.stat()
    edit(helper, "2 * x", "5 * x")
    os.utime(helper, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    build(built, Options(), reporter)

    assert "105" in page(built.site)


def test_file_added_to_a_site_elsewhere_is_not_deleted(
    built: Project, reporter: Reporter, tmp_path: Path
) -> None:
    """A site may live in a folder that has been given other files since."""
    out = tmp_path / "site"
    build(built, Options(out=out), reporter)
    build(built, Options(out=out), reporter)
    write(out / "CNAME", "example.org")

    with pytest.raises(BuildError, match="holds other files, CNAME for one"):
        build(built, Options(out=out), reporter)
    assert (out / "CNAME").is_file()


@pytest.mark.parametrize("partial", [{"only": "first"}, {"lang": "en"}])
def test_part_never_replaces_the_whole_site(
    built: Project, reporter: Reporter, partial: dict[str, str]
) -> None:
    """Not even if the site's own folder is named."""
    with pytest.raises(BuildError, match="a part never replaces the whole site"):
        build(built, Options(out=built.site, **partial), reporter)


@pytest.mark.parametrize("name", [".", "docs", "docs/_build", "docs/lessons", "docs/x"])
def test_site_is_not_written_among_the_sources(
    built: Project, reporter: Reporter, name: str
) -> None:
    """The checkout, the pages and what builds work with are no place for a site."""
    before = files_of(built.root)

    with pytest.raises(BuildError, match="belongs to the sources"):
        build(built, Options(out=built.root / name), reporter)
    assert files_of(built.root) == before


@pytest.mark.parametrize("name", ["docs/lessons", "docs/_build/html", "docs/_build/x"])
def test_store_is_not_kept_where_builds_delete(
    built: Project, reporter: Reporter, name: str
) -> None:
    """Results would be lost with the next build."""
    with pytest.raises(BuildError, match="is emptied by each build"):
        build(built, Options(store=built.root / name), reporter)


def test_site_behind_a_link_is_written_where_the_link_leads(
    built: Project, reporter: Reporter, tmp_path: Path
) -> None:
    """The link stays a link, for every build."""
    out, link = tmp_path / "real", tmp_path / "link"
    out.mkdir()
    link.symlink_to(out)
    for number in (1, 2):
        edit(built.package / "double.py", f"{number + 1} * x", f"{number + 2} * x")
        build(built, Options(out=link), reporter)

    assert link.is_symlink()
    assert "84" in page(out)


def test_renamed_lesson_does_not_disturb_a_preview(
    built: Project, reporter: Reporter
) -> None:
    """What earlier builds restored under the old name is gone."""
    part = built.examples / "1_part"
    (part / "plot_02_second.py").rename(part / "plot_03_second.py")
    edit(part / "index.rst", "plot_02_second", "plot_03_second")
    old = built.catalogues("zh-cn") / "lessons/1_part/plot_02_second.po"
    old.rename(old.with_stem("plot_03_second"))

    site = build(built, Options(only="first"), reporter)

    assert "42" in page(site)


def test_damaged_catalogue_publishes_nothing(
    built: Project, reporter: Reporter
) -> None:
    """Sphinx would leave out the rest of the file without a word."""
    with (built.catalogues("zh-cn") / "index.po").open("a") as file:
        file.write('\nmsgid "x\n')

    with pytest.raises(BuildError, match=r"index\.po: not a catalogue"):
        build(built, Options(), reporter)


def test_store_that_is_a_file_is_named(
    built: Project, reporter: Reporter, tmp_path: Path
) -> None:
    """No lesson runs for a store that cannot hold its result."""
    (tmp_path / "file").write_text("")

    with pytest.raises(BuildError, match=r"file cannot be written .* --store FOLDER"):
        build(built, Options(store=tmp_path / "file"), reporter)
    assert ran(reporter) == []
