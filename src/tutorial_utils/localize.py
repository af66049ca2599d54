"""Say a message in the reader's language: English, or Simplified Chinese.

The environment variable TUTORIAL_LANG decides; without it, a lesson that was
downloaded as a script, by the language that its first lines name; else the computer.
Another language than ``en`` and ``zh`` in the variable is English, with a complaint.
"""

import json
import locale
import os
import re
import sys
from functools import cache
from pathlib import Path

SCRIPT_LANGUAGE = re.compile(
    r"^# \[tool\.tutorial-utils\]\n# language = \"(\w+)\"$", re.MULTILINE
)
"""In the inline metadata (PEP 723) of a lesson's script."""

CHINESE = ("zh", "chinese")
"""How its names begin; Windows has "Chinese (Simplified)_China"."""


def localized(message: str, **values: object) -> str:
    """Translate an English message and fill in its values, at ``{name}``.

    Readers of Chinese get Chinese, unless it cannot be written to where they print, or
    the message has no translation.
    """
    text = _catalogue().get(message, message) if _reads_chinese() else message
    return (text if _can_print(text) else message).format(**values)


def _reads_chinese() -> bool:
    chosen = os.environ.get("TUTORIAL_LANG")
    if chosen and not chosen.lower().startswith(("en", *CHINESE)):
        _complain(chosen)
    asked = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    known = [chosen, _script_language(), *asked, locale.getlocale()[0]]
    return next(filter(None, known), "").lower().startswith(CHINESE)


@cache
def _complain(language: str) -> None:
    """Say once that a language is not there, where it does not mix with the hints."""
    text = f"TUTORIAL_LANG={language} is unknown: en and zh are there, this is en."
    print(text, file=sys.stderr)


def _script_language() -> str | None:
    """Return the language that the running script names, if it is a lesson's."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    if file is None or not Path(file).is_file():
        return None
    found = SCRIPT_LANGUAGE.search(Path(file).read_text("utf-8", errors="replace"))
    return found[1] if found else None


def _can_print(text: str) -> bool:
    """Tell whether the output's encoding has all characters of a text.

    A Windows console has; a file that the output goes to may not.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, errors="ignore").decode(encoding) == text


@cache
def _catalogue() -> dict[str, str]:
    path = Path(__file__).with_name("locale") / "zh_CN.json"
    messages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return messages
