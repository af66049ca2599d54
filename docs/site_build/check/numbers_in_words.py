"""Numbers as a text writes them: digits, English words, Chinese characters."""

import re

DIGITS = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:\s?[万亿])?|(?<=[×/.-])\d+")
HAN_NUMBER = re.compile("[零一二两三四五六七八九十百千万亿]+")
HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
HAN_FACTORS = {"万": 10**4, "亿": 10**8}
WORDS = {
    "zero": 0, "zeros": 0, "one": 1, "first": 1, "once": 1, "ones": 1, "alone": 1,
    "two": 2, "second": 2, "twice": 2, "twos": 2, "both": 2, "half": 2,
    "three": 3, "third": 3, "four": 4, "fourth": 4, "quarter": 4, "five": 5,
    "fifth": 5, "six": 6, "sixth": 6, "seven": 7, "seventh": 7, "eight": 8,
    "eighth": 8, "eightfold": 8, "nine": 9, "ninth": 9, "ten": 10, "tenth": 10,
    "eleven": 11, "twelve": 12, "hundred": 100, "thousand": 1000,
}  # fmt: skip


def digits(text: str) -> set[float]:
    """Return the numbers that a text writes in digits; 万 and 亿 multiply."""
    return {
        float(x.rstrip("万亿 ").replace(",", "")) * HAN_FACTORS.get(x[-1], 1)
        for x in DIGITS.findall(text)
    }


def han_numbers(text: str) -> set[float]:
    """Return the numbers that a Chinese text writes in characters."""
    return {han_value(numeral) for numeral in HAN_NUMBER.findall(text)}


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


def word_numbers(text: str) -> set[float]:
    """Return the numbers that an English text writes in words."""
    words = re.findall(r"[a-z]+", text.lower())
    return {float(WORDS[word]) for word in words if word in WORDS}
