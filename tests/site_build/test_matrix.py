"""Several machines fill a store each; one of them makes the site of all."""

import shutil

from small_project import ran

from site_build.build import Options, build
from site_build.cli import main


def test_only_execute_fills_the_store_and_renders_nothing(built, tmp_path, capsys):
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


def test_site_of_a_merged_store_runs_nothing(built, tmp_path, reporter):
    """`merge` without --store fills the project's own."""
    for name in ("1_part/plot_01_first", "1_part/plot_02_second"):
        shutil.copytree(built.store / name, tmp_path / name[-5:] / name)
    shutil.rmtree(built.store)
    halves = [str(tmp_path / x) for x in ("first", "econd")]

    assert main(built.root, ["merge", *halves]) == 0

    build(built, Options(), reporter)
    assert ran(reporter) == []
