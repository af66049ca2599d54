"""Warnings that lessons raise: what is written down, and what is refused."""

from typing import Any

import pytest
from small_project import edit, write_project

from gallery_store.bundle import Bundle
from gallery_store.environment import Environment
from gallery_store.errors import BuildError
from gallery_store.execute import Executor, Result
from gallery_store.lessons import Lesson, find_lessons
from gallery_store.progress import Reporter
from gallery_store.run import check_warnings, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store
from gallery_store.warning_recorder import without_places
from site_build.project import Project

pytestmark = pytest.mark.xdist_group("warnings")

HEAD = '"""\nTitle\n=====\n\nText.\n"""\n\n# %%\n# Code.\n\n'
CATCH = "import warnings\nwith warnings.catch_warnings(record=True) as caught:\n"
ONCE = "import torch\n_ = torch.zeros(2, 3, 4).T\n"
CODE = {
    "seen": "import warnings\n\nwarnings.warn('mind the gap')\n",
    "deprecated": "import warnings\nwarnings.warn('old', DeprecationWarning)\n",
    "hidden": "import warnings\nwarnings.warn('soon', PendingDeprecationWarning)\n",
    "leak": "import os\nx = open(os.__file__).read()\nx = 1\n",
    "twice": "import warnings\nfor _ in range(2):\n    warnings.warn('again')\n",
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
    "between": "import torch\nx = torch.ones(1, requires_grad=True) * 2\nx.grad_fn\n",
    "ignored": (
        "import warnings\nwith warnings.catch_warnings():\n"
        "    warnings.simplefilter('ignore')\n    warnings.warn('silent')\n"
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bundle]:
    """Return what the lessons above left behind."""
    root = tmp_path_factory.mktemp("raised") / "checkout"
    write_project(root)
    environment = Environment("3.11.7", {"torch": "2.13.0"}, "a CPU", None)
    lessons = [Lesson(f"1_part/plot_{name}", HEAD + CODE[name]) for name in CODE]
    found: list[Result] = []
    settings = Project(root).gallery
    executor = Executor(settings, environment, jobs=2)
    plan = make_plan(settings, lessons, lambda _: environment)
    executor.run(plan.parts, {}, found.append)
    assert not [x.failure for x in found if x.failure]
    return {x.lesson.stem.removeprefix("plot_"): x.bundle for x in found if x.bundle}


def raised(results: dict[str, Bundle], name: str) -> list[dict[str, Any]]:
    """Return the warnings of a lesson."""
    found: list[dict[str, Any]] = results[name].executed["warnings"]
    return found


def printed(results: dict[str, Bundle], name: str) -> str:
    """Return the page of a lesson."""
    return results[name].files[f"1_part/plot_{name}.rst"].decode()


USER = "UserWarning"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seen", [(USER, "mind the gap", 13, False)]),
        ("deprecated", [("DeprecationWarning", "old", 12, False)]),
        ("hidden", [("PendingDeprecationWarning", "soon", 12, False)]),
        ("twice", [(USER, "again", 13, False)]),
        ("caught", [(USER, "held", 13, True)]),
        ("thread", [(USER, "apart", None, False)]),
        ("between", []),
        ("ignored", []),
    ],
)
def test_warnings_are_noted(
    results: dict[str, Bundle], name: str, expected: list[tuple[object, ...]]
) -> None:
    """With the line that led to it, those that Python hides too, the same once.

    What sphinx-gallery does between blocks is not the lesson's; who ignores a warning
    says so in code.
    """
    keys = "category", "text", "line", "caught"

    assert [tuple(x[key] for key in keys) for x in raised(results, name)] == expected


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("seen", "UserWarning: mind the gap", 1),
        ("deprecated", "DeprecationWarning: old", 1),
        ("twice", "UserWarning: again", 1),
        ("hidden", "Warning: ", 0),
        ("leak", "Warning: ", 0),
        ("caught", "\n    1\n", 1),
    ],
)
def test_page_shows_what_python_alone_would_show(
    results: dict[str, Bundle], name: str, text: str, count: int
) -> None:
    """Once for each place in the code; a warning that is caught reaches the lesson."""
    assert printed(results, name).count(text) == count


def test_file_that_is_left_open_is_noted(results: dict[str, Bundle]) -> None:
    """Python raises it wherever it collects the file."""
    assert [x["category"] for x in raised(results, "leak")] == ["ResourceWarning"]


@pytest.mark.parametrize("name", ["once", "also_once"])
def test_each_lesson_has_what_torch_says_once_a_process(
    results: dict[str, Bundle], name: str
) -> None:
    """No lesson uses up the warning of another."""
    (warning,) = raised(results, name)

    assert (warning["line"], "x.mT" in warning["text"]) == (12, True)


def test_warning_while_a_figure_is_saved_names_its_block(
    results: dict[str, Bundle],
) -> None:
    """A sign that the font lacks is found before a reader sees a box."""
    assert {x["line"] for x in raised(results, "figure")} == {10}
    assert "missing from font" in raised(results, "figure")[0]["text"]


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


@pytest.mark.parametrize(("line", "place"), [(7, ":7"), (None, "")])
def test_warning_that_nobody_meant_is_refused(line: int | None, place: str) -> None:
    """Lesson, line, text and what to do; to catch it is to show it on purpose."""
    warning = {"category": USER, "text": "mind the gap", "line": line}
    lesson = Lesson("1_part/plot_1", HEAD)
    faults = [
        check_warnings(Bundle(lesson.name, {}, {"warnings": [warning]}, {}), lesson)
        for warning["caught"] in (False, True)
    ]

    expected = f"examples/1_part/plot_1.py{place}: UserWarning: mind the gap\n  write"
    assert faults[0].startswith(expected)
    assert faults[1] == ""


def test_lesson_that_warns_is_not_kept(
    settings: Settings, environment: Environment, reporter: Reporter
) -> None:
    """Nothing is stored until the author decides."""
    lesson = settings.examples / "1_part" / "plot_01_first.py"
    edit(lesson, "print(", "import warnings\n\nwarnings.warn('tide')\nprint(")
    settings.work.mkdir(parents=True)
    runner = Executor(settings, environment, jobs=1, preload=False)
    store, plan = (
        Store(settings.store),
        make_plan(settings, find_lessons(settings)[:1], runner.environment_of),
    )

    with pytest.raises(BuildError, match=r"plot_01_first\.py:16: UserWarning: tide"):
        run_missing(runner, store, plan, reporter)
    assert store.paths() == []
