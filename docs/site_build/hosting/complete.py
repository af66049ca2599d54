"""Make a site of the pages that Sphinx wrote, step by step."""

from pathlib import Path

from lesson_pages.downloads.wheel import copy_wheel
from lesson_pages.site_settings import Settings
from site_build.hosting.headers import write_headers
from site_build.hosting.licences import write_licences
from site_build.hosting.llms import write_llms
from site_build.hosting.offline import write_offline
from site_build.hosting.policy import add_policy, known_scripts
from site_build.hosting.redirects import write_redirects
from site_build.hosting.root import write_root
from site_build.hosting.sitemap import write_sitemap
from site_build.hosting.unused_assets import remove_unused
from site_build.hosting.zips import write_zips
from site_build.project import Project
from site_build.render import Rendering


def complete(
    project: Project, settings: Settings, rendering: Rendering, site: Path
) -> None:
    """Add what stands beside the pages; the order matters where it says so."""
    copy_wheel(project.root, site)
    write_zips(project, settings, rendering, site)
    write_llms(settings, rendering, site)
    write_licences(project, site)
    if rendering.whole:
        write_root(project, settings, site)
    remove_unused(site)
    if not rendering.preview:
        write_redirects(project, settings, site)
        write_sitemap(settings, site)
    known = known_scripts(project)
    add_policy(site, known)
    if not rendering.preview:
        write_headers(settings, known, site)
        write_offline(settings, site)
