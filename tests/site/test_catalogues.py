"""The Chinese catalogues are complete and say what the English pages say."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from lesson_pages.translation.glossary import read_terms
from lesson_pages.translation.untranslated import is_left_in_english

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "docs" / "locales" / "zh_CN" / "LC_MESSAGES"
INTERFACE = "sphinx.po"  # Sphinx's own words; belongs to no page
FILES = sorted(CATALOGUES.rglob("*.po"))

# -- What stands in a message ----------------------------------------------------------

HAN = "\u3400-\u9fff"
MARK = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09\u201c\u201d"
ROLE = re.compile(r":([\w:+-]+):`([^`]+)`|\{([\w:+-]+)\}`([^`]+)`")
CODE = re.compile(r"``(.+?)``|`([^`]+)`")
LINK = re.compile(r"https?://[^\s>)`]+")
MARKDOWN_LINK = re.compile(r"\]\([^)]*\)")

# -- Numbers ---------------------------------------------------------------------------

DIGITS = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:\s?[万亿])?|(?<=[×/.-])\d+")
HAN_NUMBER = re.compile("[零一二两三四五六七八九十百千万亿]+")
HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_FACTORS = {"万": 10**4, "亿": 10**8}
COUNTS = """\
zero zeros
one first once ones alone
two second twice twos both half
three third
four fourth quarter
five fifth
six sixth
seven seventh
eight eighth eightfold
nine ninth
ten tenth
eleven
twelve"""
WORDS = {word: n for n, row in enumerate(COUNTS.split("\n")) for word in row.split()}
WORDS |= {"hundred": 100, "thousand": 1000}


def without_markup(text: str) -> str:
    """Drop code, roles and addresses; keep the prose."""
    for pattern in (MARKDOWN_LINK, LINK, ROLE, CODE):
        text = pattern.sub(" ", text)
    return text


def codes(text: str) -> set[str]:
    """Return the inline code of a message; Chinese may repeat one instead of “it”."""
    return {a or b for a, b in CODE.findall(ROLE.sub(" ", text))}


def roles(text: str) -> Counter[tuple[str, str]]:
    """Return the roles of a message with their targets; their order is free."""
    found = ((a or c, b or d) for a, b, c, d in ROLE.findall(text))
    return Counter((name, target(content)) for name, content in found)


def target(content: str) -> str:
    """Return where a role points to: `label <target>` or the target itself."""
    explicit = re.fullmatch(r".*<([^>]+)>", content, re.DOTALL)
    return explicit[1] if explicit else content


def links(text: str) -> Counter[str]:
    """Return the addresses of a message."""
    return Counter(LINK.findall(text))


def digits(text: str) -> set[float]:
    """Return the numbers that a text writes in digits; 万 and 亿 multiply."""
    found = set()
    for match in DIGITS.findall(without_markup(text)):
        factor = HAN_FACTORS.get(match[-1], 1)
        found.add(float(match.rstrip("万亿 ").replace(",", "")) * factor)
    return found


def han_value(numeral: str) -> float:
    """Return what a Chinese numeral is worth: 十二 is 12, 三百万 is 3,000,000."""
    total = section = digit = 0
    for char in numeral:
        if char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        elif char in HAN_UNITS:
            section, digit = section + (digit or 1) * HAN_UNITS[char], 0
        else:
            total = (total + section + digit or 1) * HAN_FACTORS[char]
            section = digit = 0
    return float(total + section + digit)


def han_numbers(text: str) -> set[float]:
    """Return the numbers that a Chinese text writes in characters."""
    return {han_value(numeral) for numeral in HAN_NUMBER.findall(without_markup(text))}


def word_numbers(text: str) -> set[float]:
    """Return the numbers that an English text writes in words."""
    words = re.findall(r"[a-z]+", without_markup(text).lower())
    return {float(WORDS[word]) for word in words if word in WORDS}


def is_heading(message: str) -> bool:
    """Tell a heading, which is written anew in Chinese, from a sentence."""
    return not message.rstrip().endswith((".", ":", ".)", ".”"))


# -- The rules: each returns what breaks it, or nothing --------------------------------


def find_code(message: str, chinese: str) -> object:
    """Leave code as it is: both sides have the same."""
    return codes(message) ^ codes(chinese)


def find_roles(message: str, chinese: str) -> object:
    """Lead to the same places, as often."""
    ours, theirs = roles(message), roles(chinese)
    return (ours - theirs) + (theirs - ours)


def find_links(message: str, chinese: str) -> object:
    """Leave addresses as they are."""
    ours, theirs = links(message), links(chinese)
    return (ours - theirs) + (theirs - ours)


def find_numbers(message: str, chinese: str) -> object:
    """Write a number in digits on the other side too.

    As digits, with 万 or 亿, or counted in words: two as 两, and 1 as one.
    """
    if is_heading(message):
        return None
    lost = digits(message) - digits(chinese) - han_numbers(chinese)
    return lost | (digits(chinese) - digits(message) - word_numbers(message))


def find_terms(message: str, chinese: str) -> object:
    """Call a term as the glossary calls it."""
    words = read_terms()
    return [
        content
        for _, a, _, b in ROLE.findall(chinese)
        if (content := a or b)
        and target(content) in words
        and words[target(content)] not in content
    ]


def find_english(message: str, chinese: str) -> object:
    """Leave no English sentence; names such as NVIDIA GPU may stay."""
    if is_left_in_english(message, chinese):
        return chinese
    return re.findall(r"(?:[A-Za-z]+ ){3,}[A-Za-z]+", without_markup(chinese))


def find_typography(message: str, chinese: str) -> object:
    """Use the punctuation of Chinese, and 你 for the reader."""
    return re.findall(rf"[{HAN}][,;:!?]|[,;:!?][{HAN}]|您", without_markup(chinese))


def find_bold(message: str, chinese: str) -> object:
    """End no bold text in Markdown between a full stop and a Chinese character."""
    if ":`" in chinese or "``" in chinese:
        return None  # reStructuredText
    return re.findall(rf"\*\*[^*]*[{MARK}]\*\*[{HAN}]", chinese)


RULES = [
    find_code,
    find_roles,
    find_links,
    find_numbers,
    find_terms,
    find_english,
    find_typography,
    find_bold,
]
BROKEN = [
    (find_code, "Call `a()`.", "调用 `b()`。"),
    (find_code, "Call ``a()``.", "调用它。"),
    (find_roles, "See :func:`torch.tensor`.", "见 :func:`torch.as_tensor`。"),
    (find_roles, "A {term}`tensor`.", "张量。"),
    (find_roles, "A {term}`tensor`.", "{term}`张量`。"),
    (find_links, "At [x](https://a.org).", "在 [x](https://b.org)。"),
    (find_numbers, "Add 1,000 of them.", "加上 100 个。"),
    (find_numbers, "It has 4 rows.", "一共有三行。"),
    (find_numbers, "It has four rows.", "一共有 5 行。"),
    (find_numbers, "There are 3,000,000.", "有 30 万个。"),
    (find_numbers, "Two 1000×1000 matrices.", "两个 1000×100 的矩阵。"),
    (find_terms, "A :term:`view`.", ":term:`观察 <view>`。"),
    (find_english, "Look at the output.", "Look at the output."),
    (find_english, "It says so. Look at it.", "写着呢。look at the output。"),
    (find_typography, "Look, here.", "看,这里。"),
    (find_typography, "Look.", "您看。"),
    (find_bold, "**Run.** Read.", "**再跑。**读代码。"),
]
SOUND = [
    ("Call `a()`; it runs.", "调用 `a()`；`a()` 就运行了。"),
    ("There are 3,000,000 numbers.", "有 300 万个数。"),
    ("It has 2 names.", "有两个名字。"),
    ("Add one, from 4 to 12.", "加 1，4～12。"),
    ("It takes 12 steps.", "要走十二步。"),
    (
        "A {term}`tensor`, :term:`axes <axis>`.",
        "{term}`张量 <tensor>`，:term:`轴 <axis>`。",
    ),
    ("**Run.** Read.", "**再跑**。读代码。"),
    ("Lab: 1000×1000 matmul", "实验：GPU 一定更快吗？"),
]


def read(file: Path) -> Catalog:
    """Return the catalogue in a file."""
    with file.open("rb") as stream:
        return read_po(stream, locale="zh_CN", abort_invalid=True)


def page_files() -> set[str]:
    """Return the catalogue that each page of the site should have."""
    docs, examples = ROOT / "docs", ROOT / "examples"
    lessons = [*examples.glob("*/plot_*.py"), *examples.glob("**/index.rst")]
    return {f"{page.stem}.po" for page in docs.glob("*.md")} | {
        f"lessons/{page.relative_to(examples).with_suffix('.po').as_posix()}"
        for page in lessons
    }


def name(file: Path) -> str:
    """Return a catalogue's path below the folder of the language."""
    return file.relative_to(CATALOGUES).as_posix()


