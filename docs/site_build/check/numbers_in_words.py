"""Numbers as a text writes them: digits, English words, Chinese characters."""

import re

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


def digits(text: str) -> set[float]:
    """Return the numbers that a text writes in digits; 万 and 亿 multiply."""
    found = set()
    for match in DIGITS.findall(text):
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
    return {han_value(numeral) for numeral in HAN_NUMBER.findall(text)}


def word_numbers(text: str) -> set[float]:
    """Return the numbers that an English text writes in words."""
    words = re.findall(r"[a-z]+", text.lower())
    return {float(WORDS[word]) for word in words if word in WORDS}
