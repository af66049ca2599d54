"""Several machines fill a store each; one of them makes the site of all."""

import shutil
from pathlib import Path

import pytest
from small_project import files_of, ran

from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from site_build.build import Options, build
from site_build.cli import main
from site_build.project import Project


def test_only_execute_fills_the_store_and_renders_nothing(
    built: Project, tmp_path: Path, capsys
) -> None:
    """One job of a matrix: no site, no restored page, no word on translations."""
    shutil.rmtree(built.build)
    shutil.rmtree(built.lessons)
    (built.docs / "locales/zh_CN/LC_MESSAGES/index.po").write_text("no catalogue")
    options = ["--only", "second", "--only-execute", "--store", str(tmp_path / "s")]

    assert main(built.root, ["build", *options]) == 0

    assert "1 results, 1 of them new" in capsys.readouterr().out
    (path,) = (tmp_path / "s").rglob("*.zip")
    assert path.parent.name == "plot_02_second"
    assert not built.lessons.exists()
    assert not built.site.exists()


def test_site_of_a_merged_store_runs_nothing(
    built: Project, tmp_path: Path, reporter: Reporter
) -> None:
    """`merge` without --store fills the project's own."""
    names = ("1_part/plot_01_first", "1_part/plot_02_second")
    for name in names:
        shutil.copytree(built.store / name, tmp_path / name[-5:] / name)
    shutil.rmtree(built.store)

    assert main(built.root, ["merge", *(str(tmp_path / x[-5:]) for x in names)]) == 0

    build(built, Options(), reporter)
    assert ran(reporter) == []


@pytest.mark.parametrize("place", ["photos", "checkout", "."])
def test_folder_of_something_else_is_no_store(
    built: Project, tmp_path: Path, reporter: Reporter, place: str
) -> None:
    """Nothing is deleted there, whatever `--prune` finds useless."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/holiday.zip").write_bytes(b"PK")
    before = files_of(tmp_path)
    options = Options(store=tmp_path / place, only_execute=True, prune=True)

    with pytest.raises(BuildError, match=r"name another folder|new or empty folder"):
        build(built, options, reporter)
    assert files_of(tmp_path) == before
