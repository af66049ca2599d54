"""Text is cut and set as its readers expect it."""

import pytest

from lesson_pages.translation.typography import sentences


def test_dots_stand_below_han_characters(build):
    """Emphasized Latin words are marked."""
    text = "标题\n====\n\n*强调* 和 *recorded on …*\n"
    page = build({"index.rst": text}).soup("index")

    assert [em.get("class") for em in page.select("p em")] == [None, ["latin"]]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("2*3*4 is 24, my_var and a_b are words", []),
        ("张量*张*量，（*张量*）", ["张", "张量"]),
        ("见``x.grad``（*梯度*）和**数**字", ["x.grad", "梯度", "数"]),
    ],
)
def test_mark_touches_a_han_character_and_no_latin_one(build, text, marked):
    """English keeps its asterisks, Chinese needs no spaces."""
    built = build({"index.rst": f"标题\n====\n\n{text}\n"})
    page = built.soup("index")

    assert built.warnings == ""
    assert [x.text for x in page.select("p em, p strong, p code")] == marked
    assert marked or text in page.text


def test_character_that_nobody_sees_is_named(build):
    """It would turn round the rest of a line, or ring a bell in a terminal."""
    text = "标题\n====\n\nOne\u202etwo.\n\n::\n\n   a\x07\n"

    warnings = build({"index.rst": text}).warnings

    assert "index.rst:4: WARNING: \\u202e is not to be seen" in warnings
    assert "\\x07 is not to be seen" in warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", " Two?", " Three!", ""]),
        ("Version 2.13 of a.b is here.", ["Version 2.13 of a.b is here.", ""]),
        ("先猜。再跑！", ["先猜。", "再跑！", ""]),
        ("“是吗？”是。", ["“是吗？”是。", ""]),
        ("“Quoted.” goes on. Two.", ["“Quoted.” goes on.", " Two.", ""]),
        ("“引用。”还没完。两句。", ["“引用。”还没完。", "两句。", ""]),
        ("No end", ["No end"]),
    ],
)
def test_sentences_are_the_text_when_joined(text, expected):
    """A dot within a number ends nothing, nor does a mark before a closing quote."""
    assert sentences(text) == expected
    assert "".join(expected) == text
