"""The files, by hash, that the published site is built with."""

import re

from packaging.requirements import Requirement
from packaging.version import Version
from small_project import ROOT

PLACE = {
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "sys_platform": "linux",
    "platform_machine": "x86_64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
HASHES = re.compile(r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def locked() -> dict[str, str]:
    """Return the lock's requirements, each with the rest of its lines."""
    text = (ROOT / ".github/lock.txt").read_text("utf-8")
    found = dict(re.findall(r"^(\S+==\S+)((?:.*\\\n)*.*\n)", text, re.M))
    assert "".join(f"{name}{rest}" for name, rest in found.items()) == text
    return found


def test_every_file_is_known_by_its_hash():
    """Nothing else is in the lock, an address of an index least of all."""
    requirements = locked()

    assert len(requirements) > 50
    assert [x for x, rest in requirements.items() if not HASHES.fullmatch(rest)] == []


def test_lock_has_the_versions_of_the_constraints():
    """What is published is what was tested, with torch for the processor.

    The build for GPUs, ten times as large, is of no use where none is.
    """
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    every = [Requirement(line) for line in lines]
    here = [x for x in every if x.marker is None or x.marker.evaluate(PLACE)]
    pinned = {x.name: str(x.specifier)[2:] for x in here}
    found = dict(x.split("==") for x in locked())

    assert {x: Version(found[x]).public for x in found} == {x: pinned[x] for x in found}
    assert found["torch"].endswith("+cpu")
    assert [x for x in found if x.startswith(("nvidia-", "triton"))] == []
