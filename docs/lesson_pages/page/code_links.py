"""Link functions and classes in code to their documentation, and no variable.

Sphinx-gallery links every name, ``x`` to the class of its value, too.  On a phone,
where one scrolls with a finger on the code, such a link is mostly hit by mistake.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

VARIABLE = "sphx-glr-backref-instance"


class UnlinkVariables(SphinxPostTransform):
    """Leave the name of a variable, and take the link away."""

    default_priority = 900  # after sphinx-gallery has made the links

    def run(self, **kwargs: object) -> None:
        """Look at every link of the page."""
        for link in list(self.document.findall(nodes.reference)):
            if VARIABLE in link["classes"]:
                link.replace_self(link.children)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_post_transform(UnlinkVariables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
