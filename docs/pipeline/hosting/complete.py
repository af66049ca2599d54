"""Make a site of the pages that Sphinx wrote, step by step."""

import shutil
from pathlib import Path

from pipeline.hosting.headers import write_headers
from pipeline.hosting.policy import add_policy
from pipeline.hosting.wheel import copy_wheel
from pipeline.project import Project
from pipeline.render import Rendering
from pipeline.settings import Settings


def complete(
    project: Project, settings: Settings, rendering: Rendering, site: Path
) -> None:
    """Add what stands beside the pages; the order matters where it says so."""
    copy_wheel(project, site)
    if rendering.whole:
        copy_root(project, site)
    inline = add_policy(site)
    if rendering.whole:
        write_headers(settings, inline, site)


def copy_root(project: Project, site: Path) -> None:
    """Put the pages above the languages, such as `index.html`, into a site."""
    shutil.copytree(project.docs / "_root", site, dirs_exist_ok=True)
