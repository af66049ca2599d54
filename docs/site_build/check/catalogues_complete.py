"""Each page has a catalogue, which says everything, as the other catalogues say it."""

import ast
import re
from collections.abc import Callable, Iterator

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from lesson_pages.languages import TRANSLATIONS
from lesson_pages.translation.untranslated import is_left_in_english
from site_build.catalogues import FUZZY, usual_translations
from site_build.check.content import Content, Fault
from site_build.check.lesson_layout import TO_WRITE

EXTENSIONS = re.compile(r"^myst_enable_extensions = (\[[^\]]*\])", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{\w+\}")
DIRECTIVE = re.compile(r"\{([\w-]+)\}")
HOLD_PROSE = {"admonition", "beside", "container", "note", "tip", "warning"}

Messages = Iterator[tuple[int, str]]
"""Lines and texts."""


def left_for_translators(content: Content) -> Iterator[Fault]:
    """Every message has a place in its catalogue, is translated, and reviewed."""
    for x in content.translations:
        if x.fuzzy:
            yield x.fault(f"{FUZZY}: {shortened(x.english)}")
        elif is_left_in_english(x.english, PLACEHOLDER.sub("", x.text), x.language):
            cure = f"not in {x.language.name} yet; write msgstr"
            yield x.fault(f"{cure}: {shortened(x.english)}")
    known = {(x.language, x.page, x.english) for x in content.translations}
    for file, page, messages in all_messages(content):
        for line, text in messages:
            for language in TRANSLATIONS:
                here = (language, page, text) in known
                if not here and is_left_in_english(text, "", language):
                    cure = f"not in {language.name} yet; run `nox -s translations`"
                    yield Fault(file, line, f"{cure}: {shortened(text)}")


def all_messages(content: Content) -> Iterator[tuple[str, str, Messages]]:
    """Yield file, page and messages of each lesson and each page in Markdown."""
    for lesson in content.lessons:
        written = (x for x in lesson.messages if not TO_WRITE.search(x[1]))
        yield lesson.file, lesson.page, written
    found = EXTENSIONS.search(content.parsed("docs/conf.py", str))
    extensions = set(ast.literal_eval(found[1])) if found else set()
    parser = create_md_parser(
        MdParserConfig(enable_extensions=extensions), RendererHTML
    )
    for path in sorted(content.docs.glob("*.md")):
        messages = page_messages(parser.parse, path.read_text(encoding="utf-8"), 1)
        yield content.relative(path), path.stem, messages


def page_messages(
    parse: Callable[[str], list[Token]], text: str, first: int
) -> Messages:
    """Yield each sentence, heading and cell of a text in Markdown."""
    for token in parse(text):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield line, " ".join(token.content.split("\n")).strip()
        elif found := DIRECTIVE.match(token.info):
            if found[1] in HOLD_PROSE:
                yield from page_messages(parse, token.content, line + 1)
            elif found[1] == "glossary":
                lines = enumerate(token.content.splitlines(), line + 1)
                yield from ((n, words.strip()) for n, words in lines if words.strip())


def same_words_everywhere(content: Content) -> Iterator[Fault]:
    """What all other catalogues call alike, such as a heading, has one translation."""
    usual = {x: usual_translations(y.values()) for x, y in content.catalogues.items()}
    for x in content.translations:
        word = usual[x.language].get(x.english, x.text)
        if x.text and x.text != word:
            text = f"{x.english!r} is {word} in the other catalogues, not {x.text}"
            yield x.fault(f"{text}; write that")


def shortened(text: str) -> str:
    """Return the beginning of a message, for recognising it."""
    return repr(text if len(text) < 60 else f"{text[:56]} ...")
