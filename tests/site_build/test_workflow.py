"""What GitHub runs: when, with which code of others, and with which rights."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_project import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
MAIN = "github.ref == 'refs/heads/main'"
OURS = {"build": {"push", "pull_request"}}
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda x: x.stem)


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow."""
    return dict(yaml.safe_load(path.read_text("utf-8"))["jobs"])


def read(name: str) -> dict[str, dict[str, Any]]:
    """Return the jobs of the workflow of a name."""
    return jobs(ROOT / f".github/workflows/{name}.yml")


def rights(job: dict[str, Any]) -> set[str]:
    """Return what a job may write."""
    return {name for name, may in job["permissions"].items() if may == "write"}


@every_workflow
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    """A tag may be moved to other code; beside the commit stands what it is."""
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))

    assert used
    assert [x for x in used if not PINNED.fullmatch(x)] == []


@every_workflow
def test_no_job_may_do_more_than_it_says(path: Path) -> None:
    """The workflow grants nothing; each job names its permissions and a limit."""
    workflow = yaml.safe_load(path.read_text("utf-8"))

    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job["timeout-minutes"]


@every_workflow
def test_no_step_leaks_a_token_or_runs_a_value(path: Path) -> None:
    """Git forgets what it was given; a script takes values from its environment."""
    steps = [step for job in jobs(path).values() for step in job["steps"]]
    checkouts = [x for x in steps if x.get("uses", "").startswith("actions/checkout")]

    assert [x for x in checkouts if x["with"]["persist-credentials"]] == []
    assert [x for x in steps if "${{" in x.get("run", "")] == []


@every_workflow
def test_pull_requests_start_nothing_but_the_build(path: Path) -> None:
    """Nor does anything run a stranger's change with the rights of main."""
    starts = set(yaml.safe_load(path.read_text("utf-8"))[True])

    assert starts == OURS.get(path.stem, {"schedule", "workflow_dispatch"})


@pytest.mark.parametrize("name", ["gpu", "links", "weekly"])
def test_what_a_person_may_start_runs_on_main_alone(name: str) -> None:
    """A branch cannot be chosen by hand, least of all for the GPU."""
    assert [x for x, job in read(name).items() if MAIN not in job["if"]] == []


def test_who_may_write_runs_on_main_alone() -> None:
    """In the build, too, where pull requests run."""
    writing = {x: job for x, job in read("build").items() if rights(job)}

    assert set(writing) == {"deploy", "notebooks"}
    assert [x for x, job in writing.items() if MAIN not in job["if"]] == []


def test_runner_of_our_own_may_only_read() -> None:
    """Another machine, which runs no lesson, proposes the record."""
    own = [x for x in read("gpu").values() if "self-hosted" in x["runs-on"]]

    assert [job["permissions"] for job in own] == [{"contents": "read"}]


def test_published_site_is_built_from_hashed_files_after_the_tests() -> None:
    """The lock first, then our own wheel, which brings nothing along."""
    site = read("build")["site"]
    script = "\n".join(step.get("run", "") for step in site["steps"])
    installed = re.findall(r"pip install (.+)", script)

    assert site["needs"] == "test"
    assert "--require-hashes" in installed[0]
    assert installed[1:] == ["--no-deps dist/*.whl"]
