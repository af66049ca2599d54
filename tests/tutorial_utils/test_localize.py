"""Messages in the reader's language, and the completeness of the Chinese ones."""

import ast
import io
import locale
import re
import sys

import pytest
from exercises import CATALOGUE, PACKAGE, literals

from tutorial_utils import localize
from tutorial_utils.localize import localized

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """Leave the language to what a test says; return what sets its machine's."""
    for name in ("TUTORIAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    localize._complain.cache_clear()

    def speak(language):
        monkeypatch.setattr(locale, "getlocale", lambda: (language, None))

    speak("de_DE")
    return speak


@pytest.mark.parametrize(
    ("asked", "language", "expected"),
    [
        *(({"TUTORIAL_LANG": x}, None, "一个数") for x in ("zh_CN", "zh-cn", "ZH")),
        ({"TUTORIAL_LANG": "Chinese"}, None, "一个数"),
        ({"TUTORIAL_LANG": "EN_us", "LANG": "zh_CN"}, "zh_CN", "one number"),
        ({"TUTORIAL_LANG": ""}, "zh_CN", "一个数"),
        ({}, "zh_CN", "一个数"),
        ({}, "Chinese (Simplified)_China", "一个数"),
        ({}, "de_DE", "one number"),
        ({}, None, "one number"),
        ({"LANG": "zh_CN.UTF-8"}, "en_US", "一个数"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "zh_CN", "one number"),
        ({"LC_MESSAGES": "en_US", "LC_ALL": "zh_CN.UTF-8"}, "en_US", "一个数"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "en_US", "一个数"),
    ],
)
def test_the_variable_decides_and_else_the_machine(
    monkeypatch, capsys, machine, asked, language, expected
):
    """By what POSIX reads first, installed or not; else by its own locale."""
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    machine(language)

    assert localized("one number") == expected
    assert capsys.readouterr() == ("", "")


def test_an_unknown_language_is_english(monkeypatch, capsys, machine):
    """It is complained of once, to stderr, however many hints follow."""
    monkeypatch.setenv("TUTORIAL_LANG", "tlh")
    machine("zh_CN")

    assert [localized("one number") for _ in range(3)] == ["one number"] * 3
    complaint = "TUTORIAL_LANG=tlh is unknown: en and zh are there, this is en.\n"
    assert capsys.readouterr() == ("", complaint)


@pytest.mark.parametrize(
    ("named", "language", "expected"),
    [
        ("zh", "en_US", "一个数"),
        ("en", "zh_CN", "one number"),
        (None, "zh_CN", "一个数"),
        ("no file", "zh_CN", "一个数"),
    ],
)
def test_a_downloaded_script_decides_before_the_machine(
    monkeypatch, tmp_path, machine, named, language, expected
):
    """Who downloaded a Chinese lesson reads Chinese, whatever the computer speaks.

    In a notebook or at a prompt there is no file to read.
    """
    script = tmp_path / "lesson.py"
    script.write_text(f'# ///\n#\n# [tool.tutorial-utils]\n# language = "{named}"\n')
    file = {None: None, "no file": "<stdin>"}.get(named, str(script))
    monkeypatch.setattr(sys.modules["__main__"], "__file__", file, raising=False)
    machine(language)

    assert localized("one number") == expected


@pytest.mark.parametrize(
    ("encoding", "expected"), [("cp1252", "one number"), ("gbk", "一个数")]
)
def test_output_that_cannot_have_chinese_gets_english(monkeypatch, encoding, expected):
    """A hint never stops the program, also where a file takes the output."""
    output = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setenv("TUTORIAL_LANG", "zh")

    assert localized("one number") == expected


def test_values_are_filled_in(monkeypatch):
    """Braces in a value are left alone; what has no Chinese stays English."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh")

    said = localized("{name}() stops with {said}", name="f", said="{'a'}")
    assert re.search(r"f\(\).*\{'a'\}", said)
    assert localized("nobody translated {this}", this="me") == "nobody translated me"


def test_what_checking_itself_says_has_its_chinese():
    """The sentences around the hints; those of each lesson have a test of their own."""
    tree = ast.parse((PACKAGE / "checking.py").read_text(encoding="utf-8"))

    assert sorted(literals(tree) - CATALOGUE.keys()) == []


def test_no_translation_is_left_over():
    """A hint that is gone takes its translation with it."""
    code = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    everywhere = set().union(*(literals(ast.parse(text)) for text in code))

    assert sorted(CATALOGUE.keys() - everywhere) == []


def test_translations_are_chinese_sorted_and_have_the_same_gaps():
    """Both languages fill in the same values, and a new message has one place."""
    gaps = re.compile(r"\{\w+\}")
    assert list(CATALOGUE) == sorted(CATALOGUE)
    for message, chinese in CATALOGUE.items():
        words = gaps.sub("", chinese)

        assert HAN.search(chinese) or not re.search("[a-z]{3}", words), message
        assert sorted(gaps.findall(chinese)) == sorted(gaps.findall(message)), message
