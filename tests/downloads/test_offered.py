"""What scripts and notebooks ask for is what their code imports, and it is there."""

import ast
import hashlib
import json
import re
import shlex
import sys
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from reader import EXECUTE, LESSONS, UV, read_metadata, start

FOLDERS = ("en", "zh-cn")
IMPORTED_AS = {"scikit-learn": "sklearn", "tutorial-utils": "tutorial_utils"}
HINTS = {"en": "not yet: ", "zh-cn": "还差一点"}
NOWHERE = "http://127.0.0.1:9/"
CURES = {"en": "Take the zip", "zh-cn": "用课程的 zip"}


@pytest.fixture(params=LESSONS, ids=lambda x: x.partition("/")[2])
def name(request):
    """Return each lesson."""
    return request.param


@pytest.fixture(params=FOLDERS)
def folder(request):
    """Return the folder of each language."""
    return request.param


def imports(script):
    """Return the packages that a script imports and Python has not."""
    nodes = list(ast.walk(ast.parse(script)))
    names = [x.name for n in nodes if isinstance(n, ast.Import) for x in n.names]
    names += [n.module for n in nodes if isinstance(n, ast.ImportFrom)]
    return {x.partition(".")[0] for x in names} - sys.stdlib_module_names


def cells(site, folder, name):
    """Return the cells of a notebook."""
    return json.loads(site.path(folder, name, ".ipynb").read_text("utf-8"))["cells"]


def stub(site, folder, name):
    """Return the code that the exercise begins with."""
    (cell,) = (x for x in cells(site, folder, name) if "tags" in x["metadata"])
    return "".join(cell["source"])


# -- Scripts ---------------------------------------------------------------------------


def test_script_asks_for_what_it_imports(site, folder, name):
    """No more and no less, in the versions that the package needs.

    Nobody installs any wheel but the one that was built with the page.  Below stand
    how to run it, its page, and the page of the downloads.
    """
    path = site.path(folder, name, ".py")
    script = path.read_text("utf-8")
    asked = [Requirement(x) for x in read_metadata(script)["dependencies"]]
    python = SpecifierSet(read_metadata(script)["requires-python"])
    (address,) = (x.url for x in asked if x.url)
    place, _, fragment = address.removeprefix(site.address).partition("#")
    wheel = (site.folder / unquote(place)).read_bytes()
    above = script[script.index("# ///\n", 10) : script.index("# %%")]
    pages = f"{folder}/lessons/{name}.html", f"{folder}/downloads.html"

    assert {IMPORTED_AS.get(x.name, x.name) for x in asked} == imports(script) != set()
    assert ("3.11" in python, "3.10" in python) == (True, False)
    assert [x.name for x in asked if not (x.specifier or x.url)] == []
    assert fragment == f"sha256={hashlib.sha256(wheel).hexdigest()}"
    commands = re.findall(r"(uv run|python) (\S+)$", above, re.MULTILINE)
    assert commands == [("uv run", path.name), ("python", path.name)]
    (pip,) = re.findall(r"python -m pip install (.+)$", above, re.MULTILINE)
    assert [Requirement(x) for x in shlex.split(pip)] == asked
    assert re.findall(r"http\S+$", above, re.M)[-2:] == [
        f"{site.address}{x}" for x in pages
    ]


def test_script_runs_with_uv(site, offline, tmp_path):
    """It is all that a reader types: `uv run FILE` installs what the file asks for.

    A screen out of reach, as over a lost connection, is no error: no warning of
    Matplotlib's, one line of ours.
    """
    script = site.path("zh-cn", next(iter(LESSONS)), ".py")

    uv = (*UV, "run", "--python", sys.executable)
    run = start(tmp_path, *uv, script, DISPLAY=":99", **offline)

    assert (run.code, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1].startswith("No screen: ")


@pytest.mark.parametrize(
    ("folder", "locale"), [("en", "zh_CN.UTF-8"), ("zh-cn", "C.UTF-8")]
)
def test_hints_of_a_script_are_in_its_language(site, python, folder, tmp_path, locale):
    """Whatever the computer speaks; the code says nothing of it."""
    name = next(iter(LESSONS))
    script = site.path(folder, name, ".py").read_text("utf-8")
    head = script[: script.index("# ///\n", 10)]
    (tmp_path / "x.py").write_text(f"{head}# ///\n{stub(site, folder, name)}", "utf-8")

    run = start(tmp_path, python, "x.py", LC_ALL=locale, PYTHONUTF8="1")

    assert run.stdout.startswith(HINTS[folder]), run.stdout + run.stderr