def test_each_page_has_a_catalogue_and_each_catalogue_a_page() -> None:
    """A page without a catalogue would be English, one without a page is a leftover."""
    assert page_files() == {name(file) for file in FILES} - {INTERFACE}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_catalogue_is_finished(file: Path) -> None:
    """Nothing is untranslated, waits for review or belongs to no page any more."""
    catalogue = read(file)

    assert [m.id for m in catalogue if m.id and not m.string] == []
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("file", FILES, ids=name)
def test_translation_follows_the_message(
    file: Path, rule: Callable[[str, str], object]
) -> None:
    """Each rule holds for each message of each catalogue."""
    pairs = [(str(m.id), str(m.string)) for m in read(file) if m.id and m.string]

    assert [(en, zh, bad) for en, zh in pairs if (bad := rule(en, zh))] == []


@pytest.mark.parametrize(("rule", "message", "chinese"), BROKEN)
def test_rule_finds_a_broken_translation(
    rule: Callable[[str, str], object], message: str, chinese: str
) -> None:
    """Every rule sees what it is there for."""
    assert rule(message, chinese)


@pytest.mark.parametrize(("message", "chinese"), SOUND)
def test_rules_accept_the_forms_of_the_style(message: str, chinese: str) -> None:
    """The forms that the house style allows are no mistakes."""
    assert [rule for rule in RULES if rule(message, chinese)] == []
