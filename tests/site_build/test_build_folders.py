"""Where a build reads and writes: stores, sites, previews."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_project import (
    edit,
    files_of,
    page,
    ran,
    write,
)

from gallery_store import store as store_module
from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from site_build.build import Options, build
from site_build.site import FINGERPRINT


def test_out_never_replaces_other_files(built, reporter, tmp_path):
    """A folder with somebody's files is refused and untouched."""
    write(tmp_path / "mine" / "letter.txt", "dear")

    with pytest.raises(BuildError, match="holds other files"):
        build(built, Options(out=tmp_path / "mine"), reporter)
    assert files_of(tmp_path / "mine") == {"letter.txt": b"dear"}


def test_file_added_to_a_site_elsewhere_is_not_deleted(built, reporter, tmp_path):
    """A site may live in a folder that has been given other files since."""
    out = tmp_path / "site"
    build(built, Options(out=out), reporter)
    build(built, Options(out=out), reporter)
    write(out / "CNAME", "example.org")

    with pytest.raises(BuildError, match="holds other files, CNAME for one"):
        build(built, Options(out=out), reporter)
    assert (out / "CNAME").is_file()


@pytest.mark.parametrize("partial", [{"only": "first"}, {"lang": "en"}])
def test_part_never_replaces_the_whole_site(built, reporter, partial):
    """Not even if the site's own folder is named."""
    with pytest.raises(BuildError, match="a part never replaces the whole site"):
        build(built, Options(out=built.site, **partial), reporter)


@pytest.mark.parametrize("name", [".", "docs", "docs/_build", "docs/lessons", "docs/x"])
def test_site_is_not_written_among_the_sources(built, reporter, name):
    """The checkout, the pages and what builds work with are no place for a site."""
    before = files_of(built.root)

    with pytest.raises(BuildError, match="belongs to the sources"):
        build(built, Options(out=built.root / name), reporter)
    assert files_of(built.root) == before


@pytest.mark.parametrize("name", ["docs/lessons", "docs/_build/html", "docs/_build/x"])
def test_store_is_not_kept_where_builds_delete(built, reporter, name):
    """Results would be lost with the next build."""
    with pytest.raises(BuildError, match="is emptied by each build"):
        build(built, Options(store=built.root / name), reporter)


def test_site_behind_a_link_is_written_where_the_link_leads(built, reporter, tmp_path):
    """The link stays a link, for every build."""
    out, link = tmp_path / "real", tmp_path / "link"
    out.mkdir()
    link.symlink_to(out)
    for number in (1, 2):
        edit(built.package / "double.py", f"{number + 1} * x", f"{number + 2} * x")
        build(built, Options(out=link), reporter)

    assert link.is_symlink()
    assert "84" in page(out)


def test_site_can_be_read_by_every_host(built, reporter):
    """Whatever the umask of who builds it, and whose files it was made from."""
    (built.site / FINGERPRINT).unlink()
    for path in (built.docs / "theme/entrance").iterdir():
        path.chmod(0o600)
    before = os.umask(0o077)
    try:
        build(built, Options(), reporter)
    finally:
        os.umask(before)

    modes = {oct(x.stat().st_mode) for x in (built.site, *built.site.rglob("*"))}
    assert modes == {"0o40755", "0o100644"}


def test_store_that_is_a_file_is_named(built, reporter, tmp_path):
    """No lesson runs for a store that cannot hold its result."""
    (tmp_path / "file").write_text("")

    with pytest.raises(BuildError, match=r"file cannot be written .* --store FOLDER"):
        build(built, Options(store=tmp_path / "file"), reporter)
    assert ran(reporter) == []


def test_one_language_is_a_preview(built, reporter):
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


def test_some_lessons_are_a_preview(built, reporter):
    """Only the lessons that match are there; the site stays as it is."""
    before = files_of(built.site)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    site = build(built, Options(only="first"), reporter)

    assert "43" in page(site)
    assert not (site / "en/lessons/1_part/plot_02_second.html").exists()
    assert files_of(built.site) == before


def test_renamed_lesson_does_not_disturb_a_preview(built, reporter):
    """What earlier builds restored under the old name is gone."""
    part = built.examples / "1_part"
    (part / "plot_02_second.py").rename(part / "plot_03_second.py")
    edit(part / "index.rst", "plot_02_second", "plot_03_second")
    old = built.catalogues(CHINESE) / "lessons/1_part/plot_02_second.po"
    old.rename(old.with_stem("plot_03_second"))

    site = build(built, Options(only="first"), reporter)

    assert "42" in page(site)


def make_read_only(monkeypatch) -> None:
    """Let every attempt to write into a store fail."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    read_only = SimpleNamespace(NamedTemporaryFile=refuse, mkstemp=refuse)
    monkeypatch.setattr(store_module, "tempfile", read_only)


def test_read_only_store_renders_what_it_holds(built, reporter, monkeypatch, tmp_path):
    """Nothing has to be written if nothing has to run."""
    make_read_only(monkeypatch)

    build(built, Options(out=tmp_path / "site"), reporter)

    assert "42" in page(tmp_path / "site")


def test_read_only_store_fails_before_a_lesson_runs(built, reporter, monkeypatch):
    """The message names the store and the cure."""
    make_read_only(monkeypatch)
    edit(built.package / "double.py", "2 * x", "2 * x + 1")

    with pytest.raises(BuildError, match=r"_results cannot be written.*--store"):
        build(built, Options(), reporter)
    assert ran(reporter) == []


def test_store_on_a_full_disk_is_one_message(built, reporter, monkeypatch):
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
