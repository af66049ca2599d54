"""Chinese text loses the gaps that line ends would leave."""

import pytest

from lesson_pages.translation.chinese import joined


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["张量\n形状"], ["张量形状"]),
        (["看一看，\n再想。"], ["看一看，再想。"]),
        (["先看\n", "强调", "\n再想"], ["先看", "强调", "再想"]),
        (["张量", "\n", "形状"], ["张量", "", "形状"]),
    ],
)
def test_line_end_between_han_characters_goes(pieces: list[str], expected: list[str]):
    """A line end between two Han characters leaves nothing behind."""
    assert joined(pieces) == expected


@pytest.mark.parametrize(
    "pieces",
    [["two\nwords"], ["张量\nshape"], ["tensor\n张量"], ["张量\n", "x", "\n形状"]],
)
def test_line_end_beside_latin_stays(pieces: list[str]):
    """A line end beside a Latin word is the space between two words."""
    assert joined(pieces) == pieces


def test_only_latin_emphasis_is_marked(build):
    """Dots stand below Han characters, not below letters."""
    files = {"index.rst": "标题\n====\n\n*强调* 和 *recorded on …*\n"}

    page = build(files).soup("index")

    assert {em.get_text(): em.get("class") for em in page.select("p em")} == {
        "强调": None,
        "recorded on …": ["latin"],
    }


def test_line_end_before_code_stays(build):
    """Code within a Chinese sentence keeps the space before and behind it."""
    files = {"index.rst": "标题\n====\n\n调用\n``backward()``\n即可，\n就行。\n"}

    page = build(files).soup("index")

    assert page.find("p").get_text() == "调用\nbackward()\n即可，就行。"
