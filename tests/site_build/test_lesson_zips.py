"""A zip has the lessons of a part, or all, with what they need to run."""

import re
import zipfile
from pathlib import Path

import pytest
from small_project import SETTINGS, files_of, write

from lesson_pages.downloads.wheel import copy_wheel
from site_build.hosting.zips import write_lesson_zips
from site_build.project import Project

BOTH = ("en", "zh-cn")
LESSONS = ("1_one/plot_01_a", "1_one/plot_02_b", "2_two/plot_03_c")


@pytest.fixture
def site(project: Project, tmp_path: Path) -> Path:
    """Return a site with two parts, in two languages."""
    site = tmp_path / "site"
    for language in BOTH:
        folder = site / language
        for name in LESSONS:
            write(folder / f"lessons/{name}.py", f"{language} {name}")
            write(folder / f"lessons/{name}.ipynb", "{}")
    copy_wheel(project.root, site)
    return site


def inside(path: Path) -> dict[str, bytes]:
    """Return what is in the folder of a zip, which is called like it."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {name.partition("/")[0] for name in files} == {path.stem}
    return {name.partition("/")[2]: data for name, data in files.items()}


def test_zip_of_the_course_has_every_lesson_and_what_it_needs(project, site):
    """How to run it, the licences, the wheel, the parts; the same bytes each time."""
    write_lesson_zips(project, SETTINGS, BOTH, site)
    first = files_of(site / "zh-cn/zips")
    (wheel,) = (site / "wheels").iterdir()

    found = inside(site / "zh-cn/zips/pytorch-executed-zh-cn.zip")

    own = {"README.md", "LICENSE", "LICENSE-CC-BY-4.0", wheel.name}
    assert found.keys() == own | {
        f"{name}{suffix}" for name in LESSONS for suffix in (".py", ".ipynb")
    }
    assert found[wheel.name] == wheel.read_bytes()
    assert found[LESSONS[0] + ".py"].decode() == f"zh-cn {LESSONS[0]}"
    assert len(first) == 3
    for path in (site / "zh-cn/lessons").rglob("*.py"):
        path.touch()
        path.chmod(0o600)
    write_lesson_zips(project, SETTINGS, ("zh-cn",), site)
    assert files_of(site / "zh-cn/zips") == first


@pytest.mark.parametrize("language", BOTH)
def test_zip_tells_how_to_run_what_is_in_it(project, site, language):
    """In its language; the commands name a file of the zip, the site its address."""
    write_lesson_zips(project, SETTINGS, BOTH, site)

    found = inside(site / language / f"zips/pytorch-executed-2_two-{language}.zip")

    plots = {x for x in found if "plot_" in x}
    assert plots == {f"{LESSONS[2]}.py", f"{LESSONS[2]}.ipynb"}
    text = found["README.md"].decode()
    named = re.findall(r"^(?:uv run|python) ([^-\s]+)$", text, re.MULTILINE)
    assert named == [f"{LESSONS[2]}.py"] * 2
    assert f"<https://a.org/course/{language}/index.html>" in text
    assert ("带回家" in text) == (language == "zh-cn")
    assert len(text.splitlines()) < 50
