"""English that a translated page would show fails the build."""

from dataclasses import replace

import pytest
from pages import catalogue

from lesson_pages.languages import CHINESE
from lesson_pages.translation.untranslated import is_left_in_english

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


@pytest.fixture
def chinese(build):
    """Return what builds a page in Chinese with a catalogue."""

    def build_page(comment: str = "", **settings: bool):
        files = {"index.md": PAGE, "other.md": "---\norphan: true\n---\n# 7\n"}
        files |= dict.fromkeys(("a.svg", "b.svg"), "<svg/>")
        ((name, text),) = catalogue(
            "index", ("Title", "标题"), (MESSAGE, WHOLE)
        ).items()
        files[name] = text.replace('msgid "See', f'{comment}msgid "See')
        return build(files, ["myst_parser"], language="zh_CN", **settings)

    return build_page


@pytest.mark.parametrize(
    ("message", "translation", "language", "left"),
    [
        *(("Two words", "", x, True) for x in (CHINESE, LATIN)),
        *(("Two words", "Two words", x, True) for x in (CHINESE, LATIN)),
        ("Summary", "", CHINESE, True),
        ("See :func:`torch.tensor` for more", "", CHINESE, True),
        ("The result is 7", "The result is 7", CHINESE, True),
        ("Two words", "两个词", CHINESE, False),
        ("Two words", "Zwei Wörter", LATIN, False),
        ("PyTorch", "PyTorch", CHINESE, False),
        ("7", "", LATIN, False),
        ("``x.grad``", "", CHINESE, False),
        (":func:`torch.tensor`", "", CHINESE, False),
        ("`torch.ones <https://docs.pytorch.org>`__", "", CHINESE, False),
    ],
)
def test_english_prose_is_found(message: str, translation: str, language, left: bool):
    """Code, numbers and a product's name pass; prose translated by itself does not."""
    assert is_left_in_english(message, translation, language) == left


def test_untranslated_sentence_is_warned_of_with_file_and_line(chinese):
    """With the catalogue to mend; what both pictures show once, no setting at all."""
    warnings = chinese().warnings

    assert "index.md:7: WARNING: not translated into zh_CN" in warnings
    assert "'Two words here.'; add it to locales/zh_CN/LC_MESSAGES/index.po" in warnings
    assert warnings.count("'Two words'") == 1
    assert warnings.count("not translated") == 2


def test_translation_that_nobody_reviewed_is_none(chinese):
    """A fuzzy one is shown to nobody."""
    warnings = chinese("#, fuzzy\n").warnings

    assert "not translated into zh_CN: 'See" in warnings


def test_untranslated_sentence_can_be_marked_instead(chinese):
    """While one is writing, English is shown, and says that it is English."""
    built = chinese(mark_untranslated=True)
    (marked,) = built.soup("index").select("p.untranslated")

    assert (marked.get_text(), marked["lang"]) == ("Two words here.", "en")
    assert built.warnings == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_address_below_a_sentence_is_refused_in_english_already(build, language: str):
    """A translation of ``[text][name]`` would show the brackets, and link nothing."""
    links = "[Two words][a], [more](https://b.org/ü), <https://c.org>"
    text = f"# 7\n\n{links}.\n\n[a]: https://d.org"

    warnings = build({"index.md": text}, ["myst_parser"], language=language).warnings

    assert "index.md:3: WARNING: the address of 'Two words' would be lost" in warnings
    assert warnings.count("would be lost") == 1
