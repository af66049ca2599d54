"""Offer what the site has to take along.

``.. zip::`` links the zip of the whole course, ``.. zip:: 1_tensors`` that of a part;
the size is written behind it when the zip is.  ``.. install-helpers::`` shows the
command that installs the package of the course from this site, and with ``:near:``
the one for a copy of the site on a disk.  ``.. lesson-files::`` is a table of all
lessons with their scripts and notebooks, part by part.
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import _

from lesson_pages.course.course import course_of
from lesson_pages.downloads.requirements import read_supplies
from lesson_pages.downloads.wheel import FOLDER
from lesson_pages.languages import language_of
from lesson_pages.later import Cell, Later, later, link_with_number, table

ZIPS = "zips"
"""The folder with the zips, in that of each language."""
NAME = "pytorch-executed"


def zip_path(language: str, part: str | None = None) -> str:
    """Return where the zip of a part, or of the course, lies in a language's folder."""
    return f"{ZIPS}/{'-'.join(filter(None, [NAME, part, language]))}.zip"


@later(optional=True)
def zip_link(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the link."""
    part = place["argument"]
    text = _("Download this part") if part else _("Download the whole course")
    path = zip_path(language_of(env.config.language).folder, part)
    address = "../" * env.docname.count("/") + path
    link = nodes.reference("", text, refuri=address, internal=True)
    yield nodes.paragraph("", "", link, classes=["zip"])


@later(near=directives.flag)
def install_helpers(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield a command with the address of the wheel."""
    supplies = read_supplies(env.srcdir)
    address = supplies.address.partition("#")[0]
    wheel = f"{FOLDER}/{supplies.wheel.name}" if "near" in place["options"] else address
    command = f"python -m pip install {wheel}"
    yield nodes.literal_block(command, command, language="bash")


@later()
def lesson_files(env: BuildEnvironment, place: Later) -> Iterator[nodes.Node]:
    """Yield the table of all lessons: number and title, then links to the files."""

    def row(lesson: str) -> Iterator[Cell]:
        yield link_with_number(env, lesson)
        for suffix in (".py", ".ipynb"):
            address = "../" * env.docname.count("/") + lesson + suffix
            yield addnodes.download_reference("", suffix, refuri=address)

    columns = {_("Lesson"): 6, _("Script"): 2, _("Notebook"): 2}
    yield table("lesson-files", columns, map(row, course_of(env).lessons))
