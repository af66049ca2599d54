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
    if site not in own and (others := foreign_files(site)):
        raise BuildError(
            f"{site} holds other files, {others[0]} for one; "
            "give --out a new or empty folder"
        )


def foreign_files(site: Path) -> list[str]:
    """Return the files of a folder that no build has written there."""
    if not site.exists():
        return []
    if not site.is_dir():
        return [site.name]
    return sorted(file_digests(site).keys() - read_fingerprint(site).get("files", {}))


def check_store_folder(project: Project, store: Path) -> None:
    """Raise a BuildError unless a folder can hold results and nothing else."""
    for folder in (project.lessons, project.build):
        if store.is_relative_to(folder):
            raise BuildError(
                f"{store} is emptied by each build; name another folder as --store"
            )
    Store(store).check_folder(project.root)


def site_lock(site: Path, reporter: Reporter) -> AbstractContextManager[None]:
    """Keep the builds of other checkouts away from a site's folder."""
    return held(site.with_name(f".{site.name}.lock"), str(site), reporter)
