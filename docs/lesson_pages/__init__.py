"""The Sphinx extension that makes the pages of a course from executed lessons.

`extension.py` says what takes part in that, in the order of its work.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Register with Sphinx; who only asks for the languages needs none of it."""
    from lesson_pages.extension import register

    return register(app)
