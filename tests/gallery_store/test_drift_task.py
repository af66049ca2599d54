"""`nox -s drift -- torch==X`: two environments, two stores, one comparison."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Session:
    """Writes down what a task asks of nox."""

    def __init__(self, folder: Path, *posargs: str) -> None:
        self.posargs = list(posargs)
        self.cache_dir = str(folder / "cache")
        self.create_tmp = lambda: str(folder)
        self.installed: tuple[str, ...] = ()
        self.commands: list[str] = []

    def install(self, *arguments: str) -> None:
        """Take the arguments of pip."""
        self.installed = arguments

    def run(self, program: str, *arguments: str, external: bool = False) -> None:
        """Take a command; the shared environment's Python is called "shared"."""
        self.commands.append(" ".join(["shared" if external else program, *arguments]))


@pytest.fixture(scope="module")
def drift():
    """Return the task."""
    return runpy.run_path(str(ROOT / "noxfile.py"))["drift"]


def test_store_is_compared_at_once(drift, tmp_path: Path) -> None:
    """Nothing is installed for it."""
    drift(session := Session(tmp_path, "--against", "store"))

    assert session.commands == ["shared -I docs/site_build drift --against store"]
    assert session.installed == ()


def test_other_torch_executes_into_its_own_store(drift, tmp_path: Path) -> None:
    """Both sides run today's lessons; only torch and what only it asks for is free.

    Whatever else differed could be what changed an output.
    """
    drift(session := Session(tmp_path, "torch==2.12.0"))

    build, store = "-I docs/site_build build --only-execute", tmp_path / "cache/drift"
    assert session.commands == [
        f"shared {build}",
        f"python {build} --prune --store {store}/torch==2.12.0",
        f"shared -I docs/site_build drift --against {store}/torch==2.12.0",
    ]
    assert session.installed[-1] == "torch==2.12.0"
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    option = session.installed.index("-c")
    kept = Path(session.installed[option + 1]).read_text("utf-8").splitlines()
    freed = {line.partition("==")[0] for line in set(pinned) - set(kept)}
    others = {x for x in freed if not x.startswith(("nvidia-", "cuda-"))}
    assert others == {"torch", "triton"}
    assert freed >= {"nvidia-cudnn-cu13", "cuda-bindings"}
