"""Make a site of the pages that Sphinx wrote, step by step."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gallery_store.errors import BuildError
from gallery_store.files import read_source
from gallery_store.leaks import READABLE, private_paths
from lesson_pages.downloads.wheel import copy_wheel
from lesson_pages.site_settings import Settings
from site_build.hosting.entrance import write_entrance
from site_build.hosting.for_hosts import write_for_hosts
from site_build.hosting.licences import write_licences
from site_build.hosting.llms import write_llms
from site_build.hosting.pages import Page, find_leaks, read_pages, state_sizes
from site_build.hosting.policy import add_policy, file_faults, known_scripts
from site_build.hosting.unused_assets import remove_unused
from site_build.hosting.zips import WHOLE, pack_site, write_lesson_zips
from site_build.project import Project
from site_build.render import Rendering


def finish(
    project: Project, settings: Settings, rendering: Rendering, site: Path
) -> None:
    """Check the pages of a site and add what stands beside them.

    A BuildError has one line for each thing that must not be published.
    """
    copy_wheel(project.root, site)
    write_lesson_zips(project, settings, rendering.languages, site)
    write_llms(settings, rendering.languages, site)
    write_licences(project, site)
    if rendering.whole:
        write_entrance(project, settings, site)
    known = known_scripts(project)
    pages = read_pages(project, known, site)
    remove_unused(site, pages)
    if faults := list(find_faults(project, pages, site)):
        raise BuildError("\n".join(["the new site is not published:", *faults]))
    zips = site.glob("*/zips/*.zip")
    sizes = {x.relative_to(site).as_posix(): x.stat().st_size for x in zips}
    for page in pages:
        page.text = add_policy(page.text, known)
        state_sizes(project, page, sizes)
    if not rendering.preview:
        write_for_hosts(settings, known, pages, site)
        packed = pack_site(settings, pages, site)
        for page in pages:
            state_sizes(project, page, {WHOLE: len(packed)})
        (site / WHOLE).write_bytes(packed)
    for page in pages:
        (site / page.path).write_text(page.text, encoding="utf-8", newline="\n")


def find_faults(project: Project, pages: Iterable[Page], site: Path) -> Iterator[str]:
    """Yield one line for each thing that must not be published."""
    for page in pages:
        yield from (f"{page.path}: {fault}" for fault in page.faults)
    paths = private_paths(project.gallery)
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        if file.suffix in (".css", ".js", ".svg"):
            yield from (f"{name}: {x}" for x in file_faults(file))
        if file.suffix in READABLE and file.suffix != ".html":
            text = read_source(file)
            yield from (f"{name}: {leak}" for leak in find_leaks(text, paths))
