"""The packages from npm are those of the lock file."""

import json

import pytest
from small_project import write

from gallery_store.errors import BuildError
from site_build.npm_lock import check_packages
from site_build.project import Project


def packages(**versions: str) -> str:
    """Return a lock file of npm's, of which one package is for some platforms."""
    found = {f"node_modules/{x}": {"version": v} for x, v in versions.items()}
    found.get("node_modules/other", {})["optional"] = True
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
    write(folder / "package-lock.json", packages(temml="0.13.5", other="1"))
    if found is not None:
        write(folder / "node_modules/.package-lock.json", packages(**found))

    if fault:
        with pytest.raises(BuildError, match=fault):
            check_packages(Project(tmp_path))
    else:
        check_packages(Project(tmp_path))


@pytest.mark.parametrize(
    "text", ["", "<<<<<<< ours", "[]", '{"packages": {"a": 1}}', "[" * 9999]
)
@pytest.mark.parametrize(
    ("name", "cure"),
    [("package-lock.json", "git"), ("node_modules/.package-lock.json", "nox -s env")],
)
def test_damaged_file_is_named_with_its_cure(tmp_path, text, name, cure):
    """A full disk cuts one, a merge leaves marks in the other."""
    folder = tmp_path / "docs/theme"
    write(folder / "package-lock.json", packages())
    write(folder / name, text)

    with pytest.raises(BuildError, match=rf"{name}: damaged .*{cure}"):
        check_packages(Project(tmp_path))
