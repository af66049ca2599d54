"""Build a part of the site: leave lessons out without a word about them."""

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

ABOUT_THEM = ["toc.excluded", "toc.not_readable", "ref.doc", "ref.ref"]
"""Types of the warnings that pages raise about those that are left out."""


def leave_out(app: Sphinx, config: Config) -> None:
    """Exclude the pages that `left_out` names."""
    if config.left_out:
        config.exclude_patterns += [f"{page}.rst" for page in config.left_out]
        config.suppress_warnings += ABOUT_THEM


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_config_value("left_out", [], "env", list)
    app.connect("config-inited", leave_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
