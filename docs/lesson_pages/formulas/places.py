"""Find where an author wrote a formula: in a lesson, a page or a catalogue."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import get_node_line

from lesson_pages.course.course import source_of


def place_of(env: BuildEnvironment, page: str, node: nodes.Element) -> str:
    """Return file and line of a formula.

    A lesson's page is made of the lesson, so that is the file to mend; a formula
    that only a translation has stands in its catalogue.
    """
    text = node.astext().strip()
    places = in_source(source_of(env, page), text), in_catalogues(env, page, text)
    known = f"{node.source}:{get_node_line(node)}"
    return next((place for found in places for place in found), known)


def in_source(path: Path, formula: str) -> Iterator[str]:
    """Yield the lines of a file that hold a formula, or begin it."""
    first = formula.partition("\n")[0] or "math::"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        ends = line.endswith(f" {first}") or line == first
        if ends or f"`{formula}`" in line or f"${formula}$" in line:
            yield f"{path}:{number}"


def in_catalogues(env: BuildEnvironment, page: str, formula: str) -> Iterator[str]:
    """Yield the messages whose translation, and not the original, has a formula."""
    name = docname_to_domain(page, env.config.gettext_compact) + ".po"
    for folder in env.config.locale_dirs:
        path = env.srcdir / folder / env.config.language / "LC_MESSAGES" / name
        if not path.is_file():
            continue
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if formula in str(message.string) and formula not in message.id:
                yield f"{path}:{message.lineno}"
