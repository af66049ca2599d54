"""Whatever people, editors and disks make of a file: one line, or it is read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzzing import CASES, SEED, fuzz
from small_project import ROOT, write

from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from lesson_pages.site_settings import read_settings
from lesson_pages.translation.glossary import read_terms
from site_build.catalogues import compiled
from site_build.npm_lock import LOCK, check_packages
from site_build.project import Project
from site_build.render import STATE, read_state
from site_build.site import FINGERPRINT, read_fingerprint
from tutorial_utils.records import FOLDER as RECORDS
from tutorial_utils.records import read_record

SAMPLED, MANY = 100, CASES // 10
"""Cases of each reader, in the quick tests and in the weekly ones."""
PACKAGE = {"version": "1", "optional": True}
NPM = json.dumps({"packages": {"": {"name": "x"}, "node_modules/a": PACKAGE}}).encode()
STATES = (
    b'{"inputs": "12ab", "files": {"en/index.html": "12ab"}}',
    b'{"code": "12ab", "files": {"doctrees": {}, "html": {}}}',
)


def source(name: str) -> bytes:
    """Return a file of the project, no longer than its faults stay findable."""
    return (ROOT / name).read_bytes()[:5000]


CATALOGUES = "docs/locales/zh_CN/LC_MESSAGES"
READERS: dict[str, tuple[tuple[bytes, ...], str, Callable[[Path], object]]] = {
    "settings": (
        (source("docs/site.toml"),),
        "docs/site.toml",
        lambda root: read_settings(root / "docs"),
    ),
    "glossary": (
        (source("docs/glossary.csv"),),
        "docs/glossary.csv",
        lambda root: read_terms(root / "docs"),
    ),
    "catalogue": (
        (source(f"{CATALOGUES}/index.po"), source(f"{CATALOGUES}/sphinx.po")),
        "a.po",
        lambda root: compiled(root / "a.po", CHINESE),
    ),
    "lock file": (
        (NPM, source(f"docs/theme/{LOCK}")),
        f"docs/theme/{LOCK}",
        lambda root: check_packages(Project(root)),
    ),
    "npm's own": (
        (NPM,),
        f"docs/theme/node_modules/.{LOCK}",
        lambda root: check_packages(Project(root)),
    ),
    "fingerprint": (STATES, FINGERPRINT, read_fingerprint),
    "state": (STATES, STATE, read_state),
    "record": (
        tuple(x.read_bytes() for x in sorted(RECORDS.glob("*.json"))[:1]),
        "a.json",
        lambda root: read_record(root / "a.json"),
    ),
}


@pytest.mark.parametrize("cases", [SAMPLED, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", READERS)
def test_spoilt_file_is_named_in_a_line(tmp_path, name, cases):
    """Or it is read, or it counts as not there; it never ends in a traceback."""
    print("FUZZ_SEED", SEED)
    allowed = ValueError if name == "record" else BuildError
    samples, file, read = READERS[name]
    write(tmp_path / "docs/theme" / LOCK, NPM.decode())
    write(tmp_path / file, "")

    def take(data: bytes) -> None:
        (tmp_path / file).write_bytes(data)
        read(tmp_path)

    fuzz(samples, take, allowed, cases=cases)
