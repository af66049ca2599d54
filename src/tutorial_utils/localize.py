"""Say a message in the reader's language: English, or Simplified Chinese."""

import json
import locale
import os
from functools import cache
from pathlib import Path


def localized(message: str, **values: object) -> str:
    """Translate a message and fill in its values.

    Parameters
    ----------
    message
        The English text, with ``{name}`` where a value goes.
    **values
        What to fill in, by name.

    Returns
    -------
    str
        The Chinese text for a reader of Chinese.  Everybody else gets the message
        itself, and so does a message without a translation.
    """
    text = _catalogue().get(message, message) if _reads_chinese() else message
    return text.format(**values)


def _reads_chinese() -> bool:
    # Windows calls the language "Chinese (Simplified)_China".
    language = os.environ.get("TUTORIAL_LANG") or locale.getlocale()[0] or ""
    return language.lower().startswith(("zh", "chinese"))


@cache
def _catalogue() -> dict[str, str]:
    path = Path(__file__).with_name("locale") / "zh_CN.json"
    messages: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return messages
