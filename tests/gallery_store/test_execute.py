"""One lesson, one process: what runs, what fails, and with how many threads."""

import sys
import time
from dataclasses import replace

import pytest
from cluster import wait_until
from small_project import write_project
from snippets import ALONE, CPU, lesson, page, run

from gallery_store.execute import Executor, Result
from gallery_store.limits import GIB, Limits
from gallery_store.process_tree import when_began
from gallery_store.settings import Settings
from site_build.project import Project

pytestmark = pytest.mark.xdist_group("execute")

THREADS = "import torch\nprint('threads', torch.get_num_threads())\n"
NAP = "import time\ntime.sleep(0.3)\n"
FAILURES = {
    "raises": ("raise ValueError('no luck')\n", ":11: ValueError: no luck"),
    "exits": ("import sys\nsys.exit('bye')\n", ":12: SystemExit: bye"),
    "helper": ("def f():\n    return 1 / 0\nf()\n", ":12: ZeroDivisionError"),
    "gone": ("import os\nos._exit(3)\n", ": its process ended (3)"),
    "words": (
        "import os\n_ = os.write(2, b'out of luck\\n')\nos.abort()\n",
        ": its process ended (-6); it last said: ",
    ),
    "long": ("raise ValueError('x\\n' * 3000)\n", ":11: ValueError: x x x"),
    "killed": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        "was killed (SIGKILL), as the system does when memory runs out",
    ),
    "module": (
        "import importlib\n_ = importlib.import_module('tutorial_utils.double')\n",
        "it read src/tutorial_utils/double.py, whose changes would go unnoticed",
    ),
    "data": (
        "import tutorial_utils\nopen(tutorial_utils.__path__[0] + '/a.json').close()\n",
        "it read src/tutorial_utils/a.json, whose changes would go unnoticed",
    ),
    "link": (
        "import os, tutorial_utils\nos.chdir(tutorial_utils.__path__[0])\n"
        "open(b'linked.txt').close()\n",
        "it read note.txt, whose changes would go unnoticed",
    ),
    "command": (
        "import subprocess, tutorial_utils\n"
        "where = tutorial_utils.__path__[0]\n"
        "x = subprocess.check_output(['cat', where + '/a.json'])\n",
        "it read src/tutorial_utils/a.json, whose changes would go unnoticed",
    ),
    "unseen": (
        "import os\nx = os.system('echo from the child')\n",
        ": a process that it started, or a library, wrote 'from the child' to the stan",
    ),
    "forked": (
        "import os\nif os.fork() == 0:\n    print('child says')\n    os._exit(0)\n"
        "status = os.wait()\n",
        ": a process that it started, or a library, wrote 'child says' to the standard",
    ),
    "folder": (
        "import shutil\nshutil.rmtree('../..', True)\nraise ValueError('all gone')\n",
        ":13: ValueError: all gone",
    ),
    "thread": (
        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\n"
        "t.start()\nt.join()\n",
        ":12: ZeroDivisionError: division by zero",
    ),
    "shown": (
        "class A:\n    def __repr__(self):\n        raise ValueError('no')\n[A()]\n",
        ":13: ValueError: no",
    ),
    "text": (
        "class E(Exception):\n    def __str__(self):\n        1 / 0\nraise E\n",
        ":14: E: (its text cannot be shown: ZeroDivisionError)",
    ),
    "spawned": (
        "import torch.multiprocessing as m\ndef f(i):\n    pass\nm.spawn(f)\n",
        "; a process that it started said: AttributeError: Can't get attribute 'f' on",
    ),
    "leak": ("print(object())\n", "its output holds the address 0x"),
    "image": (
        "# %%\n# .. image:: /lessons/1_part/images/no.svg\n",
        "its results cannot be kept, damaged: without 1_part/images/no.svg",
    ),
    "results": (
        "print('x' * 6 * 1024**2)\n",
        "a lesson may leave 5 MiB: print and draw less",
    ),
}
LIMITED = {
    "memory": ("x = bytes(5 * 1024**3)\n", "MemoryError: ; a lesson may take 4 GiB"),
    "tensor": ("import torch\nx = torch.empty(2**31)\n", "; a lesson may take 4 GiB"),
    "file": ("open('x', 'wb').truncate(300 * 1024**2)\n", "File too large"),
}
FAILURES |= LIMITED if sys.platform == "linux" else {}
MARK = "import math\nprint('marked', hasattr(math, 'mark'))\nmath.mark = 1\n"
PRINTED = {
    "one_thread": (THREADS, "threads 1\n"),
    "all_threads": (ALONE + THREADS, "threads 4\n"),
    "below_torch": (
        "import numpy, threadpoolctl\n"
        "print({x['num_threads'] for x in threadpoolctl.threadpool_info()})\n",
        "    {1}\n",
    ),
    "shares": (MARK, "marked False"),
    "nothing": (MARK, "marked False"),
    "language": ("import os\nprint(os.environ['TUTORIAL_LANG'])\n", "    en\n"),
    # neither file nor line, which would change with the folder it is built in
    "warns": ("import warnings\nwarnings.warn('gap')\n", "\n    UserWarning: gap"),
    "loader": (
        "from torch import arange\n"
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "loader = DataLoader(TensorDataset(arange(4.0)), num_workers=1)\n"
        "print('loaded', sum(batch[0].item() for batch in loader))\n",
        "loaded 6.0",
    ),
    "workers": (
        "from torch.utils.data import DataLoader, Dataset\n"
        "class Squares(Dataset):\n    def __len__(self):\n        return 4\n"
        "    def __getitem__(self, i):\n        return i * i\n"
        "print([x.item() for x in DataLoader(Squares(), num_workers=1)])\n",
        "[0, 1, 4, 9]",
    ),
    "too_long": (
        "try:\n    open('x' * 5000)\nexcept OSError as x:\n    print(x.strerror)\n",
        "    File name too long\n",
    ),
    "variable": ("import os\nprint(os.environ.get('STRANGE'))\n", "    None\n"),
}
SLEEP = (
    "import subprocess, time\n"
    "p = subprocess.Popen(['sleep', '120'], start_new_session={})\ntell(p.pid)\n"
)
STARTS = {
    "fork": (
        "import time\nif os.fork() == 0:\n    tell(os.getpid())\n    time.sleep(120)\n"
    ),
    "subprocess": SLEEP.format(False),
    "session": SLEEP.format(True),
    "orphan": (
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        tell(os.getpid())\n        import time\n        time.sleep(120)\n"
        "    os._exit(0)\nstatus = os.wait()\n"
    ),
    "dies": SLEEP.format(True) + "time.sleep(1)\nos._exit(1)\n",
}
OTHERS = {
    "clock": "import time\ntime.time = lambda: 0.0\ntime.sleep(0.3)\n",
    "alone1": ALONE + NAP,
    "alone2": ALONE + NAP,
    "a": NAP,
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return a gallery with files that no key knows."""
    root = tmp_path_factory.mktemp("execute") / "checkout"
    write_project(root)
    (root / "note.txt").write_text("A note.")
    (root / "src/tutorial_utils/a.json").write_text("{}")
    (root / "src/tutorial_utils/linked.txt").symlink_to(root / "note.txt")
    return Project(root).gallery


@pytest.fixture(scope="module")
def results(course: Settings) -> dict[str, Result]:
    """Return how all of the lessons above ended, run by one executor."""
    codes = {name: code for name, (code, _) in (FAILURES | PRINTED).items()} | OTHERS
    for name, code in STARTS.items():
        file = str(course.root / name)
        write = f"lambda pid: open({file!r}, 'w').write(str(pid)) and None"
        codes[name] = f"import os\ntell = {write}\n{code}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gallery_store.execute.usable_cpus", lambda: [0, 1, 2, 3])
        patch.setenv("TUTORIAL_LANG", "zh_CN")
        patch.setenv("STRANGE", "of this machine")
        return run(Executor(course, CPU, jobs=3), **codes)


@pytest.mark.parametrize("name", FAILURES)
def test_lesson_that_fails_is_named_with_its_line(
    results: dict[str, Result], name: str
) -> None:
    """One line has file, line and reason; nothing is left, and others go on."""
    result, (_, expected) = results[name], FAILURES[name]
    file = f"examples/1_part/plot_{name}.py"

    assert result.bundle is None
    assert result.failure.startswith(file + expected * expected.startswith(":"))
    assert expected in result.failure
    assert "\n" not in result.failure
    assert len(result.failure) < 400


@pytest.mark.parametrize("name", PRINTED)
def test_lesson_shows_the_same_wherever_it_runs(
    results: dict[str, Result], name: str
) -> None:
    """Threads, language, and what another lesson did, are not the machine's.

    Two threads would add up sums in another order, but for one that measures time.
    """
    assert PRINTED[name][1] in page(results[name])


def test_timing_lessons_overlap_with_nobody(results: dict[str, Result]) -> None:
    """They start after all others have ended, one after the other."""
    spans = {
        name: (x.bundle.executed["start"], x.bundle.executed["end"])
        for name, x in results.items()
        if x.bundle and name != "clock"
    }
    alone = sorted(spans.pop(x) for x in ("alone1", "alone2", "all_threads"))

    assert max(end for _, end in spans.values()) <= alone[0][0]
    assert alone[0][1] <= alone[1][0]
    assert alone[1][1] <= alone[2][0]


def test_manifest_says_when_where_and_how_long(results: dict[str, Result]) -> None:
    """By this machine's clock, whatever a lesson does to its own."""
    executed, clock = (results[x].bundle.executed for x in ("a", "clock"))

    assert time.time() - 600 < executed["start"] <= executed["end"] <= time.time()
    assert (executed["torch"], executed["machine"]) == ("2.13.0", "a CPU")
    assert 0.3 <= clock["seconds"] < 60
    assert clock["end"] >= clock["start"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", STARTS)
def test_what_a_lesson_starts_ends_with_it(
    course: Settings, results: dict[str, Result], kind: str
) -> None:
    """A child that outlives its lesson would hold up whoever waits for the build.

    So would one in a session of its own, whoever its parent was and however the lesson
    ended.  Neither is anything left in scratch folders.
    """
    started = int((course.root / kind).read_text())

    wait_until(lambda: not when_began(started))
    assert [path for path in course.work.rglob("*") if path.is_file()] == []


def test_lesson_over_the_time_limit_is_stopped(course: Settings) -> None:
    """A lesson that hangs ends with a message, and soon."""
    limited, start = replace(course, limits=Limits(2)), time.monotonic()
    executor = Executor(limited, CPU, jobs=1)

    result = executor.run_one(lesson("b", "import time\ntime.sleep(60)\n"), {})

    file = "examples/1_part/plot_b.py"
    assert result.failure == f"{file}: stopped, it took longer than 2 s"
    assert time.monotonic() - start < 30


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_limited_for_all_that_a_lesson_starts(course: Settings) -> None:
    """Three processes take what one may not; what they share counts once."""
    code = (
        "import subprocess, sys\n"
        "code = 'import time; x = b\"1\" * 5 * 10**8; time.sleep(60)'\n"
        "every = [subprocess.Popen([sys.executable, '-c', code]) for _ in range(3)]\n"
        "codes = [one.wait() for one in every]\n"
    )
    limited = replace(course, limits=Limits(memory=GIB))

    result = Executor(limited, CPU, jobs=1).run_one(lesson("b", code), {})

    assert result.failure.endswith("stopped, it and what it started took 1 GiB")


def test_accelerator_that_is_not_the_keys_is_refused(settings: Settings) -> None:
    """The record says what a lesson ran on; the next build asks the machine again."""
    with (settings.root / "src/tutorial_utils/devices.py").open("a") as file:
        file.write("\n\nfind_accelerator = lambda: 'cuda'\ndescribe_device = str\n")
    settings.build.mkdir(exist_ok=True)
    (settings.build / "devices.json").write_text("{}")
    executor = Executor(settings, CPU, jobs=1)

    failure = run(executor, b="x = 1\n")["b"].failure

    assert "it ran on cuda, and this machine was known for none" in failure
    assert not (settings.build / "devices.json").exists()


def test_preload_that_is_not_there_is_named(course: Settings) -> None:
    """The server of processes skips it in silence, a lesson's process does not."""
    wrong = replace(course, preload=("no_such_module",))

    result = Executor(wrong, CPU, jobs=1).run_one(lesson("b"), {})

    assert "No module named 'no_such_module'" in result.failure


def test_stopped_executor_starts_nothing(course: Settings) -> None:
    """What waits for its turn when a build is stopped never begins."""
    executor = Executor(course, CPU, jobs=1)
    executor.stop()

    assert executor.run_one(lesson("b"), {}).failure == "stopped"
