"""What the pipeline knows of the machine without importing torch."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from pipeline import environment as module
from pipeline.environment import (
    as_parts,
    needed_distributions,
    probe_devices,
    read_environment,
)
from pipeline.errors import BuildError

ROOT = Path(__file__).parents[2]
DEVICES = {"machine": "a CPU", "accelerator": None}


def count_questions(monkeypatch) -> list[None]:
    """Return a list that grows whenever torch is asked."""
    asked: list[None] = []

    def answer() -> dict[str, str | None]:
        asked.append(None)
        return DEVICES

    monkeypatch.setattr(module, "ask_torch", answer)
    return asked


def test_needed_distributions_reach_through_requirements() -> None:
    """Torch is needed by tutorial_utils, sympy by torch, sphinx by the page."""
    needed = needed_distributions()

    assert {"torch", "numpy", "sympy", "sphinx-gallery"} <= set(needed)
    assert "pytest" not in needed


def test_environment_tells_the_installed_versions(tmp_path: Path, monkeypatch) -> None:
    """Versions are those of the installed distributions."""
    monkeypatch.setattr(
        module, "ask_torch", lambda: {"machine": "m", "accelerator": None}
    )

    parts = as_parts(read_environment(tmp_path / "devices.json"))

    assert parts["torch"] == metadata.version("torch")
    assert parts["accelerator"] == "None"
    assert "machine" not in parts


def test_probe_asks_torch_once(tmp_path: Path, monkeypatch) -> None:
    """The second question is answered from the file, until a hint changes."""
    asked = []
    monkeypatch.setattr(
        module, "ask_torch", lambda: asked.append(1) or {"machine": "m"}
    )
    for version in ("2.13", "2.13", "2.14"):
        probe_devices(tmp_path / "devices.json", version)

    assert len(asked) == 2


def test_probe_asks_again_when_a_device_is_hidden(tmp_path: Path, monkeypatch) -> None:
    """The variables that hide a device are hints."""
    asked = []
    monkeypatch.setattr(
        module, "ask_torch", lambda: asked.append(1) or {"machine": "m"}
    )
    probe_devices(tmp_path / "devices.json", "2.13")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "none of them")
    probe_devices(tmp_path / "devices.json", "2.13")

    assert len(asked) == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hints": 1}'])
def test_damaged_probe_file_is_made_again(
    tmp_path: Path, monkeypatch, text: str
) -> None:
    """A damaged answer is asked for again."""
    monkeypatch.setattr(module, "ask_torch", lambda: DEVICES)
    file = tmp_path / "devices.json"
    file.write_text(text)

    assert probe_devices(file, "2.13") == DEVICES
    assert json.loads(file.read_text())["devices"] == DEVICES


def test_torch_describes_this_machine() -> None:
    """The probe's program runs and names a processor."""
    assert module.ask_torch()["machine"]


def test_broken_torch_is_one_message(monkeypatch) -> None:
    """A torch that cannot be imported gives its reason and the cure."""
    monkeypatch.setattr(module, "PROBE", "raise ImportError('no libtorch')")

    with pytest.raises(BuildError, match=r"ImportError: no libtorch.*\.nox"):
        module.ask_torch()


def test_driver_never_imports_torch() -> None:
    """The command line is there at once, without seconds of importing torch."""
    program = (
        "import sys; sys.path.insert(0, 'docs'); import pipeline.cli; "
        "print(sorted({'torch', 'numpy', 'matplotlib', 'sphinx'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout == "[]\n"
