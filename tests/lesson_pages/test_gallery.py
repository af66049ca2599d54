"""The settings that the site and the pipeline share."""

import warnings

import pytest

from lesson_pages.figures import gallery


def test_warning_is_shown_without_file_and_line(monkeypatch: pytest.MonkeyPatch):
    """A page says what was warned of; where the file lay is nobody's business."""
    monkeypatch.setattr(warnings, "formatwarning", warnings.formatwarning)

    gallery.plain_warnings({}, "plot_1.py")

    text = warnings.formatwarning("old", UserWarning, "/tmp/a.py", 3)
    assert text == "UserWarning: old\n"


def test_restored_lessons_differ_in_nothing_but_the_folders():
    """What a page shows does not depend on whether its lesson was restored."""
    changed = {k for k, v in gallery.RESTORED.items() if v != gallery.SETTINGS[k]}

    assert changed == {"examples_dirs", "gallery_dirs"}
