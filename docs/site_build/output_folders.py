"""Where a build may write without losing what is not its own."""

from contextlib import AbstractContextManager
from pathlib import Path

from gallery_store.errors import BuildError
from gallery_store.locks import held
from gallery_store.progress import Reporter
from gallery_store.store import Store
from site_build.project import Project
from site_build.site import file_digests, read_fingerprint


def check_site_folder(project: Project, site: Path, *, partial: bool) -> None:
    """Raise a BuildError if writing a site, or a part, to a folder loses something."""
    docs, own = project.docs, (project.site, project.preview, project.served)
    if partial and site == project.site:
        raise BuildError("a part never replaces the whole site; name another --out")
    if docs.is_relative_to(site) or (site.is_relative_to(docs) and site not in own):
        raise BuildError(f"{site} belongs to the sources; name another folder as --out")
    if site in own or not site.exists():
        return
    written = read_fingerprint(site).get("files", {})
    found = file_digests(site).keys() if site.is_dir() else {site.name}
    if others := sorted(found - written.keys()):
        raise BuildError(
            f"{site} holds other files, {others[0]} for one; "
            "give --out a new or empty folder"
        )


def check_store_folder(project: Project, store: Path) -> None:
    """Raise a BuildError unless a folder can hold results and nothing else."""
    if any(map(store.is_relative_to, (project.lessons, project.build))):
        cure = "name another folder as --store"
        raise BuildError(f"{store} is emptied by each build; {cure}")
    Store(store).check_folder(project.root)


def site_lock(site: Path, reporter: Reporter) -> AbstractContextManager[None]:
    """Keep the builds of other checkouts away from a site's folder."""
    return held(site.with_name(f".{site.name}.lock"), str(site), reporter)
