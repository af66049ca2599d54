"""Scripts whose prose is in the reader's language.

Only the prose is translated; the code is not touched, and that is checked.
"""

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx_gallery.py_source_parser import (
    Block,
    remove_config_comments,
    remove_ignore_blocks,
    split_code_and_text_blocks,
)

from lesson_pages.downloads.prose import Words, flat, localize_prose
from lesson_pages.figures.scraper import alternative_texts

CELL = re.compile(r"#{20,}|# ?%%")
QUOTES = '"""'
BLANK = re.compile(r"\n{4,}")
Change = Callable[[list[str]], list[str]]
"""Changes lines of prose."""
SHOWN = "The figures; the program ends when their windows are closed."
NO_SCREEN = "No screen: the figures are on the lesson's page."
"""Printed in all languages, because the code is the same in all."""
SHOW = """
# %%
# {comment}

import matplotlib.pyplot as plt

if plt.get_backend().lower() == "agg":
    print("{no_screen}")
else:
    plt.show()
"""


def localize_script(path: Path, catalogue: Mapping[str, str]) -> str:
    """Return a lesson's script with its prose translated.

    Raises
    ------
    sphinx.errors.ExtensionError
        If a message is neither in the prose nor an alternative text, or if a
        translation changed the code.
    """
    known = {flat(m): flat(text) for m, text in catalogue.items() if m and text}
    source = path.read_text(encoding="utf-8")
    found = set(map(flat, alternative_texts(source)))

    def translate(text: str) -> str | None:
        found.add(message := flat(text))
        return known.get(message)

    localized = change_prose(source, lambda x: localize_prose(x, translate))
    if unknown := known.keys() - found:
        messages = ", ".join(map(repr, sorted(unknown)))
        raise ExtensionError(
            f"{path.name}: no whole block of the lesson's prose is {messages}; "
            "run `nox -s translations`, and write the block in plain paragraphs, "
            "titles, lists and directives"
        )
    if not has_same_code(source, localized):
        message = "a translation changes the lesson's code or its cells"
        raise ExtensionError(f"{path.name}: {message}")
    return localized


def change_prose(source: str, change: Change) -> str:
    """Return a script with its prose changed, its code as it is.

    Prose comes to `change` without number signs and quotes.
    """
    lines = source.split("\n")
    docstring = ast.parse(source).body[0]
    first, last = docstring.lineno - 1, docstring.end_lineno or 0
    before, _, text = "\n".join(lines[first:last]).partition(QUOTES)
    text, _, after = text.rpartition(QUOTES)
    changed = "\n".join(change(text.split("\n")))
    done = [*lines[:first], f"{before}{QUOTES}{changed}{QUOTES}{after}"]
    code = code_lines(source)

    def is_prose(n: int) -> bool:
        comment = lines[n].startswith("#") and not CELL.match(lines[n])
        return comment and n not in code

    for prose, numbers in groupby(range(last, len(lines)), is_prose):
        run = [lines[n] for n in numbers]
        if prose:
            plain = [re.sub("^# ?", "", line) for line in run]
            run = [f"# {x}".rstrip() for x in change(plain)]
        done += run
    return "\n".join(done)


def code_lines(source: str) -> set[int]:
    """Return the indices of the lines that are code to sphinx-gallery."""
    return {
        block.lineno - 1 + offset
        for block in split(source)
        if block.type == "code"
        for offset in range(block.content.removesuffix("\n").count("\n") + 1)
    }


def has_same_code(original: str, localized: str) -> bool:
    """Tell whether two scripts differ in nothing but prose."""
    try:
        trees = [ast.parse(x).body[1:] for x in (original, localized)]
    except SyntaxError:
        return False
    one, other = (ast.dump(ast.Module(body, [])) for body in trees)
    return one == other and outline(original) == outline(localized)


@lru_cache(maxsize=8)
def split(source: str) -> list[Block]:
    """Split a script's text as sphinx-gallery splits its file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "lesson.py")
        path.write_text(source, encoding="utf-8")
        _, blocks = split_code_and_text_blocks(path)
    return list(blocks)


def outline(source: str) -> tuple[list[str | None], int]:
    """Return each block's code (None for prose) and the number of editors' cells."""
    blocks = [b.content if b.type == "code" else None for b in split(source)]
    return blocks, sum(bool(CELL.match(line)) for line in source.split("\n"))


def finish_script(script: str, head: str, words: Words, no_screen: str) -> str:
    """Complete a localised script for somebody who runs it outside of the site.

    The code is the lesson's but for what only the site needs or only the reader:
    notes to the gallery go, the head says what to install and how to run it, and the
    figures, which the site collects by itself, are shown at the end.  The prose is
    there to be read in an editor, so it loses the marks that become links on a page.
    """
    readable = change_prose(script, words.lines)
    clean = remove_config_comments(remove_ignore_blocks(readable))
    clean = BLANK.sub("\n\n\n", clean).rstrip("\n") + "\n"
    shown = SHOW.format(comment=_(SHOWN), no_screen=no_screen)
    return f"{head}\n{clean}{shown if alternative_texts(script) else ''}"
