"""What the results of this machine depend on, told without importing lessons' needs."""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gallery_store.errors import BuildError
from gallery_store.settings import Settings

WRITERS = ("docutils", "pillow", "sphinx", "sphinx-gallery")
"""What turns an executed lesson into a page source."""
VARIABLES = re.compile(
    r"PATH|HOME|USER(NAME|PROFILE)?|LOGNAME|TE?MP(DIR)?|PYTHONPATH|MPLCONFIGDIR|XDG_\w+"
    r"|(LD|DYLD|SYSTEM|SSL_CERT)_?\w+|\w+_PROXY|WINDIR|COMSPEC|(LOCAL)?APPDATA"
    r"|(CUDA|NVIDIA|HIP|ROCR?|HSA|ZE|ONEAPI|SYCL)_\w+",
    re.I,
)
"""Environment variables that a lesson's process gets; others would be in no key."""
LONGEST = 300.0
"""Seconds in which a process has to say what it runs on."""
Devices = Mapping[str, str | None]
"""`machine` and `accelerator` in words; None where there is no accelerator."""


@dataclass(frozen=True)
class Environment:
    """What a machine's results depend on; not its processor, which a record states."""

    python: str
    versions: dict[str, str]  # of each distribution that lessons need
    accelerator: str | None

    @property
    def parts(self) -> dict[str, str]:
        """What it contributes to a key."""
        own = {"Python": self.python, "accelerator": str(self.accelerator)}
        return own | self.versions


def read_environment(settings: Settings) -> Environment:
    """Return this machine's environment; BuildError if a distribution is missing."""
    if sys.flags.optimize or sys.flags.dev_mode or sys.warnoptions:
        raise BuildError(
            "Python was told to skip asserts or to treat warnings in its own way, and "
            "lessons would; leave -O, -W and -X dev out, unset PYTHONOPTIMIZE, "
            "PYTHONWARNINGS and PYTHONDEVMODE"
        )
    wanted = tuple(filter(None, settings.imports.values()))
    if missing := ", ".join(name for name in wanted if not installed(name)):
        raise BuildError(f"{missing} is not installed in {sys.prefix}")
    versions = {name: metadata.version(name) for name in needed_distributions(wanted)}
    for name, distribution in settings.imports.items():
        if any((folder / name).exists() for folder in settings.import_folders):
            versions.pop(distribution, None)  # its sources are in the key
        elif distribution:
            check_origin(name, distribution)
    accelerator = probe_devices(settings, versions)["accelerator"]
    return Environment(platform.python_version(), versions, accelerator)


@cache
def needed_distributions(first: tuple[str, ...]) -> list[str]:
    """Return the distributions that lessons need, directly or through each other."""
    found: set[str] = set()
    todo = [*first]
    while todo:
        name = todo.pop()
        if name not in found and installed(name):
            found.add(name)
            for item in map(Requirement, metadata.requires(name) or []):
                if item.marker is None or item.marker.evaluate({"extra": ""}):
                    todo.append(canonicalize_name(item.name))
    return sorted(found | {name for name in WRITERS if installed(name)})


def installed(name: str) -> bool:
    """Tell whether a distribution is there."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def check_origin(name: str, distribution: str) -> None:
    """Raise a BuildError unless a distribution brings what has the name of its module.

    Its version, which is in the key, says nothing of a file that comes before it.
    """
    found = find_spec(name)
    place = Path(str(metadata.distribution(distribution).locate_file("")))
    file = Path(found.origin or place) if found else place
    if not file.is_relative_to(place):
        raise BuildError(
            f"import {name} would take {file}, not what {distribution} installed in "
            f"{place}; rename that file, or take its folder out of PYTHONPATH"
        )


def clean_variables(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables of a process that runs or probes for lessons."""
    kept = {n: value for n, value in os.environ.items() if VARIABLES.fullmatch(n)}
    return kept | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", **own}


def probe_devices(settings: Settings, versions: Mapping[str, str]) -> Devices:
    """Return the processor and accelerator, asking only if hints changed."""
    cache_file = settings.build / "devices.json"
    hints = [dict(versions), settings.devices, sys.executable, *accelerator_hints()]
    with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
        cached = json.loads(cache_file.read_text(encoding="utf-8"))
        known = as_devices(cached["said"])
        if known and cached["hints"] == hints:
            return known
    said = ask_process(settings)
    cache_file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"hints": hints, "said": said}, ensure_ascii=False)
    cache_file.write_text(text, encoding="utf-8")
    return said


def ask_process(settings: Settings) -> Devices:
    """Return the devices in words, from a process that imports what drives them."""
    own, given = Path(__file__).parents[1], os.environ.get("PYTHONPATH", "")
    paths = [*map(str, (*settings.import_folders, own)), given]
    command = [sys.executable, "-P", "-m", "gallery_store.environment"]
    command.append(settings.devices)
    path = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    env = clean_variables(settings.environ) | path
    try:
        result = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=LONGEST
        )
        reason = result.stderr.strip().rpartition("\n")[2] or "it says nothing"
        if result.stdout.strip() and not result.returncode:
            last = result.stdout.splitlines()[-1]
            reason = f"it says {last:.80}"
            if devices := as_devices(json.loads(last)):
                return devices
    except subprocess.TimeoutExpired:
        reason = f"no answer in {LONGEST:g} s"
    except ValueError:
        pass
    raise BuildError(
        f"{settings.devices} could not tell this machine's devices ({reason}); "
        "install the environment again, or look after the accelerator's driver"
    )


def as_devices(said: object) -> Devices | None:
    """Return what was said of the devices; None unless it is that."""
    match said:
        case {"machine": str(machine), "accelerator": str() | None as accelerator}:
            return {"machine": machine, "accelerator": accelerator}
    return None


def call_by_name(name: str) -> dict[str, Any]:
    """Call the function that `module:function` names."""
    module, _, function = name.partition(":")
    return dict(getattr(import_module(module), function)())


def describe_processor() -> Devices:
    """Return the machine in words where nothing knows accelerators."""
    found = None
    with suppress(OSError):
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    machine = found[1] if found else platform.processor() or platform.machine()
    return {"machine": machine, "accelerator": None}


def accelerator_hints() -> list[str]:
    """Return what changes when an accelerator is added, removed or hidden."""
    nodes = ("nvidia[0-9]*", "kfd", "dri/render*", "accel*", "xpu*")
    found = sorted(str(path) for node in nodes for path in Path("/dev").glob(node))
    makers = ("CUDA", "HIP", "NVIDIA", "ROCR")
    names = (*(f"{x}_VISIBLE_DEVICES" for x in makers), "ZE_AFFINITY_MASK")
    cards = sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))
    models = [card.read_text(errors="replace") for card in cards]
    hidden = [f"{name}={os.environ.get(name)}" for name in names]
    plugins = sorted(x.value for x in metadata.entry_points(group="torch.backends"))
    return [
        platform.machine(),
        *found,
        *models,
        *hidden,
        *plugins,
        f"cpus={len(usable_cpus())}",
    ]


def usable_cpus() -> list[int]:
    """Return the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


if __name__ == "__main__":
    print(json.dumps(call_by_name(sys.argv[1])))
