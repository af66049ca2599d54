"""Text is cut and set as its readers expect it."""

import pytest

from lesson_pages.translation.chinese import joined
from lesson_pages.translation.sentences import sentences


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["张量\n形状"], ["张量形状"]),
        (["看一看，\n再想。"], ["看一看，再想。"]),
        (["先看\n", "强调", "\n再想"], ["先看", "强调", "再想"]),
        (["张量", "\n", "形状"], ["张量", "", "形状"]),
        (["two\nwords"], ["two\nwords"]),
        (["张量\nshape"], ["张量\nshape"]),
        (["张量\n", "x", "\n形状"], ["张量\n", "x", "\n形状"]),
    ],
)
def test_line_end_between_han_characters_goes(pieces: list[str], expected: list[str]):
    """Beside a Latin word it is the space between two words."""
    assert joined(pieces) == expected


def test_dots_stand_below_han_characters_and_code_keeps_its_space(build):
    """Emphasized Latin words are marked; a line end before code stays."""
    text = "*强调* 和 *recorded on …*\n\n调用\n``backward()``\n即可，\n就行。\n"
    page = build({"index.rst": f"标题\n====\n\n{text}"}).soup("index")

    assert [em.get("class") for em in page.select("p em")] == [None, ["latin"]]
    assert page.find_all("p")[1].get_text() == "调用\nbackward()\n即可，就行。"


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
