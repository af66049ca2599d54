"""English, or a lost link, that a translated page would show fails the build."""

from dataclasses import replace

import pytest

from lesson_pages.languages import CHINESE
from lesson_pages.translation.untranslated import is_left_in_english

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n'
MESSAGE = "See {doc}`other`, [the manual](https://host.example/manual) and {func}`len`."
WHOLE = "看 {doc}`other`、[手册](https://host.example/manual) 和 {func}`len`。"
PAGE = f"""\
---
hide-toc: true words
---

# Title

Two words here.

{MESSAGE}

```{{image}} a.svg
:alt: Two words
```

```{{image}} b.svg
:alt: Two words
```
"""
LATIN = replace(CHINESE, script="")


def catalogue(**messages: str) -> str:
    """Return a catalogue."""
    entries = (f'\nmsgid "{m}"\nmsgstr "{t}"\n' for m, t in messages.items())
    return HEAD + "".join(entries)


@pytest.fixture
def chinese(build):
    """Return what builds a page in Chinese with a catalogue."""

    def build_page(translation: str, **settings: str):
        files = {"index.md": PAGE, "other.md": "---\norphan: true\n---\n# 7\n"}
        files |= dict.fromkeys(("a.svg", "b.svg"), "<svg/>")
        files["locales/zh_CN/LC_MESSAGES/index.po"] = catalogue(
            **{"Title": "标题", MESSAGE: translation}
        )
        return build(files, ["myst_parser"], language="zh_CN", **settings)

    return build_page


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
@pytest.mark.parametrize("language", [CHINESE, LATIN])
def test_english_prose_is_found(message: str, translation: str, language):
    """Prose without a translation, or translated by itself, is left in English."""
    assert is_left_in_english(message, translation, language)


@pytest.mark.parametrize(
    ("message", "translation", "language"),
    [
        ("Two words", "两个词", CHINESE),
        ("Two words", "Zwei Wörter", LATIN),
        ("``x.grad``", "", CHINESE),
        (":func:`torch.tensor`", "", CHINESE),
        ("7", "", LATIN),
        ("PyTorch", "PyTorch", CHINESE),
        ("`torch.ones <https://docs.pytorch.org>`__", "", CHINESE),
    ],
)
def test_code_and_translations_pass(message: str, translation: str, language):
    """What is translated passes, and so do code, numbers and a product's name."""
    assert not is_left_in_english(message, translation, language)


def test_untranslated_sentence_is_warned_of_with_file_and_line(chinese):
    """With the catalogue to mend; what both pictures show once, no setting at all."""
    warnings = chinese(WHOLE).warnings

    assert "index.md:7: WARNING: not translated into zh_CN" in warnings
    assert "'Two words here.'; add it to locales/zh_CN/LC_MESSAGES/index.po" in warnings
    assert warnings.count("'Two words'") == 1
    assert warnings.count("not translated") == 2


@pytest.mark.parametrize(
    "lost", ["{doc}`other`", "[手册](https://host.example/manual)", "{func}`len`"]
)
def test_dropped_link_is_reported(chinese, lost):
    """Sphinx sees those within the site only."""
    assert "index.md:9" in chinese(WHOLE.replace(lost, "它")).warnings


def test_untranslated_sentence_can_be_marked_instead(chinese):
    """While one is writing, English is shown, and says that it is English."""
    built = chinese(WHOLE, mark_untranslated=True)
    (marked,) = built.soup("index").select("p.untranslated")

    assert (marked.get_text(), marked["lang"]) == ("Two words here.", "en")
    assert built.warnings == ""


def test_page_without_catalogue_is_warned_of(build):
    """A page without any catalogue is as untranslated as can be; English needs none."""
    page = {"index.rst": "Title\n=====\n\nTwo words here.\n"}

    assert build(page, language="zh_CN").warnings.count("not translated") == 2
    assert build(page).warnings == ""
