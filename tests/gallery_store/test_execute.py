"""One lesson, one process: what runs, what fails, and with how many threads."""

import contextlib
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cluster import wait_until

from gallery_store.environment import Environment
from gallery_store.execute import Executor, Result, longest_first
from gallery_store.keys import key_parts
from gallery_store.lessons import Lesson
from gallery_store.limits import Limits
from gallery_store.settings import Settings

Run = Callable[..., dict[str, Result]]
HEAD = '"""\nTitle\n=====\n\nText.\n"""\n\n# %%\n# Code.\n\n'
ALONE = "# sphinx_gallery_parallel = False\n"


def lesson(name: str, code: str) -> Lesson:
    """Return a lesson that runs some code."""
    return Lesson(f"1_part/plot_{name}", HEAD + code)


@pytest.fixture
def run(settings: Settings, environment: Environment) -> Run:
    """Return a function that runs lessons and returns their results by name."""

    def run_lessons(
        *lessons: Lesson,
        jobs: int = 2,
        seconds: float = 60.0,
        unknown: str = "",
    ) -> dict[str, Result]:
        limited = replace(settings, limits=Limits(seconds))
        executor = Executor(limited, environment, jobs=jobs)
        results: list[Result] = []
        parts = {x: key_parts(settings, x, environment) for x in lessons}
        for known in parts.values():
            known.pop(unknown, None)
        executor.run(parts, {}, results.append)
        return {x.lesson.stem.removeprefix("plot_"): x for x in results}

    return run_lessons


def output(result: Result) -> str:
    """Return the page source that a lesson left behind."""
    assert result.bundle is not None, result.failure
    return result.bundle.files[f"{result.lesson.name}.rst"].decode()


def test_lesson_leaves_page_script_and_notebook(run: Run) -> None:
    """Everything that sphinx-gallery writes for readers is in the bundle."""
    result = run(lesson("a", "print(6 * 7)\n"))["a"]

    assert "42" in output(result)
    assert {name.partition(".")[2] for name in result.bundle.files} >= {
        "rst",
        "py",
        "ipynb",
        "py.md5",
    }


def test_manifest_says_when_where_and_how_long(run: Run) -> None:
    """Start and end are on the clock of this test."""
    before = time.time()
    executed = run(lesson("a", "x = 1\n"))["a"].bundle.executed

    assert before <= executed["start"] + 0.001 <= executed["end"] + 0.002
    assert executed["end"] <= time.time() + 0.001
    assert (executed["torch"], executed["machine"]) == ("2.13.0", "a CPU")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise ValueError('no luck')\n", ":11: ValueError: no luck"),
        ("import sys\nsys.exit('bye')\n", ":12: SystemExit: bye"),
        ("def f():\n    return 1 / 0\nf()\n", ":12: ZeroDivisionError"),
        ("import os\nos._exit(3)\n", ": its process ended (3)"),
    ],
)
def test_lesson_that_fails_is_named_with_its_line(
    run: Run, code: str, expected: str
) -> None:
    """The message has file, line and reason; nothing is left behind."""
    result = run(lesson("a", code))["a"]

    assert result.bundle is None
    assert result.failure.startswith(f"examples/1_part/plot_a.py{expected}")


def test_process_that_dies_leaves_its_last_words(run: Run) -> None:
    """What a library wrote below Python's level helps to find the reason."""
    code = "import os\n_ = os.write(2, b'out of luck\\n')\nos.abort()\n"

    failure = run(lesson("a", code))["a"].failure

    assert "its process ended (-6)" in failure
    assert "it last said:" in failure


def test_one_lesson_that_dies_takes_no_other_with_it(run: Run) -> None:
    """The failure names its culprit only."""
    results = run(
        lesson("bad", "import os\nos._exit(1)\n"),
        *(lesson(f"good{n}", "x = 1\n") for n in range(3)),
    )

    assert [name for name, x in results.items() if x.failure] == ["bad"]


def test_lesson_over_the_time_limit_is_stopped(run: Run) -> None:
    """A lesson that hangs ends with a message, and soon."""
    start = time.monotonic()
    failure = run(lesson("a", "import time\ntime.sleep(60)\n"), seconds=2)["a"].failure

    assert failure == "examples/1_part/plot_a.py: stopped, it took longer than 2 s"
    assert time.monotonic() - start < 30


def test_lessons_share_nothing(run: Run) -> None:
    """A module that one lesson changes is untouched in the next."""
    code = "import math\nprint('marked', hasattr(math, 'mark'))\nmath.mark = 1\n"
    results = run(lesson("a", code), lesson("b", code), jobs=1)

    assert all("marked False" in output(result) for result in results.values())


