"""Keep of a font what the formulas of the site need."""

import io
import logging
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.WARNING)


def keep(font: Path, characters: Iterable[str]) -> bytes:
    """Return a font with some characters, and with all that they stretch to.

    Two calls for the same characters give the same bytes.
    """
    with TTFont(font, recalcTimestamp=False) as whole:
        subsetter = Subsetter(Options(hinting=False, notdef_outline=True))
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(whole)
        buffer = io.BytesIO()
        whole.save(buffer)  # as compressed as it was read
    return buffer.getvalue()
