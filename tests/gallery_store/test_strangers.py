"""A gallery that is not ours: plain scripts, a package of helpers, a data file."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import RealCluster
from small_project import edit, files_of

from gallery_store.__main__ import main
from gallery_store.conf_reader import read_settings
from gallery_store.errors import BuildError
from gallery_store.store import Store

pytestmark = pytest.mark.xdist_group("strangers")

HERE = Path(__file__).parent
SCRIPTS = ("deep/plot_names", "plot_areas", "plot_drawn")


def copy_gallery(folder: Path) -> Path:
    """Write the gallery into a new folder; return its documentation."""
    shutil.copytree(
        HERE / "strangers", folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder / "docs"


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the documentation of a gallery that has run; nobody changes it."""
    docs = copy_gallery(tmp_path_factory.mktemp("strangers") / "checkout")
    assert main(["run", "--docs", str(docs)]) == 0
    return docs


@pytest.fixture
def docs(run_once: Path, tmp_path: Path) -> Path:
    """Return the documentation of a gallery that has run, to change at will."""
    shutil.copytree(run_once.parent, tmp_path / "checkout")
    return tmp_path / "checkout" / "docs"


def run(capsys, docs: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code of a command and what it says."""
    capsys.readouterr()
    code = main([*arguments, "--docs", str(docs)])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_store_holds_every_script_with_its_outputs(run_once: Path) -> None:
    """Pages, downloads, figures and the small pictures of the overview."""
    store = Store(run_once / "_results")
    bundles = [store.latest(name) for name in SCRIPTS]

    assert len(store.paths()) == 3
    pages = [x.files[f"{x.lesson}.rst"].decode() for x in bundles]
    assert "['square', 'circle']" in pages[0]
    assert "area 9" in pages[1]
    assert "twice 18" in pages[1]
    assert "images/sphx_glr_plot_drawn_001.png" in bundles[2].files
    assert "images/thumb/sphx_glr_plot_drawn_thumb.png" in bundles[2].files
    assert bundles[0].parts.keys() >= {"lib/shapes/names.txt", "matplotlib", "Python"}
    assert "torch" not in bundles[0].parts


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        ("lib/shapes/sides.py", "side**2", "side * side", SCRIPTS[:2]),
        ("lib/shapes/names.txt", "circle", "disc", SCRIPTS[:1]),
        ("scripts/plot_drawn.py", "[1, 2]", "[1, 3]", SCRIPTS[2:]),
        ("docs/conf.py", '": "gallery"', '": "gallery", "line_numbers": True', SCRIPTS),
    ],
)
def test_why_names_what_changed(
    docs: Path, capsys, file: str, old: str, new: str, again: tuple[str, ...]
) -> None:
    """Whatever takes part in a page, and only that, runs its script again."""
    assert run(capsys, docs, "why")[1].count("up to date") == 3
    edit(docs.parent / file, old, new)

    said = run(capsys, docs, "why")[1]

    assert said.count("will run, because since its last run") == len(again)
    assert f"{'gallery/settings' if 'conf' in file else file} changed" in said
    assert all(f"{name}: will run" in said for name in again)


def test_only_what_changed_runs_again(docs: Path, capsys) -> None:
    """By a part of its name where one is given."""
    edit(docs.parent / "lib/shapes/names.txt", "circle", "disc")

    assert "3 results, 1 of them new" in run(capsys, docs, "run", "--prune")[1]
    assert "1 results, 0 of them new" in run(capsys, docs, "run", "drawn")[1]
    assert len(Store(docs / "_results").paths()) == 3


def test_failing_script_is_one_line_and_others_are_kept(docs: Path, capsys) -> None:
    """With the line of its source."""
    edit(docs.parent / "scripts/plot_areas.py", 'print("twice"', 'print(1 / 0, "twice"')
    edit(docs.parent / "scripts/plot_drawn.py", "[1, 2]", "[1, 3]")

    code, said = run(capsys, docs, "run")

    assert code == 1
    assert "error: scripts/plot_areas.py:20: ZeroDivisionError" in said
    assert "plot_drawn: up to date" in run(capsys, docs, "why", "drawn")[1]


def test_stores_filled_apart_become_one(docs: Path, capsys, tmp_path: Path) -> None:
    """Byte for byte the store of one machine; a missing script is named."""
    for name in SCRIPTS:
        shutil.copytree(docs / "_results" / name, tmp_path / name[-5:] / name)
    parts = [str(tmp_path / name[-5:]) for name in SCRIPTS]
    target = tmp_path / "target"

    code, said = run(capsys, docs, "merge", *parts[:2], "--store", str(target))
    assert (code, "plot_drawn: no result in any store" in said) == (1, True)
    code, said = run(capsys, docs, "merge", *parts, "--store", str(target))

    assert (code, "3 results, 3 of them new" in said) == (0, True)
    assert files_of(target) == files_of(docs / "_results")


def test_drift_compares_with_another_store(docs: Path, capsys, tmp_path: Path) -> None:
    """1 if any output differs, and a page with both sides."""
    shutil.copytree(docs / "_results", tmp_path / "before")
    edit(docs.parent / "lib/shapes/sides.py", "side**2", "side**3")
    edit(docs.parent / "scripts/plot_drawn.py", "[1, 2]", "[2, 1]")
    assert run(capsys, docs, "run")[0] == 0

    code, said = run(capsys, docs, "drift", "--against", str(tmp_path / "before"))

    assert code == 1
    said = " ".join(said.split())
    assert "plot_areas changed line 12: here 'area 27', there 'area 9'" in said
    assert "plot_drawn changed, source differs line 14: a figure" in said
    assert (docs / "_build/gallery_store/drift/index.html").is_file()


def render(docs: Path) -> str:
    """Return what Sphinx says; its warnings are errors."""
    command = [sys.executable, "-m", "sphinx", "-WE", str(docs), str(docs / "html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.returncode} {done.stdout} {done.stderr}"


def test_sphinx_renders_what_was_kept_and_runs_nothing(docs: Path) -> None:
    """The overview is sphinx-gallery's own; a missing result stops Sphinx."""
    (docs.parent / "lib/shapes/names.txt").touch()
    said = render(docs)

    assert said.startswith("0 ")
    page = (docs / "html/gallery/plot_areas.html").read_text("utf-8")
    assert "twice 18" in page
    overview = (docs / "html/gallery/index.html").read_text("utf-8")
    assert "sphx_glr_plot_drawn_thumb.png" in overview
    assert "00:00.000" in (docs / "gallery/sg_execution_times.rst").read_text("utf-8")

    edit(docs.parent / "lib/shapes/names.txt", "circle", "disc")
    assert "no result of deep/plot_names; run `gallery-store run` first" in render(docs)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"sources"', '"source"', r"conf\.py: gallery_store has source; it may have"),
        ('"../scripts"', '["a", "b"]', r"conf\.py: examples_dirs has to be one folder"),
        ('"../scripts"', '"../../x"', r"conf\.py: .* is not below .*; name another"),
        ("project", "1 / 0\nproject", r"conf\.py: ZeroDivisionError"),
    ],
)
def test_wrong_settings_are_one_message(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """The file, and what would be right."""
    docs = copy_gallery(tmp_path / "checkout")
    edit(docs / "conf.py", old, new)

    with pytest.raises(BuildError, match=words):
        read_settings(docs)


def test_folder_without_settings_is_named(tmp_path: Path, capsys) -> None:
    """No traceback for a mistyped folder."""
    said = f"error: {tmp_path}/conf.py: not there; name its folder\n"

    assert run(capsys, tmp_path, "why") == (1, said)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a Python in which only this package was installed from the checkout.

    What it depends on comes from the tests' own environment; torch and the helpers of
    the course cannot be imported.
    """
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/*/site-packages")
    others = [x for x in sys.path if x.endswith("site-packages")]
    names = "torch", "tutorial_utils", "lesson_pages", "site_build"
    blocked = f"import sys; sys.modules.update(dict.fromkeys({names}))"
    (packages / "others.pth").write_text("\n".join([*others, blocked, ""]))
    found = str(folder / "bin/python")
    install = [sys.executable, "-m", "pip", "--python", found, "install", "-q"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    source = HERE.parents[1] / "src/gallery_store"
    subprocess.run([*install, *offline, str(source)], check=True)
    return found


@pytest.fixture(scope="module")
def dask(python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers of that Python."""
    cluster = RealCluster(tmp_path_factory.mktemp("dask"), python)
    try:
        for name in ("one", "two"):
            cluster.add_worker(f"--name={name}")
        yield cluster.address
    finally:
        cluster.close()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["here", "cluster"])
def test_package_needs_neither_torch_nor_the_course(
    python: str, run_once: Path, tmp_path: Path, place: str, request
) -> None:
    """In an environment of its own, and on its workers, the results are the same."""
    docs = copy_gallery(tmp_path / "checkout")
    command = [str(Path(python).with_name("gallery-store")), "run"]
    if place == "cluster":
        command += ["--scheduler", request.getfixturevalue("dask")]

    done = subprocess.run(
        command,
        cwd=docs.parent,
        env=os.environ | {"PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "3 results, 3 of them new" in done.stdout, done.stdout + done.stderr
    here, there = Store(run_once / "_results"), Store(docs / "_results")
    for name in SCRIPTS:
        assert here.latest(name).files == there.latest(name).files