DOUBLE = "from tutorial_utils.double import double\nprint(double(21))\n"

READS = "import tutorial_utils\nopen({}).close()\n"


@pytest.mark.parametrize(
    ("code", "unknown"),
    [
        (DOUBLE, "src/tutorial_utils/double.py"),
        (
            READS.format("tutorial_utils.__path__[0] + '/data.json'"),
            "src/tutorial_utils/data.json",
        ),
        (
            "import os, tutorial_utils\nos.chdir(tutorial_utils.__path__[0])\n"
            "open(b'linked.txt').close()\n",
            "note.txt",
        ),
    ],
)
def test_file_that_the_key_does_not_know_is_refused(
    run: Run, settings: Settings, code: str, unknown: str
) -> None:
    """A module or a file of the checkout outside the key could change unnoticed."""
    package = settings.root / "src/tutorial_utils"
    (package / "data.json").write_text("{}")
    (settings.root / "note.txt").write_text("A note.")
    (package / "linked.txt").symlink_to(settings.root / "note.txt")

    result = run(lesson("a", code + "\n"), unknown=unknown)["a"]

    assert f"it read {unknown}, whose changes would go unnoticed" in result.failure


def test_accelerator_that_is_not_the_keys_is_refused(
    run: Run, settings: Settings
) -> None:
    """The record says what a lesson ran on; the next build asks the machine again."""
    with (settings.root / "src/tutorial_utils/devices.py").open("a") as file:
        file.write("\n\nfind_accelerator = lambda: 'a GPU'\ndescribe_device = str\n")
    settings.build.mkdir(exist_ok=True)
    (settings.build / "devices.json").write_text("{}")

    failure = run(lesson("a", "x = 1\n"))["a"].failure

    assert "it ran on a GPU, and this machine was known for none" in failure
    assert not (settings.build / "devices.json").exists()


def test_language_of_hints_is_english(run: Run, monkeypatch) -> None:
    """One execution serves both languages, whatever the builder's is."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")
    code = "import os\nprint(os.environ['TUTORIAL_LANG'])\n"

    assert "    en\n" in output(run(lesson("a", code))["a"])


def test_warning_shows_neither_file_nor_line(run: Run) -> None:
    """A page would otherwise change with the folder it was built in."""
    code = "import warnings\nwarnings.warn('mind the gap')\n"

    page = output(run(lesson("a", code))["a"])

    assert "UserWarning: mind the gap" in page
    assert ".py:" not in page.partition("UserWarning")[0].rpartition("::")[2]


THREADS = "import torch\nprint('threads', torch.get_num_threads())\n"


@pytest.fixture
def four_cpus(monkeypatch) -> None:
    """Let the pipeline believe in four processors, whatever this machine has."""
    monkeypatch.setattr("gallery_store.execute.usable_cpus", lambda: [0, 1, 2, 3])


@pytest.mark.parametrize("jobs", [1, 8])
@pytest.mark.usefixtures("four_cpus")
def test_lesson_has_one_thread_wherever_it_runs(run: Run, jobs: int) -> None:
    """Two would add up its sums in another order; results would tell the machine."""
    page = output(run(lesson("a", THREADS), jobs=jobs)["a"])

    assert "threads 1\n" in page


@pytest.mark.usefixtures("four_cpus")
def test_timing_lesson_gets_all_processors(run: Run) -> None:
    """A lesson that measures time does so with every core."""
    page = output(run(lesson("a", ALONE + THREADS), jobs=2)["a"])

    assert "threads 4\n" in page


def test_thread_budget_holds_below_torch(run: Run) -> None:
    """NumPy's own library of linear algebra is limited too."""
    code = (
        "import numpy, threadpoolctl\n"
        "print([x['num_threads'] for x in threadpoolctl.threadpool_info()])\n"
    )
    page = output(run(lesson("a", code), jobs=1)["a"])

    numbers = page[page.rindex("[") + 1 : page.rindex("]")].split(", ")
    assert numbers
    assert set(numbers) == {"1"}


def test_timing_lessons_overlap_with_nobody(run: Run) -> None:
    """They start after all others have ended, one after the other."""
    nap = "import time\ntime.sleep(0.3)\n"
    results = run(
        lesson("alone1", ALONE + nap),
        lesson("a", nap),
        lesson("alone2", ALONE + nap),
        lesson("b", nap),
    )
    spans = {
        n: (r.bundle.executed["start"], r.bundle.executed["end"])
        for n, r in results.items()
    }
    together = max(spans["a"][1], spans["b"][1])
    first, second = sorted([spans["alone1"], spans["alone2"]])

    assert together <= first[0]
    assert first[1] <= second[0]