# -- Notebooks -------------------------------------------------------------------------


def test_downloads_have_the_code_of_the_lesson(site, folder, name):
    """The same in the same order, but for what only one of them needs."""
    text = site.path(folder, name, ".py").read_text("utf-8")
    code = [x for x in cells(site, folder, name)[1:] if x["cell_type"] == "code"]
    source = "\n".join(
        "".join(x["source"]) for x in code if "tags" not in x["metadata"]
    )

    script = ast.dump(ast.Module(ast.parse(text).body[:-2], []))  # without the figures
    lesson = ast.Module(ast.parse(LESSONS[name].text).body[1:], [])  # and the docstring
    assert ast.dump(lesson) == script == ast.dump(ast.parse(source))


def test_prose_has_no_raw_markup(site, folder, name):
    """No role, no directive, no target of reStructuredText."""
    script = site.path(folder, name, ".py").read_text("utf-8")
    comments = re.findall(r"^# ?(.*)$", script, re.MULTILINE)
    raw = re.compile(r":\w+:`|^\.\. |``|`__(?!\w)", re.MULTILINE)
    fenced = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
    prose = [
        fenced.sub("", "".join(x["source"]))
        for x in cells(site, folder, name)
        if x["cell_type"] == "markdown"
    ]

    assert len(prose) > 5
    assert [x for x in [*prose, *comments] if raw.search(x)] == []


def write_exercise(site, folder, path, *, address=None):
    """Write a notebook of the set-up and the exercise, perhaps of another site."""
    name = next(iter(LESSONS))
    text = site.path(folder, name, ".ipynb").read_text("utf-8")
    notebook = json.loads(text.replace(site.address, address or site.address))
    exercise = next(x for x in notebook["cells"] if "tags" in x["metadata"])
    exercise["metadata"] = {}
    notebook["cells"] = [notebook["cells"][0], exercise]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def run_exercise(python, folder, **variables):
    """Run that notebook; return how it went and what is in each cell."""
    run = start(folder, python, "-c", EXECUTE, "x.ipynb", **variables)
    return run, json.loads((folder / "done.ipynb").read_text("utf-8"))["cells"]


def test_first_cell_is_short(site, folder, name):
    """A reader sees at a glance what it does: an address is the longest line."""
    text = "".join(cells(site, folder, name)[0]["source"])
    lines = text.splitlines()

    assert len(lines) <= 21 + 2 * text.count('%pip install "scikit-learn>=')
    assert max(len(x.replace(site.address, "")) for x in lines) <= 100


@pytest.mark.parametrize(
    ("language", "place"),
    [("zh-cn", None), ("en", "."), pytest.param("en", "..", marks=pytest.mark.slow)],
)
def test_first_cell_installs_the_package(
    site, without_package, tmp_path, language, place
):
    """From its address, or without the site from a wheel near the notebook.

    So it lies in a zip: one folder above the lessons.  Hints are in the language.
    """
    part = tmp_path / "part"
    part.mkdir()
    if place:
        (part / place / site.wheel.name).write_bytes(site.wheel.read_bytes())
    address = NOWHERE if place else None
    write_exercise(site, language, part / "x.ipynb", address=address)

    run, (_, exercise) = run_exercise(without_package, part, PIP_NO_INDEX="1")

    assert run.code == 0, run.stderr
    (output,) = exercise["outputs"]
    assert "".join(output["text"]).startswith(HINTS[language])


@pytest.mark.parametrize(("folder", "cure"), CURES.items())
def test_site_out_of_reach_stops_the_notebook(
    site, without_package, tmp_path, folder, cure
):
    """With one error: what pip says of the cause, then what to do."""
    write_exercise(site, folder, tmp_path / "x.ipynb", address=NOWHERE)

    run, (setup, exercise) = run_exercise(without_package, tmp_path)

    assert run.code != 0
    assert exercise["outputs"] == []
    (said,) = (x for x in setup["outputs"] if x["output_type"] == "error")
    *pip, cause, shown = said["evalue"].splitlines()
    assert [x for x in pip if "Connection refused" in x]
    assert len(pip) < 10
    assert "tutorial_utils" in cause
    assert shown.startswith(cure)
    assert shown.endswith(f"{NOWHERE}{folder}/downloads.html")
    printed = ["".join(x["text"]) for x in setup["outputs"] if "text" in x]
    assert printed == [f"env: TUTORIAL_LANG={folder[:2]}\n"]
