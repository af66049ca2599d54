"""Ask every address that the pages link to whether it still answers."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import BuildError
from pipeline.project import Project
from pipeline.render import complaint, other_command, start

DEAD = {"broken", "timeout"}


def check_links(project: Project) -> None:
    """Visit the links of the English pages, which the Chinese ones share.

    Raises
    ------
    BuildError
        If addresses do not answer: a line each, with page, address and reason.
    """
    log = project.work / "linkcheck.txt"
    out = project.work / "linkcheck"
    failed = start(other_command(project, "linkcheck", out, log), log).wait()
    if dead := list(dead_links(out / "output.json")):
        raise BuildError("\n".join([f"{len(dead)} links are dead:", *dead]))
    if failed:
        raise BuildError(complaint(project, "linkcheck", log))


def dead_links(results: Path) -> Iterator[str]:
    """Return a line for each address that did not answer, in the pages' order."""
    text = results.read_text(encoding="utf-8") if results.is_file() else ""
    found = [json.loads(line) for line in text.splitlines()]
    for link in sorted(found, key=lambda x: (x["filename"], x["lineno"], x["uri"])):
        if link["status"] in DEAD:
            reason = link["info"] or link["status"]
            yield f"docs/{link['filename']}:{link['lineno']}: {link['uri']}: {reason}"
