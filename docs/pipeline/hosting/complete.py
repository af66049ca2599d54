"""Make a site of the pages that Sphinx wrote, step by step."""

from pathlib import Path

from pipeline.hosting.headers import write_headers
from pipeline.hosting.licences import write_licences
from pipeline.hosting.llms import write_llms
from pipeline.hosting.offline import write_offline
from pipeline.hosting.policy import add_policy
from pipeline.hosting.redirects import write_redirects
from pipeline.hosting.root import write_root
from pipeline.hosting.sitemap import write_sitemap
from pipeline.hosting.unused import remove_unused
from pipeline.hosting.wheel import copy_wheel
from pipeline.hosting.zips import write_zips
from pipeline.project import Project
from pipeline.render import Rendering
from pipeline.settings import Settings


def complete(
    project: Project, settings: Settings, rendering: Rendering, site: Path
) -> None:
    """Add what stands beside the pages; the order matters where it says so."""
    copy_wheel(project, site)
    write_zips(project, settings, rendering, site)
    write_llms(settings, rendering, site)
    write_licences(project, site)
    if rendering.whole:
        write_root(project, settings, site)
    remove_unused(site)
    if not rendering.preview:
        write_redirects(project, settings, site)
        write_sitemap(settings, site)
    inline = add_policy(site)
    if not rendering.preview:
        write_headers(settings, inline, site)
        write_offline(settings, site)
