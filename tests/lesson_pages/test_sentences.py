"""Prose ends its sentences in two languages."""

import pytest

from lesson_pages.translation.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", " Two?", " Three!", ""]),
        ("Version 2.13 of a.b is here.", ["Version 2.13 of a.b is here.", ""]),
        ("先猜。再跑！", ["先猜。", "再跑！", ""]),
        ("“是吗？”是。", ["“是吗？”是。", ""]),
        ("No end", ["No end"]),
    ],
)
def test_sentences_are_the_text_when_joined(text, expected):
    """A dot within a number ends nothing, nor does a mark before a closing quote."""
    assert sentences(text) == expected
    assert "".join(expected) == text
