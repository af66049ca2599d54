"""`nox -s drift -- torch==X`: two environments, two stores, one comparison."""

import importlib.util
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
def noxfile():
    """Return the noxfile as a module."""
    spec = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_store_is_compared_at_once(noxfile, tmp_path: Path) -> None:
    """Nothing is installed for it."""
    session = Session(tmp_path, "--against", "store")

    noxfile.drift(session)

    assert session.commands == ["shared -P -m site_build drift --against store"]
    assert session.installed == ()


def test_other_torch_executes_into_its_own_store(noxfile, tmp_path: Path) -> None:
    """Both sides run today's lessons, each in its environment."""
    session = Session(tmp_path, "torch==2.12.0")
    store = str(tmp_path / "cache/drift/torch==2.12.0")

    noxfile.drift(session)

    build = "-P -m site_build build --only-execute"
    assert session.commands == [
        f"shared {build}",
        f"python {build} --prune --store {store}",
        f"shared -P -m site_build drift --against {store}",
    ]
    assert session.installed[-1] == "torch==2.12.0"


def test_only_torch_and_its_own_are_free(noxfile, tmp_path: Path) -> None:
    """Whatever else differed could be what changed an output."""
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    session = Session(tmp_path, "torch")

    noxfile.drift(session)

    option = session.installed.index("-c")
    kept = Path(session.installed[option + 1]).read_text("utf-8").splitlines()
    freed = {line.partition("==")[0] for line in set(pinned) - set(kept)}
    others = {x for x in freed if not x.startswith(("nvidia-", "cuda-"))}
    assert others == {"torch", "triton"}
    assert freed >= {"nvidia-cudnn-cu13", "cuda-bindings"}
