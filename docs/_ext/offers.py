"""Offer what the site has to take along.

``.. zip::`` links the zip of the whole course, ``.. zip:: 1_tensors`` that of a part;
the size is written behind it when the zip is.  ``.. install-helpers::`` shows the
command that installs the package of the course from this site.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from languages import folder_of
from needs import read_supplies
from pipeline.hosting.zips import zip_path


class Zip(SphinxDirective):
    """``.. zip:: PART``."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a link."""
        part = self.arguments[0] if self.arguments else None
        text = _("Download this part") if part else _("Download the whole course")
        folder = folder_of(self.config.language)
        address = "../" * self.env.docname.count("/") + zip_path(folder, part)
        link = nodes.reference("", text, refuri=address, internal=True)
        return [nodes.paragraph("", "", link, classes=["zip"], translatable=False)]


class InstallHelpers(SphinxDirective):
    """``.. install-helpers::``."""

    def run(self) -> list[nodes.Node]:
        """Return a command with the address of the wheel."""
        address = read_supplies(Path(self.env.srcdir).parent).address
        command = f"python -m pip install {address.partition('#')[0]}"
        return [nodes.literal_block(command, command, language="bash")]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("zip", Zip)
    app.add_directive("install-helpers", InstallHelpers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
