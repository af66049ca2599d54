"""Write formulas as MathML when the page is made: no script, no other host."""

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.nodes import get_node_line
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    self.body.append(mathml(node))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    self.body.append(f'<div class="math">{mathml(node)}</div>\n')
    raise nodes.SkipNode


def mathml(node: nodes.math | nodes.math_block) -> str:
    """Convert a formula.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the TeX cannot be read; the message names the page and the line.
    """
    block = isinstance(node, nodes.math_block)
    try:
        return str(tex2mathml(node.astext(), as_block=block))
    except MathError as error:
        place = f"{node.source}:{get_node_line(node)}"
        message = f"{place}: the formula {node.astext()!r} cannot be read: {error}"
        raise ExtensionError(message) from error


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
