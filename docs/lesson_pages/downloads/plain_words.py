"""Write the prose of a script in words, without the marks of reStructuredText.

A page makes links of them; who reads a script in an editor would only see marks.
"""

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from lesson_pages.downloads.prose import BODY_IS_CODE, split_prose

ROLE = re.compile(r":(?:\w+:)?(\w+):`([^`]+)`")
LABELLED = re.compile(r"(.+?)\s*<(.+)>", re.DOTALL)
LITERAL = re.compile(r"``(.+?)``", re.DOTALL)
WEB = re.compile(r"`([^`<]+?)\s*<([^`>]+)>`__?")
BOX = re.compile(r"( *)\.\. [\w-]+:: (.+)")
CALLED = {"func", "meth"}
NAMED = CALLED | {"attr", "class", "data", "exc", "mod", "obj"}


class Words:
    """Write prose in words.

    Parameters
    ----------
    title : callable
        Returns the title of a page, given what a link to it names.
    formula : callable
        Returns a formula in plain text, given its TeX.
    """

    def __init__(
        self, title: Callable[[str], str], formula: Callable[[str], str]
    ) -> None:
        self.title = title
        self.formula = formula

    def lines(self, lines: list[str]) -> list[str]:
        """Return lines of prose without marks; code among them begins its lines.

        Who takes away the number signs of an exercise has code that runs.
        """
        return [line for block in split_prose(lines) for line in self._block(block)]

    def _block(self, block: list[str]) -> Iterator[str]:
        first, *rest = block or [""]
        if BODY_IS_CODE.match(first):
            code = rest[1:] if rest[:1] == [""] else rest
            yield from dedent("\n".join(code)).split("\n")
        elif box := BOX.fullmatch(first):
            yield f"{box[1]}{self.say(box[2])}"
        else:
            yield from self.say("\n".join(block)).split("\n") if block else ()

    def say(self, text: str) -> str:
        """Return a text without the marks within its sentences."""
        text = WEB.sub(r"\1 (\2)", LITERAL.sub(r"`\1`", text))
        return ROLE.sub(self._role, text)

    def _role(self, found: re.Match[str]) -> str:
        kind, content = found.groups()
        labelled = None if kind == "math" else LABELLED.fullmatch(content)
        if labelled:
            return labelled[1]
        if kind == "doc":
            quoted = found.string[: found.start()].endswith("“")
            return self.title(content) if quoted else f"“{self.title(content)}”"
        if kind == "math":
            return self.formula(content)
        return f"`{name(content, kind)}`" if kind in NAMED else content


def name(target: str, kind: str) -> str:
    """Return the name of an object as a page shows it."""
    shown = target.rpartition(".")[2] if target.startswith("~") else target
    shown = shown.lstrip("~!.")
    return f"{shown}()" if kind in CALLED and not shown.endswith(")") else shown
