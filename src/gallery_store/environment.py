"""What the results of this machine depend on, told without importing torch."""

import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from gallery_store.errors import BuildError
from gallery_store.project import Project

PROBE = """
import json, torch
from tutorial_utils.devices import describe_device, find_accelerator
device = find_accelerator()
print(json.dumps({
    "machine": describe_device(torch.device("cpu")),
    "accelerator": device and describe_device(device),
}))
"""
WRITERS = ("docutils", "pillow", "sphinx", "sphinx-gallery")
"""What turns an executed lesson into a page source."""


@dataclass(frozen=True)
class Environment:
    """The machine and its versions, as the content key needs them.

    Parameters
    ----------
    python : str
        Python's version.
    versions : dict of str to str
        Version of each distribution that the lessons need.
    machine : str
        The processor, in words.
    accelerator : str or None
        The accelerator, in words.
    """

    python: str
    versions: dict[str, str]
    machine: str
    accelerator: str | None


def read_environment(project: Project) -> Environment:
    """Return this machine's environment; its devices from a cached probe.

    Raises
    ------
    BuildError
        If torch is not installed, or cannot be asked for its devices.
    """
    versions = {name: metadata.version(name) for name in needed_distributions()}
    if "torch" not in versions:
        raise BuildError(f"torch is not installed in {sys.prefix}; run nox -s docs")
    devices = probe_devices(project, versions["torch"])
    return Environment(
        platform.python_version(),
        versions,
        str(devices["machine"]),
        devices["accelerator"],
    )


@cache
def needed_distributions() -> tuple[str, ...]:
    """Return the distributions that tutorial_utils and the lessons need."""
    found: set[str] = set(WRITERS)
    todo = ["tutorial-utils", "scikit-learn"]
    while todo:
        name = todo.pop()
        if name in found or not installed(name):
            continue
        found.add(name)
        todo += required_by(name)
    return tuple(sorted(found - {"tutorial-utils"}))


def installed(name: str) -> bool:
    """Tell whether a distribution is there."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def required_by(name: str) -> list[str]:
    """Return what a distribution needs here, extras left out."""
    wanted = [Requirement(line) for line in metadata.requires(name) or []]
    return [
        re.sub(r"[-_.]+", "-", item.name).lower()
        for item in wanted
        if item.marker is None or item.marker.evaluate({"extra": ""})
    ]


def probe_devices(project: Project, torch_version: str) -> dict[str, str | None]:
    """Return the processor and accelerator, asking torch only if hints changed."""
    cache_file = project.build / "devices.json"
    hints = [torch_version, sys.executable, *accelerator_hints()]
    try:
        cached = json.loads(cache_file.read_text(encoding="utf-8"))
        if cached["hints"] == hints:
            return dict(cached["devices"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    devices = ask_torch(project)
    cache_file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"hints": hints, "devices": devices}, ensure_ascii=False)
    cache_file.write_text(text, encoding="utf-8")
    return devices


def ask_torch(project: Project) -> dict[str, str | None]:
    """Import torch in a process of its own and return its devices in words."""
    result = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=os.environ | {"PYTHONPATH": str(project.source)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = result.stderr.strip().rpartition("\n")[2]
        raise BuildError(
            f"torch could not be asked for its devices ({reason}); "
            "remove the folder .nox and let nox install again"
        )
    return dict(json.loads(result.stdout))


def accelerator_hints() -> list[str]:
    """Return what changes when an accelerator is added, removed or hidden."""
    nodes = ("nvidia[0-9]*", "kfd", "dri/render*", "accel*", "xpu*")
    found = sorted(str(path) for node in nodes for path in Path("/dev").glob(node))
    names = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ZE_AFFINITY_MASK")
    cards = sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))
    models = [card.read_text(errors="replace") for card in cards]
    return [
        platform.machine(),
        *found,
        *models,
        *(f"{name}={os.environ.get(name)}" for name in names),
        f"cpus={len(usable_cpus())}",
    ]


def usable_cpus() -> list[int]:
    """Return the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def as_parts(environment: Environment) -> dict[str, str]:
    """Return the environment as parts of a key; the machine is not one."""
    fields = asdict(environment)
    parts = {"Python": fields["python"], "accelerator": str(fields["accelerator"])}
    return parts | environment.versions
