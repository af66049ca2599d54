"""Nothing of the machine that built the site is published."""

from pathlib import Path

import pytest

from gallery_store import leaks as intruders
from gallery_store.bundle import Bundle
from gallery_store.leaks import check_bundle, check_site, find_intruders
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings
from site_build.project import Project


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


def bundle_printing(text: str) -> Bundle:
    """Return a bundle whose page shows a text."""
    return Bundle("a/plot_1", {}, {"machine": "a CPU"}, {"a/plot_1.rst": text.encode()})


def checked(root: Path, bundle: Bundle, source: str = "") -> str | None:
    """Return what a bundle of a lesson betrays."""
    return check_bundle(Settings(root), bundle, Lesson(bundle.lesson, source))


def test_bundle_with_the_checkouts_path_is_refused(tmp_path: Path) -> None:
    """The message names the lesson, the intruder and the file."""
    fault = checked(tmp_path, bundle_printing(f"in {tmp_path}/x"))

    assert fault is not None
    assert "examples/a/plot_1.py: its output holds the path" in fault
    assert "a/plot_1.rst" in fault


def test_bundle_with_the_hosts_name_is_refused(tmp_path: Path, monkeypatch) -> None:
    """A name counts if the output has it and the source does not."""
    monkeypatch.setattr(intruders, "private_names", lambda: ["thehost"])
    bundle = bundle_printing("thehost")

    assert checked(tmp_path, bundle, "print(name)") is not None
    assert checked(tmp_path, bundle, "print('thehost')") is None


def test_clean_bundle_passes(tmp_path: Path) -> None:
    """Numbers and words are no intruders."""
    assert checked(tmp_path, bundle_printing("tensor(7.)")) is None


def test_names_of_the_machine_are_those_the_system_tells(monkeypatch) -> None:
    """Host and user count, but not short or common ones."""
    monkeypatch.setattr(intruders.socket, "gethostname", lambda: "thehost.example.org")
    monkeypatch.setattr(intruders.getpass, "getuser", lambda: "root")

    assert intruders.private_names() == ["thehost"]


def test_machine_without_user_names_has_none(monkeypatch) -> None:
    """A container may not know who it is."""

    def unknown() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(intruders.getpass, "getuser", unknown)

    assert intruders.user_name() == ""


def test_site_check_names_the_page(tmp_path: Path) -> None:
    """Every readable file of the new site is searched."""
    project = Project(tmp_path / "checkout")
    page = tmp_path / "new" / "en" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<p>{tmp_path / 'checkout'}</p>", encoding="utf-8")

    faults = check_site(project.gallery, tmp_path / "new")

    assert f"en/index.html holds the path {project.root}" in faults
