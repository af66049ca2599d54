"""Write a page as Markdown: for notebooks, and for readers that are programs.

The text comes from the document tree, so it is translated, and every role has
become a link.  What Markdown cannot say is refused, with file and line.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from textwrap import indent
from urllib.parse import urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels
from sphinx.util.nodes import traverse_parent
from sphinx_gallery._doctree_links import code_links_block

from lesson_pages.formulas.temml import Tex

OUTPUT = "sphx-glr-script-out"
"""The class of what a lesson's code printed."""
DARK = "only-dark"
"""The class of a figure that the light one stands for."""
CODE = (nodes.literal_block, nodes.doctest_block, code_links_block)
"""Blocks of code; in the last, sphinx-gallery links names."""
LISTS = (nodes.bullet_list, nodes.enumerated_list)
EMPHASIS = {nodes.strong: ("**", "strong"), nodes.emphasis: ("*", "em")}
SPECIAL = re.compile(r"[\\`*\[\]<$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=[#\w]+;)|!\Z")
LINE_START = re.compile(
    r"^(\d+(?=[.)])|)(>|[-+#=.)](?=[-+#=\s]|$))",
    re.MULTILINE,  # a list, a title
)


class Writer:
    """Write nodes as Markdown.

    Links become absolute from the address of the page; `image` returns that of an
    image, given its path in the documentation.  What there is no Markdown for comes
    into `refused`, so that an author hears of all of it at once.
    """

    broken = "\\\n"
    """What ends a line within a paragraph."""

    def __init__(self, page: str, image: Callable[[str], str]) -> None:
        self.page, self.image = page, image
        self.methods = BLOCKS, INLINE
        self.refused: list[nodes.Node] = []

    def block(self, node: nodes.Node) -> str:
        """Return a block, such as a paragraph; nothing for what no reader sees."""
        return self._write(node, self.methods[0])

    def _write(self, node: nodes.Node, methods: "Methods") -> str:
        for kinds, method in methods.items():
            if isinstance(node, kinds):
                return method(self, node)
        return self._refuse(node)

    def _refuse(self, node: nodes.Node) -> str:
        self.refused.append(node)
        return ""

    def join(self, blocks: Iterable[nodes.Node], between: str = "\n\n") -> str:
        """Return blocks, one below the other."""
        return between.join(filter(None, map(self.block, blocks)))

    def _children(self, node: nodes.Element) -> str:
        return self.join(node.children)

    def _raw(self, node: nodes.raw) -> str:
        if not node.get("decoration"):  # whose links stand in the text as well
            return self._refuse(node)
        return ""

    def _title(self, node: nodes.title) -> str:
        depth = len(list(traverse_parent(node, nodes.section)))
        return f"{'#' * depth} {self.inline(node)}" if depth < 7 else self._refuse(node)

    def _paragraph(self, node: nodes.paragraph) -> str:
        return LINE_START.sub(r"\1\\\2", self.inline(node))

    def _code(self, node: nodes.Element) -> str:
        code, name = node.astext().strip("\n"), named_lexer(node).lower()
        fence = "`" * max(3, 1 + _longest_run(code))
        lexer = "text" if name in ("none", "default") else name
        return f"{fence}{lexer}\n{code}\n{fence}"

    def _lines(self, node: nodes.line_block) -> str:
        if any(not isinstance(x, nodes.line) for x in node.children):
            return self._refuse(node)
        return self.broken.join(map(self.inline, node.children)).strip()

    def _formula_block(self, node: nodes.math_block) -> str:
        rows = Tex(node.astext().strip(), display=True).rows
        number = rf" \tag{{{node['number']}}}" if node.get("number") else ""
        return f"$$\n{rows}{number}\n$$"

    def _image(self, node: nodes.image) -> str:
        alt = " ".join(node.get("alt", "").split())
        if not alt or DARK in node["classes"]:
            return ""
        return self.picture(alt, self.image(node["uri"]))

    def picture(self, alt: str, address: str) -> str:
        """Return what shows a picture, or says what it shows."""
        return f"![{escape(alt)}]({_target(address)})"

    def _list(self, node: nodes.Element) -> str:
        # tight: items are single paragraphs, perhaps with a list inside
        later = (block for entry in node.children for block in entry.children[1:])
        between = "\n" if all(isinstance(x, LISTS) for x in later) else "\n\n"
        if node.get("enumtype", "arabic") != "arabic":
            return self._refuse(node)
        numbered = isinstance(node, nodes.enumerated_list)
        return between.join(
            _item(f"{number}." if numbered else "-", self.join(x.children, between))
            for number, x in enumerate(node.children, node.get("start", 1))
        )

    def _definition(self, node: nodes.Node) -> str:
        terms = [x for x in node.children if isinstance(x, nodes.term)]
        names = ", ".join(self.strong(self.inline(term)) for term in terms)
        texts = [self.block(x) for x in node.children if x not in terms]
        return _item("-", "\n\n".join([names, *texts]))

    def _admonition(self, node: nodes.Element) -> str:
        first, rest = node.children[0], node.children
        if "contents" in node["classes"]:
            return ""  # of the page itself
        if isinstance(first, nodes.title):
            title, rest = self.inline(first), rest[1:]
        else:
            title = str(admonitionlabels[type(node).__name__])
        return self.box(title, self.join(rest))

    def box(self, title: str, text: str) -> str:
        """Return what stands beside the text, below a title."""
        return _quote("\n\n".join(filter(None, [self.strong(title), text])))

    def _table(self, node: nodes.table) -> str:
        head, body = (
            [
                [self._cell(y) for y in row.children]
                for x in node.findall(part)
                for row in x
            ]
            for part in (nodes.thead, nodes.tbody)
        )
        if len(head) > 1:
            return self._refuse(node)
        columns = len((head + body)[0])
        rows = [head[0] if head else [""] * columns, ["---"] * columns, *body]
        lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        titles = [self.strong(self.inline(x)) for x in node.findall(nodes.title)]
        return "\n\n".join([*titles, lines])

    def _cell(self, entry: nodes.Node) -> str:
        assert isinstance(entry, nodes.entry)
        wide = "morecols" in entry or "morerows" in entry
        if wide or any(not isinstance(x, nodes.paragraph) for x in entry.children):
            return self._refuse(entry)
        text = "<br>".join(map(self.inline, entry.children))
        return " ".join(text.split()).replace("|", r"\|")

    def inline(self, node: nodes.Node) -> str:
        """Return what is written within a sentence."""
        pieces = [self._write(x, self.methods[1]) for x in node.children]
        before, after = ["", *pieces], [*pieces[1:], ""]
        return "".join(
            self.emphasize(type(child), piece, left[-1:], right[:1])
            for child, piece, left, right in zip(
                node.children, pieces, before, after, strict=False
            )
        )

    def emphasize(
        self, kind: type, text: str, before: str = "", after: str = ""
    ) -> str:
        """Mark a text that is strong or emphasized; return another as it is.

        Markdown takes ``**`` for no mark between a full stop and a letter, which
        happens in Chinese at the end of every strong sentence: those get a tag.
        """
        if kind not in EMPHASIS or not text:
            return text
        mark, tag = EMPHASIS[kind]
        if is_mark(text[0], before) and is_mark(text[-1], after):
            return f"{mark}{text}{mark}"
        return f"<{tag}>{text}</{tag}>"

    def strong(self, text: str) -> str:
        """Mark a text that stands alone as strong."""
        return self.emphasize(nodes.strong, text)

    def _literal(self, node: nodes.literal) -> str:
        text = " ".join(node.astext().split("\n"))
        ticks = "`" * (1 + _longest_run(text))
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{space}{text}{space}{ticks}"

    def _explained(self, node: nodes.abbreviation) -> str:
        more = nodes.inline("", node["explanation"])
        return f"{self.inline(node)} ({self.inline(more)})"

    def _link(self, node: nodes.reference) -> str:
        refuri = node.get("refuri") or f"#{node.get('refid', '')}"
        if refuri == "#":
            return self._refuse(node)
        return f"[{self.inline(node)}]({_target(urljoin(self.page, refuri))})"


