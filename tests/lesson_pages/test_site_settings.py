"""Where the site is published."""

from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from lesson_pages.site_settings import Settings, read_settings

LINES = {
    "base_url": '"https://host.example/course"',
    "repository": '"https://github.com/someone/course/"',
    "branch": '"main"',
    "notebooks_branch": '""',  # where Colab is out of reach
}


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what reads the settings with changes; None leaves a line out."""
    for name in ("SITE_BASE_URL", "SITE_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)

    def read_changed(**changes: str | None) -> Settings:
        lines = {n: v for n, v in (LINES | changes).items() if v is not None}
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        (tmp_path / "site.toml").write_text(text, encoding="utf-8")
        return read_settings(tmp_path)

    return read_changed


def test_addresses_end_as_pages_expect(read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The base is a folder, the repository is not; the environment wins."""
    expected = ("https://host.example/course/", "https://github.com/someone/course")

    assert read() == Settings(*expected, "main", "")
    monkeypatch.setenv("SITE_BASE_URL", "https://other.example")
    assert read().base_url == "https://other.example/"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"branch": '""'}, "branch has to be a text"),
        ({"notebooks_branch": None}, "missing or unknown: notebooks_branch"),
        (
            {"base_url": '"course.example"'},
            "base_url 'course.example' is not an address",
        ),
        ({"base_url": "3"}, "base_url has to be a text"),
        ({"brnach": '"main"'}, "missing or unknown: brnach"),
        ({"branch": "main"}, "docs/site.toml: "),
    ],
)
def test_wrong_setting_is_named(read, changes: dict, said: str) -> None:
    """One message names the file or the setting."""
    with pytest.raises(BuildError, match=said):
        read(**changes)
