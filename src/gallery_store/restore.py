"""Put bundles where Sphinx reads them."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from sphinx.errors import ExtensionError

from gallery_store.bundle import Bundle
from gallery_store.conf_reader import read_settings
from gallery_store.errors import BuildError
from gallery_store.files import remove_empty_folders
from gallery_store.progress import Reporter
from gallery_store.run import load_bundles, plan_here
from gallery_store.settings import Settings
from gallery_store.store import Store

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def restore_pages(app: "Sphinx") -> None:
    """Put results where sphinx-gallery takes them for its own, or stop Sphinx."""
    try:
        settings = read_settings(Path(app.confdir))
        plan = plan_here(settings)
        load_bundles(Store(settings.store), plan, Reporter(Console(stderr=True)))
        if missing := ", ".join(lesson.name for lesson in plan.missing):
            raise BuildError(f"no result of {missing}; run `gallery-store run` first")
        restore(settings, plan.results)
    except BuildError as error:
        raise ExtensionError(str(error)) from error


MADE = {".ipynb", ".json", ".md5", ".new", ".pickle", ".py", ".rst", ".zip"}
"""What a build, or sphinx-gallery by itself, writes beside folders of pictures."""


def check_pages(settings: Settings) -> None:
    """Raise a BuildError if the folder of pages holds what no build has made."""
    for path in (settings.pages, *sorted(settings.pages.rglob("*"))):
        pictures = "images" in path.relative_to(settings.pages).parts
        known = pictures or path.suffix in MADE or path.name.startswith(".")
        if path.is_symlink() or (path.is_file() and not known):
            raise BuildError(
                f"{settings.relative(path)} was made by no build, and each build "
                f"clears {settings.relative(settings.pages)}; move it elsewhere"
            )


def restore(
    settings: Settings, bundles: Iterable[Bundle], *, as_built: bool = False
) -> None:
    """Make the folder of pages hold the bundles with their manifests, and no more.

    Beside them lie the overviews of the scripts' folders, which nobody executes.  If
    another machine made the bundles (`as_built`), the manifests say so.
    """
    check_pages(settings)
    examples = settings.examples
    overviews = [*examples.glob("index.rst"), *examples.glob("*/index.rst")]
    files = {x.relative_to(examples).as_posix(): x.read_bytes() for x in overviews}
    for bundle in bundles:
        manifest = {"executed": bundle.executed, "as_built": as_built}
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
        files |= bundle.files | {f"{bundle.lesson}.manifest.json": text.encode()}
    for name, data in files.items():
        path = settings.pages / name
        with suppress(OSError):
            if path.read_bytes() == data:
                continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)
    keep = {settings.pages / name for name in files}
    for path in settings.pages.rglob("*"):
        if path.is_file() and path not in keep and not path.name.startswith("."):
            path.unlink()
    remove_empty_folders(settings.pages)
