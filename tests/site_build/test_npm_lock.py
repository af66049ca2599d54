"""The packages from npm are those of the lock file."""

import json

import pytest
from small_project import write

from gallery_store.errors import BuildError
from site_build.npm_lock import check_packages
from site_build.project import Project


def packages(**versions: str) -> str:
    """Return a lock file of npm's."""
    found = {f"node_modules/{x}": {"version": v} for x, v in versions.items()}
    return json.dumps({"packages": found})


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"temml": "0.13.5"}, ""),  # the other package is for another platform
        ({"temml": "0.10.0"}, r"node_modules/temml.*run `nox -s env`"),
        ({"other": "1"}, r"node_modules/temml.*run `nox -s env`"),
        ({"temml": "0.13.5", "other": "2"}, "node_modules/other"),
        (None, r"node_modules/temml.*run `nox -s env`"),
    ],
)
def test_other_and_missing_packages_are_refused(tmp_path, found, fault):
    """Before a lesson runs, with the cure; a fresh clone has nothing at all."""
    check_packages(Project(tmp_path))  # no lock file, nothing to compare
    folder = tmp_path / "docs/theme"
    write(folder / "package.json", json.dumps({"dependencies": {"temml": "0.13.5"}}))
    write(folder / "package-lock.json", packages(temml="0.13.5", other="1"))
    if found is not None:
        write(folder / "node_modules/.package-lock.json", packages(**found))

    if fault:
        with pytest.raises(BuildError, match=fault):
            check_packages(Project(tmp_path))
    else:
        check_packages(Project(tmp_path))
