"""Warnings that lessons raise: what is written down, and what is refused."""

import warnings
from typing import Any

import pytest
from small_project import edit, write_project

from gallery_store.bundle import Bundle
from gallery_store.environment import Environment
from gallery_store.errors import BuildError
from gallery_store.execute import Executor, Result
from gallery_store.keys import key_parts
from gallery_store.lessons import Lesson, find_lessons
from gallery_store.progress import Reporter
from gallery_store.raised import without_places
from gallery_store.results import check_warnings, make_plan, run_missing
from gallery_store.settings import Settings
from gallery_store.store import Store
from site_build.project import Project

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
    parts = {x: key_parts(settings, x, environment) for x in lessons}
    executor.run(parts, {}, found.append)
    assert not [x.failure for x in found if x.failure]
    return {x.lesson.stem.removeprefix("plot_"): x.bundle for x in found if x.bundle}


def raised(results: dict[str, Bundle], name: str) -> list[dict[str, Any]]:
    """Return the warnings of a lesson."""
    found: list[dict[str, Any]] = results[name].executed["warnings"]
    return found


def printed(results: dict[str, Bundle], name: str) -> str:
    """Return the page of a lesson."""
    return results[name].files[f"1_part/plot_{name}.rst"].decode()


def test_warning_has_category_text_and_line(results: dict[str, Bundle]) -> None:
    """The manifest says what was raised and by which line of the lesson."""
    expected = {
        "category": "UserWarning",
        "text": "mind the gap",
        "line": 13,
        "caught": False,
    }

    assert raised(results, "seen") == [expected]


@pytest.mark.parametrize(
    ("name", "category"),
    [("hidden", "PendingDeprecationWarning"), ("leak", "ResourceWarning")],
)
def test_warning_that_python_hides_is_noted_and_not_shown(
    results: dict[str, Bundle], name: str, category: str
) -> None:
    """The page shows what a reader sees; the manifest knows more."""
    assert [x["category"] for x in raised(results, name)] == [category]
    assert f"{category}: " not in printed(results, name)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("seen", "UserWarning: mind the gap"),
        ("deprecated", "DeprecationWarning: old"),
    ],
)
def test_warning_that_python_shows_stays_on_the_page(
    results: dict[str, Bundle], name: str, line: str
) -> None:
    """A deprecation that the lesson itself raises is one of them."""
    assert printed(results, name).count(line) == 1


def test_repeated_warning_is_shown_and_noted_once(results: dict[str, Bundle]) -> None:
    """As Python does by itself, for each place in the code."""
    assert printed(results, "twice").count("UserWarning: again") == 1
    assert len(raised(results, "twice")) == 1


def test_caught_warning_reaches_the_lesson_and_the_manifest(
    results: dict[str, Bundle],
) -> None:
    """To catch it is to show it on purpose."""
    assert [x["caught"] for x in raised(results, "caught")] == [True]
    assert "\n    1\n" in printed(results, "caught")


@pytest.mark.parametrize("name", ["once", "also_once"])
def test_each_lesson_has_what_torch_says_once_a_process(
    results: dict[str, Bundle], name: str
) -> None:
    """No lesson uses up the warning of another."""
    (warning,) = raised(results, name)

    assert (warning["line"], "x.mT" in warning["text"]) == (12, True)


def test_warning_of_a_thread_has_no_line(results: dict[str, Bundle]) -> None:
    """It is noted although no line of the lesson led to it."""
    assert [(x["text"], x["line"]) for x in raised(results, "thread")] == [
        ("apart", None)
    ]


def test_warning_while_a_figure_is_saved_names_its_block(
    results: dict[str, Bundle],
) -> None:
    """A sign that the font lacks is found before a reader sees a box."""
    assert {x["line"] for x in raised(results, "figure")} == {10}
    assert "missing from font" in raised(results, "figure")[0]["text"]


@pytest.mark.parametrize("name", ["between", "ignored"])
def test_what_the_lesson_did_not_raise_is_not_noted(
    results: dict[str, Bundle], name: str
) -> None:
    """Sphinx-gallery looks at every name afterwards; who ignores says so in code."""
    assert raised(results, name) == []


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


def bundle_of(**warning: Any) -> Bundle:
    """Return the results of a lesson that raised one warning."""
    entry = {"category": "UserWarning", "text": "mind the gap", "line": 7}
    ran = {"warnings": [entry | {"caught": False} | warning]}
    return Bundle("1_part/plot_1", {}, ran, {})


def test_warning_that_nobody_meant_is_refused_with_its_line() -> None:
    """Lesson, line, text and what to do."""
    fault = check_warnings(bundle_of(), Lesson("1_part/plot_1", HEAD))

    assert fault is not None
    assert fault.startswith("examples/1_part/plot_1.py:7: UserWarning: mind the gap\n")
    assert "write the code so that nothing warns" in fault


def test_warning_that_is_caught_is_no_fault() -> None:
    """To catch it is to show it on purpose."""
    assert check_warnings(bundle_of(caught=True), Lesson("1_part/plot_1", HEAD)) is None


def test_lesson_that_warns_is_not_kept(
    settings: Settings, environment: Environment, reporter: Reporter
) -> None:
    """Nothing is stored until the author decides."""
    lesson = settings.examples / "1_part" / "plot_01_first.py"
    edit(lesson, "print(", "import warnings\n\nwarnings.warn('tide')\nprint(")
    settings.work.mkdir(parents=True)
    runner = Executor(settings, environment, jobs=1, preload=False)
    store, plan = Store(settings.store), make_plan(runner, find_lessons(settings)[:1])

    with pytest.raises(BuildError, match=r"plot_01_first\.py:16: UserWarning: tide"):
        run_missing(runner, store, plan, reporter)
    assert store.paths() == []


def test_interpreter_still_has_what_the_recorder_replaces() -> None:
    """Their names are Python's own business; a new version may change them."""
    for name in ("_showwarnmsg", "_showwarnmsg_impl", "_filters_mutated", "filters"):
        assert hasattr(warnings, name)
