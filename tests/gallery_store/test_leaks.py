"""Nothing of the machine that built the site is published."""

from pathlib import Path

import pytest

from gallery_store import leaks
from gallery_store.bundle import Bundle
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
        ("0xff", []),
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
        ("in {root}/x", "", "its output holds the path {root} (in a/plot_1.rst)"),
        ("thehost, tensor(7.)", "", "its output holds the name thehost (in a/plot_1"),
        ("thehost, tensor(7.)", "print('thehost')", ""),
    ],
)
def test_result_that_betrays_the_machine_is_refused(
    tmp_path: Path, monkeypatch, printed: str, source: str, fault: str
) -> None:
    """With intruder and file; what the lesson's own source says is no secret."""
    monkeypatch.setattr(leaks, "private_names", lambda: ["thehost"])
    page = printed.format(root=tmp_path).encode()
    bundle = Bundle("a/plot_1", {}, {"machine": "a CPU"}, {"a/plot_1.rst": page})

    found = find_leak(Settings(tmp_path), bundle, Lesson(bundle.lesson, source))

    assert found.startswith(fault.format(root=tmp_path))
    assert bool(found) == bool(fault)


def test_names_of_the_machine_are_those_the_system_tells(monkeypatch) -> None:
    """Host and user count, but not short or common ones; a container may have none."""

    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(leaks.socket, "gethostname", lambda: "thehost.example.org")
    for user in (lambda: "root", unknown):
        monkeypatch.setattr(leaks.getpass, "getuser", user)
        assert leaks.private_names() == ["thehost"]
