"""Warnings that lessons raise: what is written down, and what is refused."""

from typing import Any

import pytest
from small_project import edit, write_project
from snippets import CPU, lesson, page, run

from gallery_store.errors import BuildError
from gallery_store.execute import Executor, Result
from gallery_store.lessons import find_lessons
from gallery_store.progress import Reporter
from gallery_store.run import check_warnings, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store
from gallery_store.warning_recorder import without_places
from site_build.project import Project

pytestmark = pytest.mark.xdist_group("warnings")

CATCH = "import warnings\nwith warnings.catch_warnings(record=True) as caught:\n"
ONCE = "import torch\n_ = torch.zeros(2, 3, 4).T\n"
CODE = {
    "seen": "import warnings\n\nwarnings.warn('mind the gap')\n",
    "deprecated": "import warnings\nwarnings.warn('old', DeprecationWarning)\n",
    "hidden": "import warnings\nwarnings.warn('soon', PendingDeprecationWarning)\n",
    "leak": "import os\nx = open(os.__file__).read()\nx = 1\n",
    "twice": "import warnings\nfor _ in range(2):\n    warnings.warn('again')\n",
    "asked": (
        "import warnings\nwarnings.simplefilter('always')\n"
        "for _ in range(2):\n    warnings.warn('shown')\n"
    ),
    "caught": f"{CATCH}    warnings.warn('held')\nprint(len(caught))\n",
    "once": ONCE,
    "also_once": ONCE,
    "thread": (
        "import threading, warnings\n"
        "t = threading.Thread(target=warnings.warn, args=['apart'])\n"
        "t.start()\nt.join()\n"
    ),
    "figure": (
        "import matplotlib.pyplot as plt\n"
        '# sphinx_gallery_alt = "A title."\n'
        "fig, ax = plt.subplots()\n"
        "_ = ax.set_title('\\u5f20')\n"
    ),
    "between": (
        "import torch\nx = torch.ones(1, requires_grad=True) * 2\n"
        "if x is None:\n    x.grad\n"
    ),
    "ignored": (
        "import warnings\nwith warnings.catch_warnings():\n"
        "    warnings.simplefilter('ignore')\n    warnings.warn('silent')\n"
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Return what the lessons above left behind."""
    root = tmp_path_factory.mktemp("raised") / "checkout"
    write_project(root)
    return run(Executor(Project(root).gallery, CPU, jobs=2), **CODE)


def raised(results: dict[str, Result], name: str, *keys: str) -> list[tuple[Any, ...]]:
    """Return what is noted of the warnings of a lesson."""
    assert results[name].bundle is not None, results[name].failure
    noted = results[name].bundle.executed["warnings"]
    return [tuple(warning[key] for key in keys) for warning in noted]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seen", [("UserWarning", "mind the gap", 13, False)]),
        ("deprecated", [("DeprecationWarning", "old", 12, False)]),
        ("hidden", [("PendingDeprecationWarning", "soon", 12, False)]),
        ("twice", [("UserWarning", "again", 13, False)]),
        ("caught", [("UserWarning", "held", 13, True)]),
        ("thread", [("UserWarning", "apart", None, False)]),
        ("between", []),
        ("ignored", []),
    ],
)
def test_warnings_are_noted(
    results: dict[str, Result], name: str, expected: list[tuple[object, ...]]
) -> None:
    """With the line that led to it, those that Python hides too, the same once.

    What sphinx-gallery does between blocks is not the lesson's; who ignores a warning
    says so in code.
    """
    assert raised(results, name, "category", "text", "line", "caught") == expected


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("seen", "UserWarning: mind the gap", 1),
        ("deprecated", "DeprecationWarning: old", 1),
        ("twice", "UserWarning: again", 1),
        ("asked", "UserWarning: shown", 2),
        ("hidden", "Warning: ", 0),
        ("leak", "Warning: ", 0),
        ("caught", "\n    1\n", 1),
    ],
)
def test_page_shows_what_python_alone_would_show(
    results: dict[str, Result], name: str, text: str, count: int
) -> None:
    """Once for each place in the code; a warning that is caught reaches the lesson."""
    assert page(results[name]).count(text) == count


def test_warnings_of_libraries_are_noted(results: dict[str, Result]) -> None:
    """Of a file left open, of what torch says once a process, of a font's lack.

    No lesson uses up the warning of another; what is found while a figure is saved has
    the line of its block.
    """
    assert raised(results, "leak", "category") == [("ResourceWarning",)]
    for name in ("once", "also_once"):
        ((line, text),) = raised(results, name, "line", "text")
        assert (line, "x.mT" in text) == (12, True)
    figure = raised(results, "figure", "line", "text")
    assert {line for line, _ in figure} == {10}
    assert "missing from font" in figure[0][1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unclosed '/tmp/work/x.py' at 0x7f0011223344", "unclosed 'x.py' at 0x…"),
        ("at /torch/csrc/Tensor.h:49.", "at Tensor.h:49."),
        ("see https://host/a/b and 1/2 of\n  it", "see https://host/a/b and 1/2 of it"),
    ],
)
def test_text_names_no_place_of_a_machine(text: str, expected: str) -> None:
    """Files lose their folders, addresses their digits; links stay."""
    assert without_places(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seen", ":13: UserWarning: mind the gap\n  write"),
        ("thread", ": UserWarning: apart\n  write"),
    ],
)
def test_warning_that_nobody_meant_is_refused(
    results: dict[str, Result], name: str, expected: str
) -> None:
    """Lesson, line, text and what to do; to catch it is to show it on purpose."""
    fault = check_warnings(results[name].bundle, lesson(name))

    assert fault.startswith(f"examples/1_part/plot_{name}.py{expected}")
    assert check_warnings(results["caught"].bundle, lesson("caught")) == ""


def test_lesson_that_warns_is_not_kept(settings: Settings, reporter: Reporter) -> None:
    """Nothing is stored until the author decides."""
    file = settings.examples / "1_part" / "plot_01_first.py"
    edit(file, "print(", "import warnings\n\nwarnings.warn('tide')\nprint(")
    settings.work.mkdir(parents=True)
    runner = Executor(settings, CPU, jobs=1)
    plan = make_plan(settings, find_lessons(settings)[:1], runner.environment_of)
    store = Store(settings.store)

    with pytest.raises(BuildError, match=r"plot_01_first\.py:16: UserWarning: tide"):
        run_missing(runner, store, plan, reporter)
    assert store.paths() == []
