"""What GitHub runs: when, with which code of others, and with which rights."""

import re
from typing import Any

import pytest
import yaml
from small_project import ROOT

TEXTS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((ROOT / ".github/workflows").glob("*.yml"))
}
WORKFLOWS: dict[str, dict[Any, Any]] = {x: yaml.safe_load(TEXTS[x]) for x in TEXTS}
PINNED = re.compile(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
MAIN = "github.ref == 'refs/heads/main'"
BY_HAND = {"schedule", "workflow_dispatch"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflow_is_safe(name):
    """It does what it says and no more, whoever sends a change.

    A tag may be moved to other code, so actions are pinned, with the tag beside them.
    The workflow grants nothing; each job names its permissions and a limit. Git forgets
    what it was given; a script takes values from its environment. A pull request
    starts the build alone, and a branch cannot be chosen by hand.
    """
    workflow, used = WORKFLOWS[name], re.findall(r"uses: (.+)", TEXTS[name])
    jobs = workflow["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    checkouts = [x for x in steps if x.get("uses", "").startswith("actions/checkout")]

    assert used
    assert [x for x in used if not PINNED.fullmatch(x)] == []
    assert workflow["permissions"] == {}
    assert all(job["permissions"] and job["timeout-minutes"] for job in jobs)
    assert [x for x in checkouts if x["with"]["persist-credentials"]] == []
    assert [x for x in steps if "${{" in x.get("run", "")] == []
    starts = {"push", "pull_request"} if name == "build" else BY_HAND
    assert set(workflow[True]) == starts
    assert name == "build" or [x for x in jobs if MAIN not in x["if"]] == []


def test_who_may_write_runs_on_main_alone():
    """In the build, where pull requests run; a runner of our own may only read."""
    build, gpu = (WORKFLOWS[x]["jobs"] for x in ("build", "gpu"))
    writing = {x for x, job in build.items() if "write" in job["permissions"].values()}
    own = [x for x in gpu.values() if "self-hosted" in x["runs-on"]]

    assert writing == {"deploy", "notebooks"}
    assert [x for x in writing if MAIN not in build[x]["if"]] == []
    assert [job["permissions"] for job in own] == [{"contents": "read"}]


def test_published_site_is_built_from_hashed_files_after_the_tests():
    """The lock first, then our own wheel, which brings nothing along."""
    site = WORKFLOWS["build"]["jobs"]["site"]
    script = "\n".join(step.get("run", "") for step in site["steps"])
    first, *more = re.findall(r"pip install (.+)", script)

    assert site["needs"] == "test"
    assert "--require-hashes" in first
    assert more == ["--no-deps dist/*.whl"]
