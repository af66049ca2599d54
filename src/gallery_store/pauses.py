"""Lessons that are not executed for a while: why, and until when at the latest.

The line ``# sphinx_gallery_not_run = {"until": "2027-03-31", "en": "…", "zh_CN": "…"}``
in a lesson gives the last day and the reason, which its page and the audit show.
"""

import ast
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from lesson_pages.languages import LANGUAGES

SETTING = re.compile(r"^#\s*sphinx_gallery_not_run\s*=[ \t]*(.*)$", re.M)
SHAPE = '{"until": "YYYY-MM-DD", "en": "the reason", "zh_CN": "原因"}'


@dataclass(frozen=True)
class Pause:
    """Why a lesson is not executed.

    Parameters
    ----------
    until : date
        The last day on which the site may be built so.
    reasons : dict of str to str
        The reason in each language.
    """

    until: date
    reasons: dict[str, str]

    def as_manifest(self) -> dict[str, str]:
        """Return the pause as a lesson's manifest has it."""
        return {"until": self.until.isoformat(), **self.reasons}


def read_pause(text: str) -> Pause | None:
    """Return the pause that a lesson's source asks for; None where it runs.

    Raises
    ------
    ValueError
        If the setting is not of the form above.
    """
    found = SETTING.search(text)
    if found is None:
        return None
    try:
        values = dict(ast.literal_eval(found[1]))
        until = date.fromisoformat(values.pop("until"))
    except (SyntaxError, TypeError, ValueError, KeyError):
        raise ValueError(found[1]) from None
    texts = [x for x in values.values() if isinstance(x, str) and x.strip()]
    if values.keys() != {x.sphinx for x in LANGUAGES} or len(texts) != len(values):
        raise ValueError(found[1])
    return Pause(until, values)


def today() -> date:
    """Return the day, the same everywhere on earth."""
    return datetime.now(UTC).date()


def pause_fault(text: str) -> str | None:
    """Return what is wrong with a lesson's pause, or None."""
    try:
        pause = read_pause(text)
    except ValueError as error:
        return f"sphinx_gallery_not_run = {error}; write {SHAPE}"
    if pause is None or today() <= pause.until:
        return None
    return (
        f"it was not to be run until {pause.until} ({pause.reasons['en']}), and that "
        "day is past: let it run, or give a later day"
    )
