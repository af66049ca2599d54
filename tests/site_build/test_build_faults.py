"""Faults in the sources: one message, and nothing is published."""

import shutil
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


@pytest.mark.parametrize(
    "name",
    [
        "docs/more",
        pytest.param("examples/2_part", marks=pytest.mark.slow),
        pytest.param("src/tutorial_utils/x", marks=pytest.mark.slow),
    ],
)
def test_link_to_a_folder_is_named(built, reporter, tmp_path, name):
    """Sphinx and the wheel do not agree on whether they look into it."""
    write(tmp_path / "elsewhere/page.md", "# Page\n")
    (built.root / name).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(BuildError, match=f"{name} is a link to a folder"):
        build(built, Options(), reporter)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("docs/lessons/notes.txt", None),
        pytest.param("docs/lessons/1_part", "examples/1_part", marks=pytest.mark.slow),
        ("docs/lessons", "examples"),
    ],
)
def test_folder_that_builds_clear_holds_nothing_else(built, reporter, name, target):
    """Notes stay, and no lesson is deleted through a link."""
    before, place = files_of(built.examples), built.root / name
    if target:
        shutil.rmtree(place)
        place.symlink_to(built.root / target)
    else:
        write(place, "mine")

    with pytest.raises(BuildError, match=f"{name} was made by no build.*move it"):
        build(built, Options(), reporter)
    assert place.exists()
    assert files_of(built.examples) == before


def test_file_that_no_build_would_look_at_is_not_included(built, reporter):
    """The page would stay as it is when the file changes."""
    write(built.root / "notes.md", "Some notes.\n")
    with (built.docs / "index.md").open("a") as file:
        file.write("\n```{include} ../notes.md\n```\n")

    with pytest.raises(BuildError, match=r"index\.md: WARNING: it includes notes\.md"):
        build(built, Options(lang="en"), reporter)


@pytest.mark.slow
def test_page_that_a_template_replaces_is_named(built, reporter):
    """Nobody would see what its author wrote."""
    write(built.docs / "search.md", "# Search\n\n{doc}`index`\n")
    edit(built.docs / "index.md", "1_part/index", "1_part/index\nsearch")
    with (built.docs / "conf.py").open("a") as file:
        file.write("html_additional_pages = {'search': 'search.html'}\n")

    with pytest.raises(BuildError, match=r"search\.md: WARNING: a template makes"):
        build(built, Options(lang="en"), reporter)


@pytest.mark.parametrize(
    "name",
    [
        "examples/1_part/index.rst",
        pytest.param("docs/index.md", marks=pytest.mark.slow),
    ],
)
def test_page_in_another_encoding_is_named(built, reporter, name):
    """With its line, before a lesson runs."""
    path = built.root / name
    path.write_bytes(path.read_bytes() + "\n中文\n".encode("gbk"))
    line = path.read_bytes().count(b"\n")

    with pytest.raises(BuildError, match=f"{name}:{line}: not UTF-8"):
        build(built, Options(), reporter)


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
