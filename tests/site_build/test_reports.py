"""What a task of a workflow found becomes one open issue, or a pull request."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import ROOT, write

SCRIPT = ROOT / ".github/reports.py"
PROPOSE = ROOT / ".github/propose_record.sh"
TITLE = "Links are dead"
GH = """\
#!/bin/sh
echo "$@" >> calls
case "$2" in
  list) cat open ;;
  create|edit) cat >> body ;;
esac
"""
NOX = """\
#!/bin/sh
echo "$@" >> calls
[ -z "$FOUND" ] || { mkdir -p docs/_build && echo "$FOUND" > docs/_build/links.md; }
exit $CODE
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which `gh` and `nox` only note what they are asked for."""
    for name, text in {"gh": GH, "nox": NOX}.items():
        write(tmp_path / "bin" / name, text)
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, **values: str) -> int:
    """Run the script and return its exit code."""
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=os.environ | values, check=False).returncode


def calls(folder: Path) -> list[str]:
    """Return what the clients were asked for."""
    made = folder / "calls"
    return made.read_text("utf-8").splitlines() if made.is_file() else []


@pytest.mark.parametrize(
    ("code", "found", "earlier", "expected"),
    [
        ("1", "- a dead one", "", (0, "- a dead one\n")),
        ("3", "", "- of yesterday\n", (3, None)),
        ("0", "- nothing", "", (0, None)),
    ],
)
def test_what_a_task_found_is_a_report(folder, code, found, earlier, expected):
    """A task that broke fails the job, and one that found nothing reports nothing."""
    if earlier:
        write(folder / "docs/_build/links.md", earlier)

    done = run("write", "links", CODE=code, FOUND=found)

    report = folder / "docs/_build/reports/links.md"
    assert (done, report.read_text() if report.is_file() else None) == expected
    assert calls(folder) == ["-s linkcheck"]


CREATED = f"issue create --title {TITLE} --body-file -"


@pytest.mark.parametrize(
    ("issues", "call"),
    [
        ([], CREATED),
        ([{"title": TITLE, "author": {"is_bot": True}}], "issue edit 7 --body-file -"),
        ([{"title": TITLE, "author": {"is_bot": False}}], CREATED),
        ([{"title": "x", "author": {"is_bot": True}}], CREATED),
    ],
)
def test_report_opens_an_issue_or_renews_its_own(folder, issues, call):
    """One of a person is left alone; a file of another name is no report.

    GitHub refuses more than 65,536 characters. Where nothing was found, there is no
    folder, either.
    """
    assert run("publish", "found") == 0
    assert calls(folder) == []
    write(folder / "found/report-links/links.md", "- a dead one\n" * 10_000)
    write(folder / "found/report-links/other.md", "- something\n")
    write(folder / "open", json.dumps([{"number": 7, **x} for x in issues]))

    assert run("publish", "found") == 0
    assert calls(folder)[1:] == [call]
    body = (folder / "body").read_text("utf-8")
    assert body.startswith("- a dead one\n")
    assert body.endswith("…")
    assert 50_000 < len(body) < 65_536


@pytest.fixture
def checkout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone whose place on GitHub is a folder, with a new record beside."""
    host = folder / "host.git"
    address = "https://x-access-token:t@github.com/owner/course"
    values = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": address}
    values |= {"GIT_CONFIG_KEY_0": f"url.{host}.insteadOf", "GH_TOKEN": "t"}
    for name, value in (values | {"GITHUB_REPOSITORY": "owner/course"}).items():
        monkeypatch.setenv(name, value)
    subprocess.run(["git", "init", "-q", "--bare", host], check=True)
    subprocess.run(["git", "init", "-q", folder / "clone"], check=True)
    write(folder / "clone/src/tutorial_utils/measurements/old.json", "{}")
    write(folder / "clone/record/new.json", "{}")
    write(folder / "clone/record/code.py", "1 / 0")
    return folder / "clone"


@pytest.mark.parametrize(
    ("known", "asked"), [("0", ["list", "create"]), ("1", ["list"])]
)
def test_record_is_proposed_once(checkout, known, asked):
    """Its branch is renewed; nothing but records comes from the runner."""
    write(checkout / "open", known)

    subprocess.run(["bash", PROPOSE, "record"], cwd=checkout, check=True)

    tree = ["git", "-C", "../host.git", "ls-tree", "-r", "--name-only", "record"]
    files = subprocess.run(
        tree, cwd=checkout, check=True, capture_output=True, text=True
    ).stdout.split()
    assert files == [
        f"src/tutorial_utils/measurements/{x}.json" for x in ("new", "old")
    ]
    assert [line.split()[1] for line in calls(checkout)] == asked
