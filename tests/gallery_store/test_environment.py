"""What is known of the machine without importing what lessons need."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from unittest.mock import Mock

import pytest
from small_project import write

from gallery_store import environment as module
from gallery_store.environment import (
    ask_process,
    clean_variables,
    probe_devices,
    read_environment,
)
from gallery_store.errors import BuildError
from gallery_store.settings import Settings

DEVICES = {"machine": "a CPU", "accelerator": None}


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """Return a gallery with nothing in it."""
    return Settings(tmp_path, sources=("lib",), devices="mine:describe")


@pytest.fixture
def asked(monkeypatch) -> Mock:
    """Return what is asked for the devices, and counts how often."""
    monkeypatch.setattr(module, "ask_process", asked := Mock(return_value=DEVICES))
    return asked


def test_missing_distribution_is_named(tmp_path: Path) -> None:
    """What lessons may import has to be there."""
    with pytest.raises(BuildError, match="no-such-thing is not installed in"):
        read_environment(Settings(tmp_path, imports={"thing": "no-such-thing"}))


@pytest.mark.parametrize(
    "options", [["-O"], ["-Wignore"], ["-X", "dev"]], ids=lambda x: x[0]
)
def test_python_that_runs_lessons_in_another_way_is_refused(
    tmp_path: Path, options: list[str]
) -> None:
    """A skipped assert or an ignored warning would stay in the store."""
    code = (
        "from pathlib import Path; from gallery_store.environment import *\n"
        "try:\n    read_environment(Settings(Path()))\n"
        "except BuildError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True
    )

    assert "unset PYTHONOPTIMIZE, PYTHONWARNINGS" in done.stdout, done.stderr


def test_file_in_place_of_a_distribution_is_named(tmp_path: Path, monkeypatch) -> None:
    """The version in the key would be another's."""
    (tmp_path / "networkx.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "networkx", raising=False)

    with pytest.raises(BuildError, match=r"import networkx would take .*networkx\.py"):
        read_environment(Settings(tmp_path, imports={"networkx": "networkx"}))


def test_variables_of_the_machine_reach_no_lesson(monkeypatch) -> None:
    """But for those by which it finds its files and its accelerator."""
    kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "https_proxy")
    others = ("PYTHONOPTIMIZE", "OMP_NUM_THREADS", "ATEN_CPU_CAPABILITY", "LANG", "X")
    for name in (*kept, *others):
        monkeypatch.setenv(name, "1")

    variables = clean_variables({"LANG": "en"})

    assert variables.keys() >= {*kept}
    assert variables.keys() & {*others} == {"LANG"}
    assert variables["LANG"] == "en"


def test_environment_tells_the_installed_versions(tmp_path: Path, asked) -> None:
    """Also of what distributions need, and of what writes a page; nothing else's.

    Of a distribution whose sources are in the key, the version is not.
    """
    (tmp_path / "src/tutorial_utils").mkdir(parents=True)
    imports = {"numpy": "numpy", "tutorial_utils": "tutorial-utils"}

    settings = Settings(tmp_path, sources=("src",), imports=imports)
    parts = read_environment(settings).parts

    assert parts["numpy"] == metadata.version("numpy")
    assert parts["accelerator"] == "None"
    assert parts.keys() >= {"torch", "sympy", "sphinx-gallery"}
    assert parts.keys().isdisjoint({"machine", "tutorial-utils", "pytest"})


def test_probe_asks_once(bare: Settings, asked, monkeypatch) -> None:
    """Later answers come from a file, until a version or a variable changes."""
    for version in ("2.13", "2.13", "2.14"):
        probe_devices(bare, {"torch": version})
    assert asked.call_count == 2

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "none of them")
    probe_devices(bare, {"torch": "2.14"})

    assert asked.call_count == 3


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hints": 1}', "no machine"])
def test_damaged_probe_file_is_made_again(bare: Settings, asked, text: str) -> None:
    """A damaged answer is asked for again."""
    probe_devices(bare, {})
    file = bare.build / "devices.json"
    if text == "no machine":
        text = file.read_text().replace('"machine"', '"m"')
    file.write_text(text)

    assert probe_devices(bare, {}) == DEVICES
    assert json.loads(file.read_text())["said"] == DEVICES
    assert asked.call_count == 2


def test_devices_are_told_by_a_function_of_the_checkout(bare: Settings) -> None:
    """In a process of its own, whose last line counts."""
    said = f"print('hello')\ndef describe():\n    return {DEVICES}\n"
    write(bare.root / "lib/mine.py", said)
    assert ask_process(bare) == DEVICES
    assert "mine" not in sys.modules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("raise ImportError('no libtorch')", "ImportError: no libtorch.*install"),
        ("describe = lambda: {'machine': 'a CPU'}", "it says {.*a CPU"),
        ("import os\nos._exit(0)", "it says nothing"),
        ("import atexit\natexit.register(print, 'bye')\ndescribe = dict", "says bye"),
        ("import time\ntime.sleep(60)", "no answer in 2 s"),
    ],
)
def test_devices_that_are_not_told_are_one_message(
    bare: Settings, monkeypatch, text: str, words: str
) -> None:
    """With what was said instead; a driver that hangs does not hang the build."""
    if "sleep" in text:
        monkeypatch.setattr(module, "LONGEST", 2)
    write(bare.root / "lib/mine.py", f"{text}\n")

    with pytest.raises(BuildError, match=words):
        ask_process(bare)


def test_machine_is_known_where_nobody_describes_it(tmp_path: Path) -> None:
    """The processor in words, and no accelerator."""
    devices = ask_process(Settings(tmp_path))

    assert devices["machine"]
    assert devices["accelerator"] is None
