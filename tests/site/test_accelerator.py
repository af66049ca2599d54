"""The course on a machine with an accelerator: one that is made of Python."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import made_up_accelerator
import pytest
from built import LESSONS, ROOT
from checkouts import copy_checkout, make_environment, site_build

from gallery_store.bundle import Bundle
from gallery_store.store import Store
from tutorial_utils.records import COPY, MATMUL, UNAWAITED, read_records

TITLE = "显卡 3000"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a Python whose torch finds the accelerator, and its packages."""
    found = make_environment(tmp_path_factory.mktemp("venv"))
    made_up_accelerator.install(found[1], TITLE)
    return found


@pytest.fixture(scope="module")
def run(python: tuple[Path, Path]) -> Run:
    """Return what runs a program in that Python and returns what it prints."""

    def start(*arguments: str) -> str:
        command = [str(python[0]), "-P", *arguments]
        env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "MPLBACKEND": "agg"}
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


@pytest.fixture(scope="module")
def checkout(
    python: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a copy of this checkout whose site was built on that machine."""
    copy = copy_checkout(ROOT, tmp_path_factory.mktemp("checkout"))
    done = site_build(copy, "build", python=python[0])
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


def results(checkout: Path) -> dict[str, Bundle]:
    """Return the newest result of each lesson."""
    store = Store(checkout / "docs/_results")
    return {lesson: store.latest(lesson) for lesson in LESSONS}


def test_helpers_know_the_device(run: Run) -> None:
    """They find it, name it, refuse a second one and measure on it."""
    said = run(
        "-c",
        "from tutorial_utils.devices import *\n"
        "from tutorial_utils.timing import measure\n"
        "device = pick_device(); x = torch.ones(3, device=device)\n"
        "print(device, describe_device(device), list_devices())\n"
        "try: require_device('npy:1')\n"
        "except ValueError as error: print(error)\n"
        "print(measure(lambda: x @ x, device=device).median > 0, x + x)\n",
    )

    assert said.splitlines() == [
        f"npy {TITLE} [device(type='cpu'), device(type='npy')]",
        "no device 'npy:1' here; this machine has cpu:0, npy:0, and pick_device() "
        "returns the fastest",
        "True tensor([2., 2., 2.], device='npy:0')",
    ]


def test_lesson_uses_the_device(run: Run) -> None:
    """Its branches for accelerators run, and what it prints is of the device."""
    assert "npy" in run(str(ROOT / "examples/2_devices/plot_11_devices.py"))


@pytest.mark.slow
def test_every_lesson_is_a_result_of_its_own(checkout: Path) -> None:
    """None of this machine's results without the device is shown."""
    found = results(checkout)

    assert {x.parts["accelerator"] for x in found.values()} == {TITLE}
    assert found["2_devices/plot_11_devices"].executed["accelerator"] == TITLE


@pytest.mark.slow
def test_pages_show_the_device(checkout: Path) -> None:
    """The header of a lesson that used it, and its outputs, in both languages."""
    for folder in ("en", "zh-cn"):
        pages = checkout / "docs/_build/html" / folder / "lessons"
        text = (pages / "2_devices/plot_11_devices.html").read_text("utf-8")
        assert TITLE in text
        assert "npy" in text
        lesson = next(pages.glob("3_autograd/plot_*_and_the_number_7.html"))
        assert TITLE not in lesson.read_text("utf-8")  # it used the CPU alone


@pytest.mark.slow
def test_device_that_goes_away_is_on_no_page(
    checkout: Path, python: tuple[Path, Path]
) -> None:
    """Its plug-in is removed: the next build shows this machine's CPU."""
    for path in python[1].glob("made_up*"):
        path.rename(path.with_name(f"_{path.name}"))
    try:
        done = site_build(checkout, "build", python=python[0])
    finally:
        for path in python[1].glob("_made_up*"):
            path.rename(path.with_name(path.name[1:]))

    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((checkout / "docs/_build/html").rglob("*.html"))
    assert [x.name for x in pages if TITLE in x.read_text("utf-8")] == []


@pytest.mark.slow
def test_record_is_named_after_the_device(run: Run, tmp_path: Path) -> None:
    """By Chinese characters, too; it has the CPU's and the device's measurements."""
    said = run("-m", "tutorial_utils", "record", "--out", str(tmp_path))

    (file,) = tmp_path.iterdir()
    assert file.name == "显卡-3000.json"
    (record,) = read_records(tmp_path)
    assert [*record.devices()] == ["cpu", "npy"]
    assert all(record.timings(x, "npy") for x in (MATMUL, UNAWAITED, COPY))
    assert str(file) in said
