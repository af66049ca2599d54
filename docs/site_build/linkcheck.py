"""Ask every address that the pages link to whether it still answers."""

import json
from collections.abc import Iterator
from pathlib import Path

from gallery_store.errors import BuildError
from site_build.project import Project
from site_build.render import run_builder


def check_links(project: Project) -> list[str]:
    """Visit the links of the English pages, which the Chinese ones share.

    Returns a line for each dead link: page, line, address and reason; raises a
    BuildError if Sphinx fails for another reason.
    """
    out = project.work / "links"
    faults = list(run_builder(project, "linkcheck", out))
    dead = list(dead_links(out / "output.json"))
    if faults and not dead:
        raise BuildError("\n".join(faults))
    return dead


def dead_links(results: Path) -> Iterator[str]:
    """Yield a line for each address that did not answer, in the pages' order."""
    text = results.read_text(encoding="utf-8") if results.is_file() else ""
    found = [json.loads(line) for line in text.splitlines()]
    for link in sorted(found, key=lambda x: (x["filename"], x["lineno"], x["uri"])):
        if link["status"] in ("broken", "timeout"):
            reason = link["info"] or link["status"]
            yield f"docs/{link['filename']}:{link['lineno']}: {link['uri']}: {reason}"
