"""Scripts as other projects' galleries have them build, or hear why not and where.

They were written for this test after kinds of scripts that are published: what they
need is what an author who comes from elsewhere takes for granted.
"""

from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from pages import PUBLISHED, SUPPLIES
from sphinx.util.docutils import docutils_namespace

from gallery_store.child import Job, collect_files, describe_failure, execute_gallery
from gallery_store.lessons import Lesson, check_lesson
from lesson_pages.downloads import beside_page
from lesson_pages.figures.gallery import RESTORED

FOLDER = Path(__file__).with_name("gallery_of_others")
EXTENSIONS = ("sphinx_gallery.gen_gallery", "sphinx.ext.intersphinx")
INDEX = "T\n=\n\n.. toctree::\n   :glob:\n\n   lessons/1_part/*\n"
QUICK = {
    "gallery_hidden",
    "matplotlib_animation",
    "gallery_just_code",
    "torch_links_first",
    "pyvista_sphere",
}
BUILDS = {
    "torch_polynomial": "y = 0.00 + 0.30 x",
    "torch_autograd": "tensor([1., 1.])",
    "torch_trailing_drawing": "",
    "gallery_just_code": "[0, 1, 4, 9]",
    "gallery_without_code": "",
    "astropy_table": "('n', 'x')",
}
"""What the page shows that the code has printed."""
NO_TITLE = "1: no title"
REFUSED = {
    "torch_links_first": [NO_TITLE],
    "sklearn_clusters": ["16: WARNING: py:class reference target not found: sklearn"],
    "sklearn_two_figures": [
        "8: this block draws 1 figure(s) and has 0 alternative text(s); write",
        "18: this block draws 1 figure(s) and has 0 alt",
    ],
    "sklearn_html": ["11: a notebook shows its last value in HTML"],
    "matplotlib_bar": ['26: ERROR: Unknown directive type "tags"'],
    "matplotlib_tilde": [NO_TITLE],
    "matplotlib_animation": [
        "8: sphinx_gallery_thumbnail_number has no effect on this site",
        "8: a page shows an animation as one picture",
    ],
    "gallery_expected_error": ["10: ZeroDivisionError: division by zero"],
    "gallery_hidden": ["9: WARNING: what readers take home would not be this code"],
    "gallery_raw_html": ["5: WARNING: 'raw' cannot be written as Markdown"],
    "pyvista_sphere": ["10: imports pyvista; a lesson may import matplotlib, numpy"],
    "mne_filter": [NO_TITLE],
    "nilearn_figure": [
        "5: WARNING: image file not readable: images/nothing.png",
        "8: WARNING: unknown document: '/auto_examples/plot_other'",
    ],
    "colab_magic": ["11: invalid syntax"],
}
"""The line of each fault, and what is said."""


def scripts(table: dict[str, Any]) -> list[Any]:
    """Return what a test is run with: a script, and what is expected of it."""
    return [
        pytest.param(*x, id=x[0], marks=[] if x[0] in QUICK else pytest.mark.slow)
        for x in table.items()
    ]


def faults_of(script: str, folder: Path, build: Any) -> tuple[list[str], Any]:
    """Return what an author hears of a script, and the page if there is one."""
    (file,) = FOLDER.glob(f"plot_*_{script}.py")
    lesson = Lesson(f"1_part/{file.stem}", file.read_text("utf-8"))
    if faults := check_lesson(PROJECT.gallery, lesson):
        return faults, None
    job = Job(PROJECT.gallery, lesson, folder / "work", threads=1)
    try:
        with docutils_namespace():
            execute_gallery(job)
    except BaseException as error:
        return [describe_failure(job, error)], None
    files = {f"lessons/{k}": v for k, v in collect_files(job).items()}
    for name in [x for x in files if x.endswith((".webp", ".png"))]:
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.pop(name))
    texts = {k: v.decode() for k, v in files.items()} | {"index.rst": INDEX}
    texts[f"../{lesson.file}"] = lesson.text
    settings = {"published": PUBLISHED, "sphinx_gallery_conf": RESTORED}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside_page, "read_supplies", lambda _: SUPPLIES)
        built = build(texts, EXTENSIONS, downloads=True, nitpicky=True, **settings)
    return built.warnings.splitlines(), built


@pytest.mark.parametrize(("script", "printed"), scripts(BUILDS))
def test_script_of_another_project_builds(script, printed, tmp_path, build):
    """Without a change, and its output is shown; what is taken home has its code."""
    faults, built = faults_of(script, tmp_path, build)

    assert faults == []
    (page,) = built.out.glob("lessons/1_part/*.md")
    assert printed in page.read_text("utf-8")
    assert page.with_suffix(".ipynb").is_file()


@pytest.mark.parametrize(("script", "said"), scripts(REFUSED))
def test_script_of_another_project_is_refused_with_line_and_reason(
    script, said, tmp_path, build
):
    """All of its faults at once, each at the line of the script."""
    text = "\n".join(faults_of(script, tmp_path, build)[0])

    for fault in said:
        assert f"{script}.py:{fault}" in text


def test_every_script_is_expected_to_do_something():
    """None is forgotten, and there are twenty."""
    names = sorted(x.stem.split("_", 2)[2] for x in FOLDER.glob("plot_*.py"))

    assert names == sorted([*BUILDS, *REFUSED])
    assert len(names) == 20
