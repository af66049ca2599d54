"""Every message is translated, says what its English says, in the same words."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from unicodedata import numeric

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from lesson_pages.languages import CHINESE, HAN, TRANSLATIONS, Language
from lesson_pages.translation.untranslated import is_left_in_english
from site_build.catalogues import FUZZY, usual_translations
from site_build.check.content import Content, Fault
from site_build.check.lesson_layout import TO_WRITE

EXTENSIONS = re.compile(r"^myst_enable_extensions = (\[[^\]]*\])", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{\w+\}")
DIRECTIVE = re.compile(r"\{([\w-]+)\}")
HOLD_PROSE = {"admonition", "beside", "container", "note", "tip", "warning"}
MARK = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09\u201c\u201d"
ROLE = re.compile(r"(?::([\w:+-]+):|\{([\w:+-]+)\})`([^`]+)`")
CODE = re.compile(r"``(.+?)``|`([^`]+)`")
LINK = re.compile(r"https?://[^\s>)`]+")
MARKUP = (re.compile(r"\]\([^)]*\)"), LINK, ROLE, CODE)
WRONG_MARKS = re.compile(rf"[{HAN}][,;:!?]|[,;:!?][{HAN}]|您")
WRONG_BOLD = re.compile(rf"\*\*[^*]*[{MARK}]\*\*[{HAN}]")
ENGLISH_WORDS = re.compile(r"(?:[A-Za-z]+ ){3,}[A-Za-z]+")
DIGITS = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:\s?[万亿])?|(?<=[×/.-])\d+")
HAN_NUMBER = re.compile("[零一二两三四五六七八九十百千万亿]+")
WORDS = {
    "zero": 0, "zeros": 0, "one": 1, "first": 1, "once": 1, "ones": 1, "alone": 1,
    "two": 2, "second": 2, "twice": 2, "twos": 2, "both": 2, "half": 2,
    "three": 3, "third": 3, "four": 4, "fourth": 4, "quarter": 4, "five": 5,
    "fifth": 5, "six": 6, "sixth": 6, "seven": 7, "seventh": 7, "eight": 8,
    "eighth": 8, "eightfold": 8, "nine": 9, "ninth": 9, "ten": 10, "tenth": 10,
    "eleven": 11, "twelve": 12, "hundred": 100, "thousand": 1000,
}  # fmt: skip

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
    for lesson in content.sources:
        written = (x for x in lesson.messages if not TO_WRITE.search(x[1]))
        yield lesson.file, lesson.page, written
    found = EXTENSIONS.search(content.parsed("docs/conf.py", str))
    config = MdParserConfig(
        enable_extensions=set(ast.literal_eval(found[1])) if found else set()
    )
    parse = create_md_parser(config, RendererHTML).parse
    for file, page, text in content.markdown:
        yield file, page, page_messages(parse, text, 1)


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
    usual = {x: usual_translations(y.values()) for x, y in content.translated.items()}
    for x in content.translations:
        word = usual[x.language].get(x.english, x.text)
        if x.text and x.text != word:
            text = f"{x.english!r} is {word} in the other catalogues, not {x.text}"
            yield x.fault(f"{text}; write that")


def translations_follow(content: Content) -> Iterator[Fault]:
    """A translation says what its message says, as the language writes it."""
    for x in content.translations:
        if x.text and not x.fuzzy:
            for fault in broken_rules(x.english, x.text, x.language, content.terms):
                yield x.fault(f"{fault}: {shortened(x.english)}")


def shortened(text: str) -> str:
    """Return the beginning of a message, for recognising it."""
    return repr(text if len(text) < 60 else f"{text[:56]} ...")


def broken_rules(
    message: str, text: str, language: Language, terms: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is wrong with the translation of a message, and the cure."""
    for what, read in (("code", codes), ("link", roles), ("address", LINK.findall)):
        ours, theirs = Counter(read(message)), Counter(read(text))
        if other := (ours - theirs) + (theirs - ours):
            listed = ", ".join(other)
            yield f"the {what} {listed} is on one side only; copy it from the English"
    if language == CHINESE:
        yield from wrong_in_chinese(message, text, terms)


def codes(text: str) -> set[str]:
    """Return the inline code of a message; Chinese may repeat one instead of “it”."""
    return {a or b for a, b in CODE.findall(ROLE.sub(" ", text))}


def roles(text: str) -> list[str]:
    """Return the roles of a message with their targets."""
    return [f"{a or b}:{target(content)}" for a, b, content in ROLE.findall(text)]


def target(content: str) -> str:
    """Return where a role points to: `label <target>` or the target itself."""
    explicit = re.fullmatch(r".*<([^>]+)>", content, re.DOTALL)
    return explicit[1] if explicit else content


def wrong_in_chinese(
    message: str, text: str, terms: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a reader of Chinese would stumble over, and the cure."""
    english, chinese = without_markup(message), without_markup(text)
    if numbers := different_numbers(english, chinese):
        written = ", ".join(f"{x:,.10g}" for x in sorted(numbers))
        yield f"the number {written} is on one side only; write it on both"
    for _, _, content in ROLE.findall(text):
        term = terms.get(target(content), "")
        if term not in content:
            yield f"glossary.csv calls {target(content)} {term}; write that word"
    markdown = "" if ":`" in text or "``" in text else text
    for pattern, where, cure in (
        (ENGLISH_WORDS, chinese, "is English; translate it"),
        (WRONG_MARKS, chinese, "needs full-width punctuation beside Chinese, and 你"),
        (WRONG_BOLD, markdown, "stays plain; put the mark behind the **"),
    ):
        if found := pattern.search(where):
            yield f"{found[0]!r} {cure}"


def without_markup(text: str) -> str:
    """Drop code, roles and addresses; keep the prose."""
    for pattern in MARKUP:
        text = pattern.sub(" ", text)
    return text


def different_numbers(english: str, chinese: str) -> set[float]:
    """Return the numbers that one side writes in digits and the other does not have.

    It may have them as digits, with 万 or 亿, or counted in words: two as 两, and 1 as
    one. A heading is written anew in Chinese.
    """
    if not english.rstrip().endswith((".", ":", ".)", ".”")):
        return set()
    in_words = {WORDS.get(x) for x in re.findall(r"[a-z]+", english.lower())}
    counted = set(map(han_value, HAN_NUMBER.findall(chinese)))
    ours, theirs = digits(english), digits(chinese)
    return (ours - theirs - counted) | (theirs - ours - in_words)


def digits(text: str) -> set[float]:
    """Return the numbers that a text writes in digits; 万 and 亿 multiply."""
    found = set()
    for written in DIGITS.findall(text):
        factor = numeric(written[-1]) if written[-1] in "万亿" else 1
        found.add(float(written.rstrip("万亿 ").replace(",", "")) * factor)
    return found


def han_value(numeral: str) -> float:
    """Return what a Chinese numeral is worth: 十二 is 12, 三百万 is 3,000,000."""
    total = section = digit = 0.0
    for value in map(numeric, numeral.replace("两", "二")):
        if value < 10:
            digit = value
        elif value < 10_000:
            section, digit = section + (digit or 1) * value, 0
        else:
            total, section, digit = (total + section + digit or 1) * value, 0, 0
    return total + section + digit
