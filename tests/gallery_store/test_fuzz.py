"""Whatever is in a file, reading it gives a result or the one clear error."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from drifting import LESSON, bundle, draw
from fuzzing import CASES, fuzz

from gallery_store import environment
from gallery_store.bundle import MANIFEST, read_bundle
from gallery_store.conf_reader import read_settings
from gallery_store.drift.compare import compare
from gallery_store.drift.report import Side, write_report
from gallery_store.environment import probe_devices
from gallery_store.errors import BuildError
from gallery_store.files import pack
from gallery_store.lessons import check_lesson, find_lessons
from gallery_store.merge import differences
from gallery_store.settings import Settings

SOURCE = "# sphinx_gallery_parallel = False\n# sphinx_gallery_tolerance = 1e-3\n"
WHOLE = bundle(("a", "0.5 and 42"), ("b", draw()), source=SOURCE)
DOCS = Path(__file__).parent / "strangers/docs"
Read = Callable[[bytes], object]


def read_manifest(data: bytes, folder: Path) -> None:
    """Read a bundle whose manifest is spoilt, and ask it everything."""
    read = read_bundle(pack(WHOLE.files | {MANIFEST: data}))
    str((read.when, read.versions, read.key, read.script.measures_time))
    compare({LESSON: WHOLE}, {LESSON: read})


def read_file(data: bytes, folder: Path) -> None:
    """Merge and compare with a bundle of which a file says something else."""
    name, _, text = data.partition(b":")
    if (found := name.decode("ascii", "replace")) in WHOLE.files:
        other = replace(WHOLE, files=WHOLE.files | {found: text})
        read = read_bundle(other.to_bytes())
        list(differences(WHOLE, read))
        compared = compare({LESSON: WHOLE}, {LESSON: read})
        write_report(folder / "report", compared, [Side("a", "b"), Side("c", "d")])


def read_devices(data: bytes, folder: Path) -> None:
    """Probe the devices of a machine whose last answer is spoilt."""
    settings = Settings(folder)
    settings.build.mkdir(parents=True, exist_ok=True)
    (settings.build / "devices.json").write_bytes(data)
    said = probe_devices(settings, {})
    assert all(isinstance(x, str | None) for x in said.values())


def read_conf(data: bytes, folder: Path) -> None:
    """Read the settings of a gallery, and its lessons with them."""
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "conf.py").write_bytes(data)
    settings = read_settings(docs)
    for lesson in find_lessons(settings):
        check_lesson(settings, lesson)


def read_lesson(data: bytes, folder: Path) -> None:
    """Find a lesson and what is wrong with it."""
    settings = Settings(folder, names=(r"\w+", "a name"))
    settings.examples.mkdir(exist_ok=True)
    (settings.examples / "plot_1.py").write_bytes(data)
    for lesson in find_lessons(settings):
        check_lesson(settings, lesson)
        assert lesson.tolerance >= 0


SAMPLES: dict[str, tuple[Callable[[bytes, Path], None], list[bytes], int]] = {
    "archive": (lambda data, _: read_bundle(data), [WHOLE.to_bytes()], 1),
    "manifest": (read_manifest, [json.dumps(WHOLE.manifest, indent=1).encode()], 5),
    "file": (read_file, [f"{n}:".encode() + x for n, x in WHOLE.files.items()], 50),
    "devices": (read_devices, [], 20),
    "conf": (read_conf, [(DOCS / "conf.py").read_bytes()], 10),
    "lesson": (read_lesson, [x.read_bytes() for x in DOCS.parent.glob("*/plot*")], 10),
}
"""What reads, what is spoilt, and how many times slower than an archive it is."""


def spoilt(kind: str, tmp_path: Path, monkeypatch, cases: int) -> int:
    """Let a reader take spoilt samples; return how many it refused."""
    read, samples, slower = SAMPLES[kind]
    said = {"machine": "a CPU", "accelerator": None}
    monkeypatch.setattr(environment, "ask_process", Mock(return_value=said))
    if kind == "devices":
        probe_devices(Settings(tmp_path), {})
        file = Settings(tmp_path).build / "devices.json"
        samples = [file.read_bytes()]
    store = kind in ("archive", "manifest", "file")
    allowed = (ValueError, BuildError) if store else (BuildError,)
    count = max(cases // slower, 10)
    return fuzz(samples, lambda x: read(x, tmp_path), *allowed, cases=count)


@pytest.mark.parametrize("kind", SAMPLES)
def test_reader_of_a_spoilt_file_raises_nothing_else(
    tmp_path: Path, monkeypatch, kind: str
) -> None:
    """A sample, another each time; a failure tells how to bring it back."""
    spoilt(kind, tmp_path, monkeypatch, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SAMPLES)
def test_reader_is_spoilt_for_longer(tmp_path: Path, monkeypatch, kind: str) -> None:
    """Some of what it reads has to be refused, else nothing was spoilt."""
    refused = spoilt(kind, tmp_path, monkeypatch, CASES)

    assert refused or kind == "devices"
