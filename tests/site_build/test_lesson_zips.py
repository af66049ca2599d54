"""A zip has the lessons of a part, or all, with what they need to run."""

import re
import zipfile
from pathlib import Path

import pytest
from small_project import files_of, write

from lesson_pages.downloads.wheel import copy_wheel
from lesson_pages.site_settings import Settings
from site_build.hosting.zips import write_lesson_zips
from site_build.project import Project

BOTH = ("en", "zh-cn")
SETTINGS = Settings("https://a.org/", "https://b.org", "main", "notebooks")


@pytest.fixture
def site(project: Project, tmp_path: Path) -> Path:
    """Return a site with two parts, in two languages."""
    site = tmp_path / "site"
    for language in BOTH:
        folder = site / language
        for name in ("1_one/plot_01_a", "1_one/plot_02_b", "2_two/plot_03_c"):
            write(folder / f"lessons/{name}.py", f"{language} {name}")
            write(folder / f"lessons/{name}.ipynb", "{}")
    copy_wheel(project.root, site)
    return site


def inside(path: Path) -> dict[str, bytes]:
    """Return what is in a zip."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_zip_of_the_course_has_every_lesson_and_what_it_needs(project, site):
    """In one folder: how to run it, the licence, the wheel, the parts."""
    write_lesson_zips(project, SETTINGS, BOTH, site)
    (wheel,) = (site / "wheels").iterdir()

    found = inside(site / "zh-cn/zips/pytorch-executed-zh-cn.zip")

    stem = "pytorch-executed-zh-cn"
    assert {name.removeprefix(f"{stem}/") for name in found} == {
        "README.md",
        "LICENSE",
        "LICENSE-CC-BY-4.0",
        wheel.name,
        *(f"1_one/plot_01_a{x}" for x in (".py", ".ipynb")),
        *(f"1_one/plot_02_b{x}" for x in (".py", ".ipynb")),
        *(f"2_two/plot_03_c{x}" for x in (".py", ".ipynb")),
    }
    assert found[f"{stem}/{wheel.name}"] == wheel.read_bytes()
    assert found[f"{stem}/1_one/plot_01_a.py"] == b"zh-cn 1_one/plot_01_a"


@pytest.mark.parametrize("language", BOTH)
def test_zip_tells_how_to_run_what_is_in_it(project, site, language):
    """In its language; the commands name a file of the zip, the site its address."""
    write_lesson_zips(project, SETTINGS, BOTH, site)
    stem = f"pytorch-executed-2_two-{language}"

    found = inside(site / language / "zips" / f"{stem}.zip")

    assert {Path(x).name for x in found if "plot_" in x} == {
        "plot_03_c.py",
        "plot_03_c.ipynb",
    }
    text = found[f"{stem}/README.md"].decode()
    named = re.findall(r"^(?:uv run|python) ([^-\s]+)$", text, re.MULTILINE)
    assert named == ["2_two/plot_03_c.py"] * 2
    assert {f"{stem}/{name}" for name in named} <= found.keys()
    assert f"<https://a.org/{language}/index.html>" in text
    assert ("带回家" in text) == (language == "zh-cn")
    assert len(text.splitlines()) < 50


def test_zips_of_the_same_files_are_the_same_bytes(project, site):
    """No date of today, no order of a folder."""
    write_lesson_zips(project, SETTINGS, BOTH, site)
    first = files_of(site / "en/zips")
    for path in (site / "en/lessons").rglob("*.py"):
        path.touch()
        path.chmod(0o600)

    write_lesson_zips(project, SETTINGS, ("en",), site)

    assert files_of(site / "en/zips") == first
    assert len(first) == 3
