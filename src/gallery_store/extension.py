"""Let Sphinx render what the store holds, and run nothing."""

from pathlib import Path

from rich.console import Console
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from gallery_store.conf_reader import read_settings
from gallery_store.environment import read_environment
from gallery_store.errors import BuildError
from gallery_store.lessons import find_lessons
from gallery_store.progress import Reporter
from gallery_store.restore import restore
from gallery_store.run import load_bundles, make_plan
from gallery_store.store import Store


def restore_pages(app: Sphinx) -> None:
    """Put every result where sphinx-gallery takes it for its own, and up to date.

    Raises
    ------
    ExtensionError
        If a lesson has no result of its present sources.
    """
    try:
        settings = read_settings(Path(app.confdir))
        environment = read_environment(settings)
        plan = make_plan(settings, find_lessons(settings), lambda _: environment)
        load_bundles(Store(settings.store), plan, Reporter(Console(stderr=True)))
        if missing := ", ".join(lesson.name for lesson in plan.missing):
            raise BuildError(f"no result of {missing}; run `gallery-store run` first")
        restore(settings, plan.results)
    except BuildError as error:
        raise ExtensionError(str(error)) from error
