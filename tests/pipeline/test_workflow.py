"""What GitHub runs to publish the site."""

import re

from small_project import ROOT

WORKFLOW = (ROOT / ".github/workflows/build.yml").read_text("utf-8")
PINNED = re.compile(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def test_every_action_is_pinned_to_a_commit() -> None:
    """A tag may be moved to other code; beside the commit stands what it is."""
    used = re.findall(r"uses: (.+)", WORKFLOW)

    assert used
    assert [x for x in used if not PINNED.fullmatch(x)] == []


def test_no_job_may_do_more_than_it_says() -> None:
    """The workflow itself grants nothing, so that each job names its permissions."""
    jobs = WORKFLOW.split("\njobs:\n")[1]

    assert "\npermissions: {}\n" in WORKFLOW
    assert jobs.count("    runs-on:") == jobs.count("    permissions:\n")
