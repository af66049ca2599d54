"""How sphinx-gallery turns a lesson into a page.

The site by hand and the pipeline, which runs one lesson at a time, use the
same settings, so that a page is the same whoever made it.
"""

import warnings
from typing import Any


def plain_warnings(gallery_conf: dict[str, Any], lesson: str) -> None:
    """Show a warning on the page as ``UserWarning: text``, without file and line."""
    warnings.formatwarning = _format_warning


def _format_warning(
    message: Warning | str, category: type[Warning], *_: object, **__: object
) -> str:
    return f"{category.__name__}: {message}\n"


SETTINGS: dict[str, Any] = {
    # which files, in which order
    "examples_dirs": "../examples",
    "gallery_dirs": "lessons",
    "filename_pattern": r"[\\/]plot_",
    "ignore_pattern": r"__init__\.py",
    "within_subsection_order": "FileNameSortKey",
    "copyfile_regex": r"index\.rst",
    # running them
    "abort_on_example_error": True,
    "reset_modules": ("matplotlib", "lesson_pages.figures.gallery.plain_warnings"),
    # what stands below a block of code
    "image_scrapers": ("lesson_pages.figures.scraper.scraper",),
    "capture_repr": ("__repr__",),
    "ignore_repr_types": r"matplotlib\..*",
    "remove_config_comments": True,
    # nothing that changes from run to run, nothing that the templates do better
    "css": (),
    "download_all_examples": False,
    "min_reported_time": float("inf"),
    "show_signature": False,
    "write_computation_times": False,
}

# The lessons lie in docs/lessons already: run none, write nothing.
RESTORED: dict[str, Any] = {**SETTINGS, "examples_dirs": [], "gallery_dirs": []}
