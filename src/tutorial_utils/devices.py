"""The devices of this machine: which there are, what they are, waiting for one."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import torch

CPU = torch.device("cpu")
CPUINFO = Path("/proc/cpuinfo")


def find_accelerator() -> torch.device | None:
    """Return the accelerator that can be used now, or None where there is none.

    Without ``check_available=True`` torch would answer for the machine that it was
    compiled for, not for the one at hand.
    """
    return torch.accelerator.current_accelerator(check_available=True)


def pick_device() -> torch.device:
    """Return the accelerator where there is one, else the CPU."""
    return find_accelerator() or CPU


def list_devices() -> list[torch.device]:
    """Return the CPU and, behind it, the accelerator where there is one."""
    return [CPU, *filter(None, [find_accelerator()])]


def require_device(device: torch.device | str) -> torch.device:
    """Return a device of this machine; ValueError if it has none of that name."""
    try:
        found = torch.device(device)
    except RuntimeError:  # not even a name
        found = None
    accelerator = find_accelerator()
    count = torch.accelerator.device_count() if accelerator else 0
    here = ["cpu:0", *(f"{accelerator}:{index}" for index in range(count))]
    if found is None or f"{found.type}:{found.index or 0}" not in here:
        raise ValueError(
            f"no device {str(device)!r} here; this machine has {', '.join(here)}, "
            "and pick_device() returns the fastest"
        )
    return found


def synchronize(device: torch.device | str) -> None:
    """Wait until a device has done all its work; a CPU is never behind.

    :func:`torch.accelerator.synchronize` alone raises where there is no accelerator.
    """
    found = torch.device(device)
    if found.type != "cpu":
        torch.accelerator.synchronize(found)


def describe_device(device: torch.device | str) -> str:
    """Say in words what a device of this machine is, without the machine's name.

    For example ``"AMD EPYC 7B13, 2 threads"`` or ``"NVIDIA H100 80GB HBM3"``.
    """
    found = require_device(device)
    if found.type != "cpu":  # Apple's back end has no name to give, its chip has
        ask = getattr(torch.get_device_module(found), "get_device_name", None)
        return str(ask(found)) if ask else f"{_cpu_name()} GPU ({found.type})"
    threads = torch.get_num_threads()
    return f"{_cpu_name()}, {threads} thread{'s' if threads > 1 else ''}"


def _cpu_name() -> str:
    """Return the processor's name without marks, clock rate and number of cores."""
    if sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        name = subprocess.run(command, capture_output=True, text=True).stdout
    else:
        text = CPUINFO.read_text(encoding="utf-8") if CPUINFO.is_file() else ""
        found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
        name = found[1] if found else platform.processor() or platform.machine()
    noise = r"\((R|TM)\)| CPU\b| @.*| \d+-Core Processor| Processor$"
    return " ".join(re.sub(noise, "", name).split())
