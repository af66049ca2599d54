"""How long a lesson takes, the same in each language."""

import math
from functools import cache
from pathlib import Path

from sphinx_gallery.py_source_parser import split_code_and_text_blocks

WORDS_A_MINUTE = 150
"""How fast one reads a text that asks questions."""
SECONDS_A_LINE = 6
"""How long one looks at a line of code and what it printed."""
EXERCISE = 5
"""Minutes for *Your turn*."""
STEP = 5
"""Minutes that a reading time is rounded up to."""


@cache
def minutes(script: Path) -> int:
    """Return how many minutes the lesson of a script takes."""
    _, blocks = split_code_and_text_blocks(script)
    words = sum(len(x.content.split()) for x in blocks if x.type == "text")
    code = [x.content.splitlines() for x in blocks if x.type == "code"]
    lines = sum(bool(line.strip()) for block in code for line in block)
    total = words / WORDS_A_MINUTE + lines * SECONDS_A_LINE / 60 + EXERCISE
    return STEP * math.ceil(total / STEP)
