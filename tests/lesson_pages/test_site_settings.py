"""Where the site is published."""

from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from lesson_pages.site_settings import read_settings

LINES = {
    "base_url": '"https://host.example/course"',
    "repository": '"https://github.com/someone/course/"',
    "branch": '"main"',
    "notebooks_branch": '"notebooks"',
}


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the file and nothing else."""
    monkeypatch.delenv("SITE_BASE_URL", raising=False)
    monkeypatch.delenv("SITE_REPOSITORY", raising=False)


def write(folder: Path, **changes: str | None) -> Path:
    """Write a settings file; None leaves a line out."""
    lines = {n: v for n, v in (LINES | changes).items() if v is not None}
    text = "".join(f"{name} = {value}\n" for name, value in lines.items())
    (folder / "site.toml").write_text(text, encoding="utf-8")
    return folder


def test_addresses_end_as_pages_expect(tmp_path: Path) -> None:
    """The base is a folder; the repository is not."""
    settings = read_settings(write(tmp_path))

    assert settings.base_url == "https://host.example/course/"
    assert settings.repository == "https://github.com/someone/course"


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workflow says where it publishes."""
    monkeypatch.setenv("SITE_BASE_URL", "https://other.example")

    assert read_settings(write(tmp_path)).base_url == "https://other.example/"


def test_site_may_do_without_notebooks_for_colab(tmp_path: Path) -> None:
    """Where Colab is out of reach, an empty branch says so; a missing line does not."""
    settings = read_settings(write(tmp_path, notebooks_branch='""'))

    assert settings.notebooks_branch == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"branch": '""'}, "branch has to be a text"),
        ({"notebooks_branch": None}, "missing or unknown: notebooks_branch"),
        ({"base_url": '"course.example"'}, "base_url 'course.example' is no address"),
        ({"base_url": "3"}, "base_url has to be a text"),
        ({"branch": None}, "missing or unknown: branch"),
        ({"brnach": '"main"'}, "missing or unknown: brnach"),
        ({"branch": "main"}, "docs/site.toml: "),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, changes: dict, said: str) -> None:
    """One message names the file or the setting."""
    with pytest.raises(BuildError, match=said):
        read_settings(write(tmp_path, **changes))
