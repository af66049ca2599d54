"""Where the site is published."""

import json
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


@pytest.mark.parametrize("name", ["base_url", "repository"])
@pytest.mark.parametrize(
    "end",
    [
        *("#frag", "?query", "a b/", "{root}", ";return 200 x/", '"><script>', "'"),
        *("%0a", "../x", "a/../x", "a//b", "课程/", "\n", "\\", "$uri", "./"),
    ],
)
def test_address_that_means_more_to_a_host_is_refused(read, name, end: str) -> None:
    """It stands in pages, in Markdown, and in the file of each kind of host."""
    with pytest.raises(BuildError, match=f"^{name} .* is not an address"):
        read(**{name: json.dumps(f"https://host.example/{end}")})


@pytest.mark.parametrize(
    ("host", "good"),
    [
        ("host.example:8443", True),
        ("[::1]:8000", True),
        ("127.0.0.1", True),
        ("[::1", False),
        ("[:::::]", False),
        ("host:99999", False),
        ("host:0", False),
        ("host:", False),
        ("user:pw@host", False),
        ("..", False),
        ("", False),
    ],
)
def test_host_is_one_that_can_be(read, host: str, good: bool) -> None:
    """With a port or none, by name or by number."""
    address = f"https://{host}/a.b/c_d-e~f/"
    if good:
        assert read(base_url=f'"{address}"').base_url == address
    else:
        with pytest.raises(BuildError, match="is not an address"):
            read(base_url=f'"{address}"')


@pytest.mark.parametrize("name", ["branch", "notebooks_branch"])
@pytest.mark.parametrize(
    ("branch", "good"),
    [
        *(("dev/a-1.x", True), ("主干", True), ("-f", False), ("a b", False)),
        *(("<b>", False), ("a//b", False), ("/a", False), ("$(x)", False)),
    ],
)
def test_branch_is_one_that_git_could_have(read, name, branch: str, good: bool) -> None:
    """It stands in links, and in a command of a workflow."""
    if good:
        assert getattr(read(**{name: f"'{branch}'"}), name) == branch
    else:
        with pytest.raises(BuildError, match=f"{name} .* is no branch's name"):
            read(**{name: f"'{branch}'"})


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8-sig", ""), ("gbk", "site.toml:2: not UTF-8")]
)
def test_file_of_another_editor_is_read_or_named(tmp_path, encoding, said) -> None:
    """Notepad puts a mark in front; a Chinese Windows may write GBK."""
    lines = [f"{name} = {value}" for name, value in LINES.items()]
    text = "\n".join(["# 设置", "# 地址", *lines])
    (tmp_path / "site.toml").write_bytes(text.replace("设置", "").encode(encoding))

    if said:
        with pytest.raises(BuildError, match=said):
            read_settings(tmp_path)
    else:
        assert read_settings(tmp_path).branch == "main"
