"""Offer what the site has to take along.

``.. zip::`` links the zip of the whole course, ``.. zip:: 1_tensors`` that of a part;
the size is written behind it when the zip is.  ``.. install-helpers::`` shows the
command that installs the package of the course from this site, and with ``:near:``
the one for a copy of the site on a disk.  ``.. lesson-files::`` is a table of all
lessons with their scripts and notebooks, part by part.
"""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course.cards import link_to
from lesson_pages.course.course import number, parts
from lesson_pages.downloads.requirements import read_supplies
from lesson_pages.downloads.wheel import FOLDER
from lesson_pages.translation.language_links import folder_of

ZIPS = "zips"
"""The folder with the zips, in that of each language."""
NAME = "pytorch-executed"


def zip_path(language: str, part: str | None = None) -> str:
    """Return where a zip lies in the folder of its language.

    Parameters
    ----------
    language : str
        The folder of the language.
    part : str or None
        The folder of a part; None means the whole course.
    """
    return f"{ZIPS}/{'-'.join(filter(None, [NAME, part, language]))}.zip"


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

    option_spec = {"near": directives.flag}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return a command with the address of the wheel."""
        supplies = read_supplies(Path(self.env.srcdir).parent)
        address = supplies.address.partition("#")[0]
        wheel = f"{FOLDER}/{supplies.wheel.name}" if "near" in self.options else address
        command = f"python -m pip install {wheel}"
        return [nodes.literal_block(command, command, language="bash")]


class LessonFilesNode(nodes.General, nodes.Element):
    """Stands for the table until all pages are read."""


class LessonFiles(SphinxDirective):
    """``.. lesson-files::``."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the table."""
        self.env.note_reread()
        return [LessonFilesNode()]


class FillLessonFiles(SphinxPostTransform):
    """Put the table into its place."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each place of the page."""
        for node in list(self.document.findall(LessonFilesNode)):
            node.replace_self(self._table())

    def _table(self) -> nodes.table:
        heads = (_("Lesson"), _("Script"), _("Notebook"))
        columns = [nodes.colspec(colwidth=width) for width in (6, 2, 2)]
        body = nodes.tbody("", *map(self._row, lessons(self.env)))
        head = nodes.thead("", row(*map(nodes.Text, heads)))
        group = nodes.tgroup("", *columns, head, body, cols=len(columns))
        return nodes.table("", group, classes=["lesson-files"])

    def _row(self, lesson: str) -> nodes.row:
        page = nodes.inline("", f"{number(lesson)} ", classes=["number"])
        link = link_to(lesson, source=self.env.docname)
        return row([page, link], *(self._file(lesson, x) for x in (".py", ".ipynb")))

    def _file(self, lesson: str, suffix: str) -> addnodes.download_reference:
        """Return a link to a file that lies beside the page of a lesson."""
        address = "../" * self.env.docname.count("/") + lesson + suffix
        return addnodes.download_reference("", suffix, refuri=address)


def lessons(env: BuildEnvironment) -> Iterator[str]:
    """Yield the pages of all lessons in order."""
    return (lesson for part in parts(env) for lesson in part.lessons)


def row(*cells: nodes.Node | list[nodes.Node]) -> nodes.row:
    """Return a row of a table, each cell one paragraph."""
    texts = (cell if isinstance(cell, list) else [cell] for cell in cells)
    return nodes.row(
        "", *(nodes.entry("", nodes.paragraph("", "", *text)) for text in texts)
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("zip", Zip)
    app.add_directive("install-helpers", InstallHelpers)
    app.add_node(LessonFilesNode)
    app.add_directive("lesson-files", LessonFiles)
    app.add_post_transform(FillLessonFiles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
