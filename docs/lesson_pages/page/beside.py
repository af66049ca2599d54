"""Link what lies beside the languages: ``{beside}`label <licences.txt>```.

The pipeline writes these files after Sphinx, so Sphinx cannot know them.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole
from sphinx.util.typing import ExtensionMetadata


class Beside(ReferenceRole):
    """The role ``beside``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a link that works from a disk, too."""
        up = "../" * (self.env.docname.count("/") + 1)
        return [nodes.reference("", self.title, refuri=up + self.target)], []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_role("beside", Beside())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
