"""Write a page as Markdown: for notebooks, and for readers that are programs.

The text comes from the document tree, so it is translated, and every role has
become a link.  What Markdown cannot say is an error with file and line.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.locale import admonitionlabels

from lesson_pages.downloads.markdown_marks import (
    LINE_START,
    emphasize,
    escape,
    fence,
    item,
    quote,
    target,
)

OUTPUT = "sphx-glr-script-out"
"""The class of what a lesson's code printed."""
DARK = "only-dark"
"""The class of a figure that the light one stands for."""

LEXERS = {"none": "text", "default": "text"}
INVISIBLE = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.meta,
    addnodes.index,
    addnodes.toctree,
)
ALIASES = {
    "code_links_block": "literal_block",  # as sphinx-gallery links names in code
    "doctest_block": "literal_block",
    "caption": "paragraph",
    "download_reference": "reference",
    "compact_paragraph": "paragraph",
    **dict.fromkeys(("topic", "sidebar", *admonitionlabels), "admonition"),
    **dict.fromkeys(
        ("document", "section", "container", "compound", "figure", "legend"), "children"
    ),
    **dict.fromkeys(("glossary", "definition"), "children"),
    **dict.fromkeys(("inline", "generated", "abbreviation", "target"), "pieces"),
    **dict.fromkeys(("strong", "emphasis", "title_reference"), "pieces"),
}


def is_decoration(node: nodes.Node) -> bool:
    """Tell a picture whose links stand in the text of the page as well."""
    return isinstance(node, nodes.raw) and node.get("decoration", False)


class Writer:
    """Write nodes as Markdown.

    Parameters
    ----------
    page : str
        The address of the page: its links become absolute.
    image : callable
        Returns the address of an image, given its path in the documentation.
    """

    def __init__(self, page: str, image: Callable[[str], str]) -> None:
        self.page = page
        self.image = image

    # -- Blocks ------------------------------------------------------------------------

    def block(self, node: nodes.Node) -> str:
        """Return a block, such as a paragraph; nothing for what no reader sees.

        Raises
        ------
        sphinx.errors.ExtensionError
            If there is no Markdown for something; the message names the place.
        """
        if isinstance(node, INVISIBLE) or is_decoration(node):
            return ""
        return self._method("block", node)(node)

    def _method(self, kind: str, node: nodes.Node) -> Callable[[nodes.Node], str]:
        """Return the method for a node."""
        name = type(node).__name__
        method = getattr(self, f"{kind}_{ALIASES.get(name, name)}", None)
        if method is None:
            raise inexpressible(node)
        found: Callable[[nodes.Node], str] = method
        return found

    def block_children(self, node: nodes.Element) -> str:
        """Write what is inside, an empty line between two blocks."""
        return "\n\n".join(filter(None, map(self.block, node.children)))

    def block_title(self, node: nodes.title) -> str:
        """Write a heading as deep as its section."""
        return f"{'#' * depth(node)} {self.inline(node)}"

    def block_rubric(self, node: nodes.rubric) -> str:
        """Write a heading that is in no table of contents."""
        return emphasize("strong", self.inline(node))

    def block_paragraph(self, node: nodes.paragraph) -> str:
        """Write a paragraph; the ends of its lines stay."""
        return LINE_START.sub(r"\1\\\2", self.inline(node))

    def block_literal_block(self, node: nodes.Element) -> str:
        """Write code."""
        return fence(node.astext().strip("\n"), language_of(node))

    def block_math_block(self, node: nodes.math_block) -> str:
        """Write a formula on lines of its own."""
        text = node.astext().strip()
        if r"\\" in text and r"\begin" not in text:
            text = rf"\begin{{aligned}}{text}\end{{aligned}}"
        return f"$$\n{text}\n$$"

    def block_image(self, node: nodes.image) -> str:
        """Write a picture that says something."""
        alt = " ".join(node.get("alt", "").split())
        if not alt or DARK in node["classes"]:
            return ""
        return f"![{escape(alt)}]({target(self.image(node['uri']))})"

    def block_bullet_list(self, node: nodes.bullet_list) -> str:
        """Write a list."""
        return join_items(node, [item("-", text) for text in self._items(node)])

    def block_enumerated_list(self, node: nodes.enumerated_list) -> str:
        """Write a numbered list."""
        texts = enumerate(self._items(node), node.get("start", 1))
        return join_items(node, [item(f"{number}.", text) for number, text in texts])

    def _items(self, node: nodes.Element) -> Iterator[str]:
        for child in node.children:
            assert isinstance(child, nodes.list_item)
            between = "\n" if is_tight(node) else "\n\n"
            yield between.join(filter(None, map(self.block, child.children)))

    def block_definition_list(self, node: nodes.definition_list) -> str:
        """Write a list of terms with what they mean."""
        return "\n\n".join(map(self._definition, node.children))

    def _definition(self, node: nodes.Node) -> str:
        assert isinstance(node, nodes.definition_list_item)
        terms = [x for x in node.children if isinstance(x, nodes.term)]
        names = [emphasize("strong", self.inline(term)) for term in terms]
        texts = [self.block(x) for x in node.children if x not in terms]
        return item("-", "\n\n".join([", ".join(names), *texts]))

    def block_block_quote(self, node: nodes.block_quote) -> str:
        """Write a quotation."""
        return quote(self.block_children(node))

    def block_admonition(self, node: nodes.Element) -> str:
        """Write a box as a quotation that begins with its title."""
        first, rest = node.children[0], node.children
        if isinstance(first, nodes.title):
            title, rest = self.inline(first), rest[1:]
        else:
            title = str(admonitionlabels[type(node).__name__])
        texts = [emphasize("strong", title), *map(self.block, rest)]
        return quote("\n\n".join(filter(None, texts)))

    def block_transition(self, node: nodes.transition) -> str:
        """Write a line across the page."""
        return "---"

    def block_table(self, node: nodes.table) -> str:
        """Write a table whose cells are single paragraphs."""
        head = [self._row(row) for x in node.findall(nodes.thead) for row in x.children]
        body = [self._row(row) for x in node.findall(nodes.tbody) for row in x.children]
        columns = len((head + body)[0])
        rows = [head[0] if head else [""] * columns, ["---"] * columns, *body]
        if len(head) > 1:
            raise inexpressible(node)
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _row(self, row: nodes.Node) -> list[str]:
        return [self._cell(entry) for entry in row.children]

    def _cell(self, entry: nodes.Node) -> str:
        assert isinstance(entry, nodes.entry)
        wide = "morecols" in entry or "morerows" in entry
        if wide or any(not isinstance(x, nodes.paragraph) for x in entry.children):
            raise inexpressible(entry)
        text = "<br>".join(map(self.inline, entry.children))
        return " ".join(text.split()).replace("|", r"\|")

    # -- Within a sentence -------------------------------------------------------------

    def inline(self, node: nodes.Node) -> str:
        """Return what is written within a sentence.

        Raises
        ------
        sphinx.errors.ExtensionError
            If there is no Markdown for something; the message names the place.
        """
        pieces = [self._method("inline", x)(x) for x in node.children]
        kinds = (type(child).__name__ for child in node.children)
        before, after = ["", *pieces], [*pieces[1:], ""]
        return "".join(
            emphasize(kind, piece, left[-1:], right[:1])
            for kind, piece, left, right in zip(
                kinds, pieces, before, after, strict=False
            )
        )

    inline_pieces = inline

    def inline_Text(self, node: nodes.Text) -> str:  # noqa: N802 - the node's name
        """Write words so that none of them is a mark."""
        text = escape(node.astext())
        following = node.next_node(descend=False, siblings=True)
        link = text.endswith("!") and isinstance(following, nodes.reference)
        return text[:-1] + r"\!" if link else text

    def inline_literal(self, node: nodes.literal) -> str:
        """Write code."""
        text = " ".join(node.astext().split("\n"))
        ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{space}{text}{space}{ticks}"

    def inline_math(self, node: nodes.math) -> str:
        """Write a formula."""
        return f"${' '.join(node.astext().split())}$"

    def inline_reference(self, node: nodes.reference) -> str:
        """Write a link with the whole address."""
        refuri = node.get("refuri") or f"#{node['refid']}"
        return f"[{self.inline(node)}]({target(urljoin(self.page, refuri))})"

    def inline_image(self, node: nodes.image) -> str:
        """Write a small picture."""
        return self.block_image(node)

    def inline_index(self, node: nodes.Node) -> str:
        """Write nothing for an entry of an index."""
        return ""

    def inline_subscript(self, node: nodes.subscript) -> str:
        """Write below the line."""
        return f"<sub>{self.inline(node)}</sub>"

    def inline_superscript(self, node: nodes.superscript) -> str:
        """Write above the line."""
        return f"<sup>{self.inline(node)}</sup>"


