"""English that a Chinese page would show fails the build."""

import pytest

from lesson_pages.translation.untranslated import is_left_in_english

PAGE = "Title\n=====\n\nTwo words here.\n"
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Title"
msgstr "标题"
"""


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("Two words", ""),
        ("Summary", ""),
        ("Two words", "Two words"),
        ("See :func:`torch.tensor` for more", ""),
        ("The result is 7", "The result is 7"),
    ],
)
def test_english_prose_is_found(message: str, translation: str):
    """Prose without a translation, or translated by itself, is left in English."""
    assert is_left_in_english(message, translation)


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("Two words", "两个词"),
        ("``x.grad``", ""),
        (":func:`torch.tensor`", ""),
        ("7", ""),
        ("PyTorch", "PyTorch"),
        ("`torch.ones <https://docs.pytorch.org>`__", ""),
    ],
)
def test_code_and_translations_pass(message: str, translation: str):
    """Chinese passes, and so do code, numbers and a product's name."""
    assert not is_left_in_english(message, translation)


def test_untranslated_sentence_is_warned_of_with_file_and_line(build):
    """The warning names file, line, sentence and the catalogue to mend."""
    files = {"index.rst": PAGE, "locales/zh_CN/LC_MESSAGES/index.po": CATALOGUE}

    warnings = build(files, language="zh_CN").warnings

    assert "index.rst:4: WARNING: not translated into zh_CN" in warnings
    assert "'Two words here.'; add it to locales/zh_CN/LC_MESSAGES/index.po" in warnings
    assert "'Title'" not in warnings


def test_page_without_catalogue_is_warned_of(build):
    """A page without any catalogue is as untranslated as can be."""
    warnings = build({"index.rst": PAGE}, language="zh_CN").warnings

    assert warnings.count("not translated") == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.rst", ":hide-toc: True words\n\n7\n=\n"),
        ("index.md", "---\nhide-toc: true\n---\n\n# 7\n"),
    ],
)
def test_settings_of_a_page_are_no_prose(build, name: str, text: str):
    """What stands above the title is read by the theme, not by people."""
    built = build({name: text}, ["myst_parser"], language="zh_CN")

    assert built.warnings == ""


def test_english_site_is_left_alone(build):
    """English is the source."""
    assert build({"index.rst": PAGE}).warnings == ""


def test_alternative_text_is_prose(build):
    """A figure's alternative text has to be translated, once for both themes."""
    page = "7\n=\n\n" + 2 * ".. image:: a.svg\n   :alt: Two words\n\n"
    files = {"index.rst": page, "a.svg": "<svg/>"}

    warnings = build(files, language="zh_CN").warnings

    assert warnings.count("'Two words'") == 1
