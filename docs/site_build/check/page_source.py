"""A page in Markdown taken apart: what has to be translated, and at which line."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

DIRECTIVE = re.compile(r"\{([\w-]+)\}")
HOLD_PROSE = {"admonition", "beside", "container", "note", "tip", "warning"}

Parse = Callable[[str], list[Token]]


def page_messages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each sentence, heading and cell of a page."""
    config = MdParserConfig(enable_extensions=extensions(path.with_name("conf.py")))
    parser = create_md_parser(config, RendererHTML)
    yield from _messages(parser.parse, path.read_text(encoding="utf-8"), 1)


def extensions(conf: Path) -> set[str]:
    """Return the syntax that the site's settings add to Markdown."""
    lines = ast.parse(conf.read_text(encoding="utf-8")).body
    named = {ast.unparse(x.targets[0]): x for x in lines if isinstance(x, ast.Assign)}
    found = named.get("myst_enable_extensions")
    return set(ast.literal_eval(found.value)) if found else set()


def _messages(parse: Parse, text: str, first: int) -> Iterator[tuple[int, str]]:
    for token in parse(text):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield line, " ".join(token.content.split("\n")).strip()
        elif found := DIRECTIVE.match(token.info):
            if found[1] in HOLD_PROSE:
                yield from _messages(parse, token.content, line + 1)
            elif found[1] == "glossary":
                lines = enumerate(token.content.splitlines(), line + 1)
                yield from ((n, words.strip()) for n, words in lines if words.strip())