def test_longest_lesson_starts_first() -> None:
    """A lesson that never ran may be the longest of all."""
    lessons = [lesson(name, "") for name in ("short", "new", "long")]
    seconds = {"1_part/plot_short": 1.0, "1_part/plot_long": 9.0}

    ordered = longest_first(lessons, seconds)

    assert [x.stem for x in ordered] == ["plot_new", "plot_long", "plot_short"]


def test_preload_that_is_not_there_is_named(
    settings: Settings, environment: Environment
) -> None:
    """The server of processes skips it in silence, a lesson's process does not."""
    wrong = replace(settings, preload=("no_such_module",))

    result = Executor(wrong, environment, jobs=1).run_one(lesson("a", ""), {}, 1)

    assert "No module named 'no_such_module'" in result.failure


def test_stopped_executor_starts_nothing(
    settings: Settings, environment: Environment
) -> None:
    """What waits for its turn when a build is stopped never begins."""
    executor = Executor(settings, environment, jobs=1)
    executor.stop()

    assert executor.run_one(lesson("a", ""), {}, 1).failure == "stopped"


def test_scratch_folders_are_removed(run: Run, settings: Settings) -> None:
    """Neither a success nor a failure leaves anything behind."""
    run(lesson("a", "x = 1\n"), lesson("b", "1 / 0\n"))

    assert [path for path in settings.work.rglob("*") if path.is_file()] == []


def test_long_error_is_cut(run: Run) -> None:
    """One line stays one line, whatever a lesson raises."""
    failure = run(lesson("a", "raise ValueError('x\\n' * 3000)\n"))["a"].failure

    assert "\n" not in failure
    assert len(failure) < 400


@pytest.mark.skipif(sys.platform != "linux", reason="limits need Linux")
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = bytes(5 * 1024**3)\n", ":11: MemoryError: ; a lesson may take 4 GiB"),
        ("import torch\nx = torch.empty(2**31)\n", "; a lesson may take 4 GiB"),
        ("open('x', 'wb').truncate(300 * 1024**2)\n", "File too large"),
        ("print('x' * 6 * 1024**2)\n", "a lesson may leave 5 MiB: print and draw less"),
    ],
)
def test_lesson_that_takes_too_much_is_stopped(
    run: Run, code: str, expected: str
) -> None:
    """Before the machine has no memory, and the site no reader."""
    failure = run(lesson("a", code))["a"].failure

    assert failure.startswith("examples/1_part/plot_a.py")
    assert expected in failure


def test_killed_lesson_says_what_kills(run: Run) -> None:
    """The system gives no reason."""
    code = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"

    failure = run(lesson("a", code))["a"].failure

    assert "was killed (SIGKILL), as the system does when memory runs out" in failure


def test_clock_that_is_set_back_does_not_change_the_seconds(run: Run) -> None:
    """A run takes as long as it takes."""
    code = "import time\ntime.time = lambda: 0.0\ntime.sleep(0.3)\n"

    executed = run(lesson("a", code))["a"].bundle.executed

    assert 0.3 <= executed["seconds"] < 60
    assert executed["end"] >= executed["start"]


LEAVE_BEHIND = {
    "fork": "import os, time\nif os.fork() == 0:\n    time.sleep(120)\n",
    "subprocess": "import subprocess\nchild = subprocess.Popen(['sleep', '120'])\n",
}


def running_in_group(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = file.read_text().rpartition(")")
            state, _, leader = rest.split()[:3]
            if int(leader) == group and state != "Z":
                found.append(name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", LEAVE_BEHIND)
def test_what_a_lesson_starts_ends_with_it(
    run: Run, kind: str, settings: Settings
) -> None:
    """A child that outlives its lesson would hold up whoever waits for the build."""
    pid_file = settings.root / "pids"
    code = f"import os\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()))\n"
    run(lesson("a", code + LEAVE_BEHIND[kind]))

    group = int(pid_file.read_text())
    wait_until(lambda: not running_in_group(group))


def test_lesson_may_load_data_in_workers(run: Run) -> None:
    """Torch's data loader starts processes of its own."""
    code = (
        "import torch\n"
        "data = torch.utils.data.TensorDataset(torch.arange(4.0))\n"
        "loader = torch.utils.data.DataLoader(data, num_workers=1)\n"
        "print('loaded', sum(batch[0].item() for batch in loader))\n"
    )

    assert "loaded 6.0" in output(run(lesson("a", code))["a"])
