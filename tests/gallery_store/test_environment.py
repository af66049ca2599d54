"""What the pipeline knows of the machine without importing torch."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from gallery_store import environment as module
from gallery_store.environment import (
    as_parts,
    needed_distributions,
    probe_devices,
    read_environment,
)
from gallery_store.errors import BuildError
from gallery_store.project import Project

ROOT = Path(__file__).parents[2]
DEVICES = {"machine": "a CPU", "accelerator": None}


@pytest.fixture
def bare(tmp_path: Path) -> Project:
    """Return a project with nothing in it."""
    return Project(tmp_path)


@pytest.fixture
def asked(monkeypatch) -> list[Project]:
    """Return a list that grows whenever torch is asked."""
    questions: list[Project] = []

    def answer(project: Project) -> dict[str, str | None]:
        questions.append(project)
        return DEVICES

    monkeypatch.setattr(module, "ask_torch", answer)
    return questions


def test_needed_distributions_reach_through_requirements() -> None:
    """Torch is needed by tutorial_utils, sympy by torch, sphinx by the page."""
    needed = needed_distributions()

    assert {"torch", "numpy", "sympy", "sphinx-gallery"} <= set(needed)
    assert "pytest" not in needed


def test_missing_torch_is_named(bare: Project, monkeypatch) -> None:
    """Whoever calls the pipeline with another Python reads what to call instead."""
    monkeypatch.setattr(module, "needed_distributions", lambda: ("pytest",))

    with pytest.raises(BuildError, match=r"torch is not installed .* run nox -s docs"):
        read_environment(bare)


def test_environment_tells_the_installed_versions(
    bare: Project, asked: list[Project]
) -> None:
    """Versions are those of the installed distributions."""
    parts = as_parts(read_environment(bare))

    assert parts["torch"] == metadata.version("torch")
    assert parts["accelerator"] == "None"
    assert "machine" not in parts


def test_probe_asks_torch_once(bare: Project, asked: list[Project]) -> None:
    """The second question is answered from the file, until a hint changes."""
    for version in ("2.13", "2.13", "2.14"):
        probe_devices(bare, version)

    assert len(asked) == 2


def test_probe_asks_again_when_a_device_is_hidden(
    bare: Project, asked: list[Project], monkeypatch
) -> None:
    """The variables that hide a device are hints."""
    probe_devices(bare, "2.13")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "none of them")
    probe_devices(bare, "2.13")

    assert len(asked) == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hints": 1}'])
def test_damaged_probe_file_is_made_again(
    bare: Project, asked: list[Project], text: str
) -> None:
    """A damaged answer is asked for again."""
    file = bare.build / "devices.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)

    assert probe_devices(bare, "2.13") == DEVICES
    assert json.loads(file.read_text())["devices"] == DEVICES


def test_torch_describes_this_machine() -> None:
    """The probe's program runs and names a processor."""
    assert module.ask_torch(Project(ROOT))["machine"]


def test_probe_imports_the_helpers_of_its_own_checkout(bare: Project) -> None:
    """Another checkout's package may be the one that is installed."""
    package = bare.package
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "devices.py").write_text(
        "describe_device = lambda device: 'mine'\nfind_accelerator = lambda: None\n"
    )

    assert module.ask_torch(bare) == {"machine": "mine", "accelerator": None}


def test_broken_torch_is_one_message(bare: Project, monkeypatch) -> None:
    """A torch that cannot be imported gives its reason and the cure."""
    monkeypatch.setattr(module, "PROBE", "raise ImportError('no libtorch')")

    with pytest.raises(BuildError, match=r"ImportError: no libtorch.*\.nox"):
        module.ask_torch(bare)


def test_driver_never_imports_torch() -> None:
    """The command line is there at once, without seconds of importing torch."""
    program = (
        "import sys; sys.path.insert(0, 'docs'); import site_build.cli; "
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
