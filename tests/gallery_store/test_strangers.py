"""A gallery that is not ours: plain scripts, a package of helpers, a data file."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import closing
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
THUMBNAIL = "thumb/sphx_glr_plot_drawn_thumb"
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
    names, areas, drawn = (store.latest(name) for name in SCRIPTS)

    assert len(store.paths()) == 3
    assert b"['square', 'circle']" in names.files["deep/plot_names.rst"]
    assert b"twice 18" in areas.files["plot_areas.rst"]
    ends = (".rst", ".py", ".ipynb", ".py.md5", ".zip")
    images = (
        "images/sphx_glr_plot_drawn_001.png",
        "images/thumb/sphx_glr_plot_drawn_thumb.png",
    )
    assert drawn.files.keys() >= {*images, *(f"plot_drawn{end}" for end in ends)}
    assert names.parts.keys() >= {"lib/shapes/names.txt", "matplotlib", "Python"}
    assert "torch" not in names.parts


def test_only_what_changed_runs_again(docs: Path, capsys) -> None:
    """A change of the settings is one of every script; `why` names what it was."""
    assert run(capsys, docs, "why")[1].count("up to date") == 3
    edit(docs.parent / "lib/shapes/names.txt", "circle", "disc")
    assert "lib/shapes/names.txt changed" in run(capsys, docs, "why", "names")[1]

    assert "3 results, 1 of them new" in run(capsys, docs, "run", "--prune")[1]
    assert "1 results, 0 of them new" in run(capsys, docs, "run", "drawn")[1]
    assert len(Store(docs / "_results").paths()) == 3
    edit(docs / "conf.py", '": "gallery"', '": "gallery", "line_numbers": True')
    assert run(capsys, docs, "why")[1].count("gallery/settings changed") == 3


def test_failing_script_is_one_line_and_others_are_kept(docs: Path, capsys) -> None:
    """With the line of its source."""
    edit(docs.parent / "scripts/plot_areas.py", 'print("twice"', 'print(1 / 0, "twice"')
    edit(docs.parent / "scripts/plot_drawn.py", "[1, 2]", "[1, 3]")

    code, said = run(capsys, docs, "run")

    assert code == 1
    assert "error: scripts/plot_areas.py:20: ZeroDivisionError" in said
    assert "plot_drawn: up to date" in run(capsys, docs, "why", "drawn")[1]


def test_stores_are_merged_and_compared(docs: Path, capsys, tmp_path: Path) -> None:
    """Of stores filled apart one; 1 if any output differs, and a page of both sides."""
    for name in SCRIPTS:
        shutil.copytree(docs / "_results" / name, tmp_path / name[-5:] / name)
    parts, target = [str(tmp_path / name[-5:]) for name in SCRIPTS], tmp_path / "all"

    code, said = run(capsys, docs, "merge", *parts, "--store", str(target))
    assert (code, "3 results, 3 of them new" in said) == (0, True)
    assert files_of(target) == files_of(docs / "_results")
    edit(docs.parent / "lib/shapes/sides.py", "side**2", "side**3")
    edit(docs.parent / "scripts/plot_drawn.py", "[1, 2]", "[2, 1]")
    assert run(capsys, docs, "run")[0] == 0
    code, said = run(capsys, docs, "drift", "--against", str(target))

    assert code == 1
    said = " ".join(said.split())
    assert "plot_areas changed line 12: here 'area 27', there 'area 9'" in said
    assert "plot_drawn changed, source differs line 14: a figure" in said
    assert (docs / "_build/gallery_store/drift/index.html").is_file()


def test_sphinx_renders_what_was_kept_and_runs_nothing(docs: Path) -> None:
    """The overview is sphinx-gallery's own; a missing result stops Sphinx."""
    command = [sys.executable, "-m", "sphinx", "-WE", str(docs), str(docs / "html")]

    def render() -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return f"{done.returncode} {done.stderr}"

    (docs.parent / "lib/shapes/names.txt").touch()
    assert render().startswith("0 ")
    page = (docs / "html/gallery/plot_areas.html").read_text("utf-8")
    assert "twice 18" in page
    overview = (docs / "html/gallery/index.html").read_text("utf-8")
    assert "sphx_glr_plot_drawn_thumb.png" in overview
    assert "00:00.000" in (docs / "gallery/sg_execution_times.rst").read_text("utf-8")

    edit(docs.parent / "lib/shapes/names.txt", "circle", "disc")
    assert "no result of deep/plot_names; run `gallery-store run` first" in render()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"sources"', '"source"', r"conf\.py: gallery_store has source; it may have"),
        ('"../scripts"', '["a", "b"]', r"conf\.py: examples_dirs has to be one folder"),
        (
            '"gallery"',
            '"../scripts"',
            "gallery_dirs names .*scripts, where each run",
        ),
        ('"gallery"', '"."', "gallery_dirs names .*docs, where each run clears"),
        (
            '["lib"]',
            '"lib"',
            r"conf\.py: sources cannot be 'lib'; what it is by",
        ),
        (
            '["lib"]',
            "5",
            r"conf\.py: sources cannot be 5; what it is by itself is",
        ),
        (
            '"sources"',
            '"limits": {"time": 5}, "sources"',
            r"py: limits cannot be \{",
        ),
        ('"sources"', '"names": "(", "sources"', r"conf\.py: names cannot be '\('"),
        ('"sources"', '"names": ["(", ""], "sources"', r"'\(' is no pattern \(missing"),
        ('"../scripts"', '"../../x"', r"conf\.py: .* is not below .*; name another"),
        ("project", "1 / 0\nproject", r"conf\.py: ZeroDivisionError"),
        ("project", "raise SystemExit(0)\nproject", r"conf\.py: SystemExit: 0"),
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


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("> /dev/full", "error: standard output: No space left on device\n"),
        (">&-", "error: standard output is closed; send it to a file\n"),
    ],
)
def test_output_that_nobody_can_read_is_one_message(
    run_once: Path, output: str, words: str
) -> None:
    """No traceback, not even at Python's end."""
    call = "import sys; from gallery_store.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", call, "why", "--docs", str(run_once)]
    done = subprocess.run(
        f"{shlex.join(command)} {output}", shell=True, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (1, words)


def test_place_where_no_figure_can_be_written_is_named(tmp_path: Path, capsys) -> None:
    """Sphinx-gallery takes braces in a path for a number to fill in."""
    docs = copy_gallery(tmp_path / "a[1]{0}")

    code, said = run(capsys, docs, "run", "drawn")

    assert code == 1
    assert "with braces in its name; rename it" in said


def test_scratch_files_stand_in_for_nothing(docs: Path) -> None:
    """Whatever lies in the folder where a run starts."""
    for name in ("random", "json", "sphinx"):
        (docs.parent / f"{name}.py").write_text("raise SystemExit('scratch')")
    edit(docs.parent / "scripts/plot_areas.py", 'print("twice"', 'print("thrice"')
    script = docs.parents[1] / "gallery-store"  # as pip makes it
    script.write_text(
        "import sys\nfrom gallery_store.__main__ import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    command = [sys.executable, str(script), "run", "areas"]
    done = subprocess.run(command, cwd=docs.parent, capture_output=True, text=True)

    assert "1 results, 1 of them new" in done.stdout, done.stderr


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


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 2])
def test_package_needs_neither_torch_nor_the_course(
    python: str, run_once: Path, tmp_path: Path, workers: int
) -> None:
    """In an environment of its own, and on its workers, the results are the same."""
    docs = copy_gallery(tmp_path / "checkout")
    command = [str(Path(python).with_name("gallery-store")), "run"]
    env = os.environ | {"PYTHONPATH": ""}
    (tmp_path / "dask").mkdir()
    with closing(RealCluster(tmp_path / "dask", python)) as dask:
        for name in range(workers):
            dask.add_worker(f"--name={name}")
        command += ["--scheduler", dask.address] * bool(workers)
        done = subprocess.run(
            command, cwd=docs.parent, env=env, capture_output=True, text=True
        )

    assert "3 results, 3 of them new" in done.stdout, done.stdout + done.stderr
    here, there = Store(run_once / "_results"), Store(docs / "_results")
    for name in SCRIPTS:
        assert here.latest(name).files == there.latest(name).files
