"""From a task that found something to one open issue: `write TASK`, then `publish`.

`write` runs a task and keeps what it found in docs/_build/reports/; `publish FOLDER`,
in a job that runs nothing else and may write issues, opens or renews the issues.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

REPORTS = Path("docs/_build/reports")
LONGEST = 60_000
"""Characters of a report that are shown; GitHub takes 65,536 in an issue."""


class Task(NamedTuple):
    """A task of nox, the file it leaves when it finds something, and the title."""

    arguments: tuple[str, ...]
    found: Path
    title: str


TASKS = {
    "audit": Task(
        ("audit",),
        Path("docs/_build/audit.md"),
        "A dependency has a known vulnerability",
    ),
    "drift": Task(
        ("drift", "--", "torch"),
        Path("docs/_build/drift/table.md"),
        "The newest torch changes outputs",
    ),
    "links": Task(("linkcheck",), Path("docs/_build/links.md"), "Links are dead"),
}


def write(name: str) -> int:
    """Run a task; what it found is a report, any other failure its own."""
    task = TASKS[name]
    task.found.unlink(missing_ok=True)
    code = subprocess.run(["nox", "-s", *task.arguments], check=False).returncode
    if code and not task.found.is_file():
        return code
    if code:
        REPORTS.mkdir(parents=True, exist_ok=True)
        text = task.found.read_text("utf-8")
        (REPORTS / f"{name}.md").write_text(text, "utf-8")
    return 0


def publish(folder: Path) -> None:
    """Open an issue for each report, or renew the one that is open."""
    reports = {path.stem: path for path in sorted(folder.rglob("*.md"))}
    for name, task in TASKS.items():
        if name in reports:
            tell(task.title, reports[name].read_text("utf-8"))


def tell(title: str, text: str) -> None:
    """Write an issue; what is too long ends in three dots."""
    body = text if len(text) <= LONGEST else text[:LONGEST] + "\n…"
    found = gh("issue", "list", "--state", "open", "--limit", "1000",
               "--json", "number,title,author")  # fmt: skip
    numbers = [x["number"] for x in json.loads(found) if is_ours(x, title)]
    where = ["edit", str(numbers[0])] if numbers else ["create", "--title", title]
    gh("issue", *where, "--body-file", "-", text=body)


def is_ours(issue: dict[str, object], title: str) -> bool:
    """Say whether a workflow wrote this issue; nobody else's is written over."""
    author = issue["author"]
    return issue["title"] == title and isinstance(author, dict) and author["is_bot"]


def gh(*arguments: str, text: str = "") -> str:
    """Run GitHub's command-line client and return what it printed."""
    command = ["gh", *arguments]
    return subprocess.run(
        command, input=text, stdout=subprocess.PIPE, check=True, encoding="utf-8"
    ).stdout


if __name__ == "__main__":
    if sys.argv[1] == "write":
        sys.exit(write(sys.argv[2]))
    publish(Path(sys.argv[2]))