# -- What a node says of itself --------------------------------------------------------


def inexpressible(node: nodes.Node) -> ExtensionError:
    """Return the error for what Markdown has no words for."""
    kind = type(node).__name__
    return ExtensionError(
        f"{place_of(node)}: {kind!r} cannot be written as Markdown, which notebooks "
        "need; say it in another way"
    )


def place_of(node: nodes.Node) -> str:
    """Return the file and the line of a node, or of what is in it or around it."""
    inside, around = list(node.findall()), list(ancestors(node))
    line = next((x.line for x in [*inside, *around] if x.line), "?")
    source = next((x.source for x in [*inside, *around] if x.source), "?")
    return f"{source}:{line}"


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what a node lies in, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


def language_of(node: nodes.Element) -> str:
    """Return the language of a block of code, as fences name it."""
    name = str(node.get("language") or node.get("lang") or "text").lower()
    return LEXERS.get(name, name)


def join_items(node: nodes.Element, items: list[str]) -> str:
    """Join items, with empty lines if one of them has several paragraphs."""
    return ("\n" if is_tight(node) else "\n\n").join(items)


def is_tight(node: nodes.Element) -> bool:
    """Tell a list whose items are single paragraphs, perhaps with a list inside."""
    return all(
        isinstance(block, (nodes.bullet_list, nodes.enumerated_list))
        for entry in node.children
        for block in entry.children[1:]
    )


def depth(node: nodes.Node) -> int:
    """Return in how many sections a node lies."""
    return sum(isinstance(x, nodes.section) for x in ancestors(node))
