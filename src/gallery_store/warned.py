"""Refuse the results of a lesson that raised a warning which it does not show."""

from typing import Any

from gallery_store.lessons import Lesson
from gallery_store.store import Bundle

CURE = (
    "write the code so that nothing warns; or show it: catch it with "
    "warnings.catch_warnings(record=True) and print it; or, if it has to stand on "
    "the page as it is, say why in the lesson: "
    '# sphinx_gallery_expects_warning = ["words of it", "the reason"]'
)


def check_warnings(bundle: Bundle, lesson: Lesson) -> str | None:
    """Return one line a warning that nobody meant to raise, and the cure; or None."""
    raised = bundle.executed["warnings"]
    lines = [describe(lesson, x) for x in raised if not is_meant(lesson, x)]
    return "\n".join([*lines, f"  {CURE}"]) if lines else None


def is_meant(lesson: Lesson, warning: dict[str, Any]) -> bool:
    """Tell whether a lesson caught a warning or says that it expects it."""
    expected = (words for words, _ in lesson.expected_warnings)
    return warning["caught"] or any(words in warning["text"] for words in expected)


def describe(lesson: Lesson, warning: dict[str, Any]) -> str:
    """Return lesson, line, category and text of a warning."""
    place = lesson.file
    if warning["line"] is not None:
        place += f":{warning['line']}"
    return f"{place}: {warning['category']}: {warning['text']}"