Methods = Mapping[type | tuple[type, ...], Callable[..., str]]
# fmt: off
BLOCKS: Methods = {
    (nodes.Invisible, nodes.meta, addnodes.toctree): lambda *_: "",
    (nodes.document, nodes.section, nodes.container, nodes.compound, nodes.figure,
     nodes.legend, addnodes.glossary, nodes.definition): Writer._children,
    addnodes.versionmodified: Writer._children,
    (nodes.Admonition, nodes.topic, nodes.sidebar): Writer._admonition,
    (nodes.paragraph, nodes.caption): Writer._paragraph,
    CODE: Writer._code,
    nodes.math_block: Writer._formula_block,
    nodes.title: Writer._title,
    nodes.rubric: lambda self, node: self.strong(self.inline(node)),
    nodes.image: Writer._image,
    nodes.reference: Writer._link,  # around a picture
    nodes.line_block: Writer._lines,
    nodes.attribution: lambda self, node: f"— {self.inline(node)}",
    LISTS: Writer._list,
    nodes.definition_list: Writer._children,
    nodes.definition_list_item: Writer._definition,
    nodes.block_quote: lambda self, node: _quote(self._children(node)),
    nodes.transition: lambda *_: "---",
    nodes.raw: Writer._raw,
    nodes.table: Writer._table,
}
INLINE: Methods = {
    (addnodes.index, nodes.problematic): lambda *_: "",  # docutils names the latter
    (nodes.strong, nodes.emphasis, nodes.title_reference, nodes.inline,
     nodes.generated, nodes.target): Writer.inline,
    nodes.abbreviation: Writer._explained,
    nodes.Text: lambda _, node: escape(node.astext()),
    nodes.literal: Writer._literal,
    nodes.math: lambda _, node: f"${' '.join(node.astext().split())}$",
    nodes.reference: Writer._link,
    nodes.image: Writer._image,
    nodes.subscript: lambda self, node: f"<sub>{self.inline(node)}</sub>",
    nodes.superscript: lambda self, node: f"<sup>{self.inline(node)}</sup>",
}
# fmt: on


def escape(text: str) -> str:
    """Return words without a character that Markdown would take for a mark."""
    return SPECIAL.sub(r"\\\g<0>", text)


def is_mark(edge: str, outside: str) -> bool:
    """Tell whether Markdown sees the mark between two letters as one."""
    if outside == "*" or edge.isspace():
        return False
    is_punctuation = unicodedata.category(edge)[0] in "PS"
    return not is_punctuation or not outside or not outside.isalnum()


def _longest_run(code: str) -> int:
    return max(map(len, re.findall("`+", code)), default=0)


def _quote(text: str) -> str:
    return indent(text, "> ", lambda line: True).replace("> \n", ">\n")


def _item(mark: str, text: str) -> str:
    inside = " " * (len(mark) + 1)
    return mark + indent(text, inside)[len(mark) :]


def _target(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def place_of(node: nodes.Node) -> str:
    """Return file and line of a node, or of what is nearest to it."""
    near = [*node.findall(), *traverse_parent(node)]
    source = next((x.source for x in near if x.source), "?")
    return f"{source}:{next((x.line for x in near if x.line), '?')}"


def named_lexer(node: nodes.Element) -> str:
    """Return the language of a block of code, as its author wrote it."""
    return str(node.get("language") or node.get("lang") or "text")
