"""Nothing of the machine that built the site is published."""

import sys
from pathlib import Path

import pytest
from drifting import bundle

from gallery_store import leaks
from gallery_store.leaks import find_intruders, find_leak
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see /somewhere/me/file.py", ["the path /somewhere/me"]),
        ("/somewhere/me", ["the path /somewhere/me"]),
        ("/somewhere/meadow", []),
        ("built on thehost today", ["the name thehost"]),
        ("thehosts", []),
        ("<object at 0x7f409cf3a310>", ["the address 0x7f409cf3a310"]),
        ("<E at 0x55d0f2b0>", ["the address 0x55d0f2b0"]),
        ("0xff, a float's 0x3f800000, a double's 0x3ff0000000000000", []),
        ("see https://example.org/somewhere/me/index.html", []),
        ("in (/somewhere/me).", ["the path /somewhere/me"]),
        ("tensor(7.)", []),
    ],
)
def test_intruders_are_found_as_whole_words(text: str, expected: list[str]) -> None:
    """A path, a name or an address counts; what only begins like one does not."""
    found = list(find_intruders(text, ["/somewhere/me"], ["thehost"]))

    assert found == expected


@pytest.mark.parametrize(
    ("printed", "source", "fault"),
    [
        ("in {root}/x", "", "the path {root}"),
        ("thehost, tensor(7.)", "", "the name thehost"),
        ("thehost, tensor(7.)", "print('thehost')", ""),
        ("[<A object at 0x7f40>]", "", ""),
        (
            "<A at 0x7f409cf3a310>",
            "",
            "the address ",
        ),
        ("a\a", "", "the control character U+0007"),
        ("1\r2", "", "the control character U+000D"),
        (
            "a\u202eb",
            "",
            "the control character U+202E",
        ),
        (
            "a\ufffe",
            "",
            "the control character U+FFFE",
        ),
        ("", "x\n'\u202e'", ":2: it holds the control character"),
        (
            "x, <BarContainer object of 3 artists>",
            "",
            "the drawing",
        ),
    ],
)
def test_result_that_betrays_the_machine_is_refused(
    tmp_path: Path, monkeypatch, printed: str, source: str, fault: str
) -> None:
    """With its line; what the lesson's own source says is no secret.

    Neither is a word of a page around outputs, which may be a user's name.
    """
    monkeypatch.setattr(leaks, "private_names", lambda: ["thehost"])
    ran = bundle(("a thehost", printed.format(root=tmp_path)), lesson="a/plot_1")

    found = find_leak(Settings(tmp_path), ran, Lesson("a/plot_1", source))

    line = "" if fault.startswith(":") else ":10: its output holds "
    expected = f"examples/a/plot_1.py{line}{fault.format(root=tmp_path)}"
    assert found.startswith(expected if fault else "")
    assert bool(found) == bool(fault)


def test_names_of_the_machine_are_those_the_system_tells(monkeypatch) -> None:
    """Host and user count, but not short or common ones; a container may have none."""

    def unknown() -> str:
        raise KeyError("uid not found")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(leaks.socket, "gethostname", lambda: "thehost.example.org")
    for user in (lambda: "root", unknown):
        monkeypatch.setattr(leaks.getpass, "getuser", user)
        assert leaks.private_names() == ["thehost"]
    monkeypatch.setattr(leaks.Path, "home", homeless)
    assert leaks.private_paths(Settings(Path("/x"))) == sorted({"/x", sys.prefix})
