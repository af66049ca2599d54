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
def without_words_of_this_machine(monkeypatch):
    """Leave the language to what a test says."""
    for name in ("TUTORIAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    localize._complain.cache_clear()


@pytest.mark.parametrize("language", ["zh_CN", "zh", "zh-cn", "ZH", "Chinese"])
def test_chinese_is_chosen_by_the_variable(monkeypatch, capsys, language):
    """TUTORIAL_LANG decides, in the spellings that people use."""
    monkeypatch.setenv("TUTORIAL_LANG", language)

    assert localized("one number") == "一个数"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("language", ["en", "EN_us", "tlh"])
def test_other_languages_get_english(monkeypatch, capsys, language):
    """An unknown one is complained of once, to stderr, however many hints follow."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    monkeypatch.setattr(locale, "getlocale", lambda: ("zh_CN", "UTF-8"))

    assert [localized("one number") for _ in range(3)] == ["one number"] * 3
    complaint = "TUTORIAL_LANG=tlh is unknown: en and zh are there, this is en.\n"
    assert capsys.readouterr() == ("", complaint if language == "tlh" else "")


@pytest.mark.parametrize(
    ("asked", "machine", "expected"),
    [
        ({}, "zh_CN", "一个数"),
        ({}, "Chinese (Simplified)_China", "一个数"),
        ({}, "de_DE", "one number"),
        ({}, None, "one number"),
        ({"TUTORIAL_LANG": ""}, "zh_CN", "一个数"),
        ({"LANG": "zh_CN.UTF-8"}, "en_US", "一个数"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "zh_CN", "one number"),
        ({"LC_MESSAGES": "en_US", "LC_ALL": "zh_CN.UTF-8"}, "en_US", "一个数"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "en_US", "一个数"),
    ],
)
def test_the_machine_decides_without_the_variable(
    monkeypatch, asked, machine, expected
):
    """By what POSIX reads first, installed or not; else by its own locale."""
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(locale, "getlocale", lambda: (machine, None))

    assert localized("one number") == expected


@pytest.mark.parametrize(
    ("named", "machine", "expected"),
    [("zh", "en_US", "一个数"), ("en", "zh_CN", "one number")],
)
def test_a_downloaded_script_decides_before_the_machine(
    monkeypatch, tmp_path, named, machine, expected
):
    """Who downloaded a Chinese lesson reads Chinese, whatever the computer speaks."""
    script = tmp_path / "lesson.py"
    script.write_text(f'# ///\n#\n# [tool.tutorial-utils]\n# language = "{named}"\n')
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (machine, None))

    assert localized("one number") == expected


@pytest.mark.parametrize("file", [None, "<stdin>"])
def test_without_a_script_the_machine_decides(monkeypatch, file):
    """In a notebook or at a prompt there is no file to read."""
    monkeypatch.setattr(sys.modules["__main__"], "__file__", file, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: ("zh_CN", None))

    assert localized("one number") == "一个数"


@pytest.mark.parametrize(
    ("encoding", "expected"), [("cp1252", "one number"), ("gbk", "一个数")]
)
def test_output_that_cannot_have_chinese_gets_english(monkeypatch, encoding, expected):
    """A hint never stops the program, also where a file takes the output."""
    output = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setenv("TUTORIAL_LANG", "zh")

    assert localized("one number") == expected


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_values_are_filled_in(monkeypatch, language):
    """Braces in a value are left alone; what has no Chinese stays English."""
    monkeypatch.setenv("TUTORIAL_LANG", language)

    text = localized("{name}() stops with {said}", name="f", said="KeyError: {'a'}")

    assert "f()" in text
    assert "KeyError: {'a'}" in text
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
