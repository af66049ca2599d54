"""Split prose into sentences, English and Chinese."""

import re

END = re.compile(r"(?<=[。？！])(?![”」])|(?<=[.?!])(?=\s|$)")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; joined, they are the text."""
    return END.split(text)
