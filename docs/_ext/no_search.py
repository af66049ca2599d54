"""Leave out the search that Sphinx brings: it finds nothing on a Chinese page."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def switch_off(app: Sphinx) -> None:
    """Write no index and no search page."""
    app.builder.search = False


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.connect("builder-inited", switch_off)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
