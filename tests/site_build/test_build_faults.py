"""Faults in the sources: one message, and nothing is published."""

from pathlib import Path

import pytest
from small_project import FIRST_PAGE, edit, files_of, ran, write, write_catalogue

from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from site_build import build as build_module
from site_build.build import Options, build
from site_build.site import new_folder


def test_every_fault_is_told_at_once(built, reporter):
    """Two broken sources give two lines, and nothing runs."""
    edit(
        built.examples / "1_part" / "plot_01_first.py", "print(double", "print((double"
    )
    edit(built.examples / "1_part" / "plot_02_second.py", "=====\n", "\n")

    with pytest.raises(BuildError, match=r"plot_01_first.py:14: .*\n.*no title"):
        build(built, Options(), reporter)
    assert ran(reporter) == []


def test_wrong_address_is_told_before_a_lesson_runs(built, reporter, monkeypatch):
    """A setting costs nobody the time of the course."""
    edit(built.examples / "1_part" / "plot_01_first.py", "double(21)", "double(4)")
    monkeypatch.setenv("SITE_BASE_URL", "school.example")

    with pytest.raises(BuildError, match=r"'school\.example' is not an address"):
        build(built, Options(), reporter)
    assert ran(reporter) == []


def test_missing_catalogue_names_file_and_cure(built, reporter):
    """Nothing runs before the catalogue is there."""
    (built.catalogues(CHINESE) / f"{FIRST_PAGE}.po").unlink()

    with pytest.raises(BuildError, match=r"plot_01_first\.po; .*nox -s translations"):
        build(built, Options(), reporter)


def test_damaged_catalogue_publishes_nothing(built, reporter):
    """Sphinx would leave out the rest of the file without a word."""
    with (built.catalogues(CHINESE) / "index.po").open("a") as file:
        file.write('\nmsgid "x\n')

    with pytest.raises(BuildError, match=r"index\.po: not a catalogue"):
        build(built, Options(), reporter)


def test_sphinx_warning_publishes_nothing(built, reporter):
    """The message names file and line, and the site stays."""
    before = files_of(built.site)
    with (built.docs / "index.md").open("a") as file:
        file.write("\n{doc}`nowhere`\n")

    with pytest.raises(BuildError, match=r"docs/index\.md:\d+: WARNING: unknown doc"):
        build(built, Options(), reporter)
    assert files_of(built.site) == before
    assert not new_folder(built.site).exists()


def test_output_with_an_address_publishes_nothing(built, reporter):
    """The lesson is named and its result not stored."""
    edit(built.examples / "1_part/plot_01_first.py", "double(21)", "object()")

    with pytest.raises(
        BuildError, match=r"plot_01_first\.py:11: its output holds the addr"
    ):
        build(built, Options(), reporter)
    assert len(list((built.store / "1_part/plot_01_first").iterdir())) == 1


def test_page_with_a_path_of_the_machine_publishes_nothing(built, reporter):
    """The finished pages are searched too."""
    text = f"# Home\n\nIn {built.root}.\n\n```{{toctree}}\nlessons/1_part/index\n```\n"
    write(built.docs / "index.md", text)
    home = {"Home": "首页", f"In {built.root}.": f"在 {built.root}。"}
    write_catalogue(built.root, "index", home)

    with pytest.raises(
        BuildError, match=r"not published:(.|\n)*\nen/index\.html: holds the path"
    ):
        build(built, Options(), reporter)


def test_almost_empty_page_publishes_nothing(built, reporter, monkeypatch):
    """An extension that loses pages, or replaces them by nothing, is noticed."""
    before, gone = files_of(built.site), (FIRST_PAGE, "lessons/1_part/index")
    edit(built.docs / "index.md", "The start.", "Another start.")
    edit(built.catalogues(CHINESE) / "index.po", "The start.", "Another start.")
    real = build_module.render

    def spoil(*arguments: object) -> dict[str, Path]:
        pages = real(*arguments)
        (pages["en"] / "index.html").write_text("")
        for name in gone:
            (pages["zh-cn"] / f"{name}.html").unlink()
        return pages

    monkeypatch.setattr(build_module, "render", spoil)

    with pytest.raises(BuildError) as caught:
        build(built, Options(), reporter)
    for name in gone:
        assert f"zh-cn/{name}.html was not written" in str(caught.value)
    assert "en/index.html is almost empty" in str(caught.value)
    assert files_of(built.site) == before
