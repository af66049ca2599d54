"""The devices of a machine, on machines that a test makes up."""

import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest
import torch

from tutorial_utils import devices

CUDA = torch.device("cuda")


@pytest.fixture
def accelerator(monkeypatch):
    """Return a function that makes a machine with GPUs; it returns what they answer."""

    def make(count):
        waited_for = []
        backend = SimpleNamespace(get_device_name=lambda device: "NVIDIA H100")
        there = CUDA if count else None
        fakes = {
            "current_accelerator": lambda check_available: check_available and there,
            "device_count": lambda: count,
            "synchronize": waited_for.append,
        }
        for name, fake in fakes.items():
            monkeypatch.setattr(torch.accelerator, name, fake)
        monkeypatch.setattr(torch, "get_device_module", lambda device: backend)
        return waited_for

    return make


@pytest.fixture
def cpuinfo(monkeypatch, tmp_path):
    """Return the file that stands in for /proc/cpuinfo of a Linux machine."""
    file = tmp_path / "cpuinfo"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(devices, "CPUINFO", file)
    return file


def test_a_machine_without_accelerator_has_its_cpu(accelerator):
    """Whatever torch was compiled for, there is always a device to pick."""
    accelerator(0)

    assert devices.find_accelerator() is None
    assert devices.pick_device() == devices.CPU
    assert devices.list_devices() == [devices.CPU]


def test_an_accelerator_that_is_available_now_is_picked(accelerator):
    """The CPU comes first in the list, the accelerator behind it.

    A CPU is never behind: waiting for it leaves the accelerator alone.
    """
    waited_for = accelerator(2)

    assert devices.find_accelerator() == devices.pick_device() == CUDA
    assert devices.list_devices() == [devices.CPU, CUDA]
    assert devices.describe_device(CUDA) == "NVIDIA H100"
    for device in ("cpu", torch.device("cpu", 0), "cuda:1"):
        devices.synchronize(device)
    assert waited_for == [torch.device("cuda:1")]


@pytest.mark.parametrize("ask", [devices.require_device, devices.describe_device])
@pytest.mark.parametrize("name", ["cuda", "gpu", "", "meta", "cpu:1", "cuda:0"])
def test_a_missing_device_is_named_and_what_is_there(accelerator, name, ask):
    """One message says which device is not there, which are, and the cure."""
    accelerator(0)
    said = rf"^no device {name!r} here; this machine has cpu:0, .*pick_device\(\)"
    with pytest.raises(ValueError, match=said):
        ask(name)
    for here in ("cpu", "cpu:0", devices.CPU):
        assert devices.require_device(here).type == "cpu"


def test_require_device_counts_the_gpus(accelerator):
    """An index is right as long as there are that many devices."""
    accelerator(2)

    assert devices.require_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(ValueError, match=r"'cuda:2'.*cpu:0, cuda:0, cuda:1"):
        devices.require_device("cuda:2")


@pytest.mark.parametrize(
    ("written", "threads", "said"),
    [
        ("AMD EPYC 7B13", 2, "AMD EPYC 7B13, 2 threads"),
        ("AMD EPYC 7763 64-Core Processor", 2, "AMD EPYC 7763, 2 threads"),
        ("Intel(R) Xeon(R) CPU @ 2.20GHz", 1, "Intel Xeon, 1 thread"),
        (
            "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz",
            1,
            "Intel Core i7-8650U, 1 thread",
        ),
    ],
)
def test_describe_device_tidies_the_name_of_a_cpu(
    cpuinfo, monkeypatch, written, threads, said
):
    """Trade marks, clock rates and counts of cores are no part of a name."""
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: {written}\nflags\t: fpu\n")
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)

    assert devices.describe_device("cpu") == said


@pytest.mark.parametrize(("processor", "said"), [("", "aarch64"), ("Arm64", "Arm64")])
def test_describe_device_falls_back_to_the_platform(
    cpuinfo, monkeypatch, processor, said
):
    """An ARM processor's /proc/cpuinfo has no model name, and Windows has no file."""
    monkeypatch.setattr(platform, "processor", lambda: processor)
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")

    assert devices.describe_device("cpu").startswith(f"{said}, ")


def test_describe_device_asks_sysctl_on_macos(monkeypatch, accelerator):
    """It names the processor; the back end of its GPU, a part of it, has no name."""
    accelerator(1)
    answer = SimpleNamespace(stdout="Apple M2\n")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", lambda command, **options: answer)
    monkeypatch.setattr(torch, "get_device_module", lambda device: SimpleNamespace())

    assert devices.describe_device("cpu").startswith("Apple M2, ")
    assert devices.describe_device(CUDA) == "Apple M2 GPU (cuda)"


def test_import_costs_no_more_than_torch():
    """Nobody pays for figures, graphs or benchmarks before using them."""
    modules = "devices", "timing", "records", "checking"
    program = (
        "import sys, torch; before = set(sys.modules)\n"
        f"import {', '.join(f'tutorial_utils.{name}' for name in modules)}\n"
        "heavy = {'matplotlib', 'networkx', 'torch.utils.benchmark'}\n"
        "sys.exit(heavy & (set(sys.modules) - before) or 0)"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
