"""The licences of everything in a site are in the site."""

import pytest
from small_project import ROOT

from gallery_store.errors import BuildError
from site_build.hosting.licences import DISTRIBUTIONS, PACKAGES, write_licences
from site_build.project import Project

NPM = f"docs/theme/node_modules/{PACKAGES[-1]}"


def test_licences_are_there_in_full(tmp_path):
    """Ours, those of the theme and its kin, and those from npm."""
    write_licences(Project(ROOT), tmp_path)
    text = (tmp_path / "licences.txt").read_text("utf-8")

    assert (ROOT / "LICENSE").read_text("utf-8").strip() in text
    assert "Attribution 4.0 International" in text
    assert "Pradyun Gedam" in text
    assert "SIL OPEN FONT LICENSE" in text
    assert "Zeno Rocha" in text  # whose clipboard.js comes inside of another package
    assert [x for x in DISTRIBUTIONS + PACKAGES if f"\n{x}\n" not in text] == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (f"{NPM}/LICENSE", f"npm's {PACKAGES[-1]} is not installed; run"),
        ("LICENSE-CC-BY-4.0", r"LICENSE-CC-BY-4\.0: No such file"),
    ],
)
def test_missing_licence_is_named(project, file, words):
    """A site without it would be shared without terms."""
    (project.root / file).unlink()

    with pytest.raises(BuildError, match=words):
        write_licences(project, project.root)
