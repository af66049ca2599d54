"""The Chinese catalogues follow the English pages and lose no translation."""

from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from site_build.catalogues import (
    left_in_english,
    read_catalogue,
    refresh_catalogues,
)

TEMPLATE = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 10:00+0000\\n"\n'
ENTRY = 'msgid "{}"\nmsgstr "{}"'
LONG = "This sentence is long enough to be known again"
MESSAGES = ("One.", "Two.", f"{LONG}.")


def refresh(folder: Path, *messages: str, page: str = "a") -> list[str]:
    """Refresh the catalogues, of which one page has other messages now."""
    template = folder / "templates" / f"{page}.pot"
    template.parent.mkdir(parents=True, exist_ok=True)
    entries = "\n\n".join(ENTRY.format(message, "") for message in messages)
    template.write_text(f"{TEMPLATE}\n{entries}\n", encoding="utf-8")
    lines = refresh_catalogues(folder / "templates", folder / "zh")
    return [x.replace(f"{folder}/zh/", "") for x in lines]


def text(folder: Path, page: str = "a") -> str:
    """Return the catalogue of a page."""
    return (folder / f"zh/{page}.po").read_text("utf-8")


def translate(folder: Path, words: dict[str, str], page: str = "a") -> None:
    """Fill in translations."""
    new = text(folder, page)
    for english, chinese in words.items():
        assert ENTRY.format(english, "") in new
        new = new.replace(ENTRY.format(english, ""), ENTRY.format(english, chinese))
    (folder / f"zh/{page}.po").write_text(new, "utf-8")


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """Return the folder of a page whose messages are translated."""
    refresh(tmp_path, *MESSAGES)
    translate(tmp_path, dict(zip(MESSAGES, ("一。", "二。", "长句。"), strict=True)))
    return tmp_path


def test_new_page_gets_a_catalogue(tmp_path):
    """Each message has its place."""
    assert refresh(tmp_path, "One.", "Two.", page="lessons/a") == []
    entries = "\n\n".join(ENTRY.format(x, "") for x in ("One.", "Two."))
    assert text(tmp_path, "lessons/a").endswith(f"\n\n{entries}\n")


def test_refresh_without_a_change_writes_nothing(translated):
    """Neither the date of the template nor the order of work is in the file."""
    refresh(translated, *MESSAGES)
    file = translated / "zh/a.po"
    before = file.read_bytes(), file.stat().st_mtime_ns

    assert refresh(translated, *MESSAGES) == []
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert b"2026-01-01" not in before[0]


def test_reworded_message_is_marked_for_review(translated):
    """The old translation stays as a proposal."""
    refresh(translated, "One.", "Two.", f"{LONG} now.")

    assert f'#, fuzzy\n#| msgid "{LONG}."' in text(translated)
    assert "长句。" in text(translated)


def test_translation_of_a_lost_message_is_kept(translated):
    """As gettext keeps it; if the message comes back, so does the translation."""
    refresh(translated, "One.", f"{LONG}.")
    assert '#~ msgid "Two."\n#~ msgstr "二。"' in text(translated)

    assert refresh(translated, *MESSAGES) == []
    assert "#~" not in text(translated)


def test_what_others_say_alike_is_filled_in(tmp_path):
    """A new page has the headings of all others, and not what each says otherwise."""
    for page in "abcde":
        refresh(tmp_path, "Summary.", "One.", page=page)
    for page, word in zip("abcde", "一一一二三", strict=True):
        translate(tmp_path, {"Summary.": "小结。", "One.": word}, page)

    refresh(tmp_path, "Summary.", "One.", page="f")

    assert ENTRY.format("Summary.", "小结。") in text(tmp_path, "f")
    assert ENTRY.format("One.", "") in text(tmp_path, "f")


def test_catalogue_without_page_is_named(translated):
    """A page may have got another name; the theme's own words have no page."""
    for name in ("gone", "sphinx"):
        (translated / f"zh/{name}.po").write_text("")

    lines = refresh(translated, "One.")

    assert lines == ["gone.po: has no page; give it its page's new name, or delete it"]
    assert text(translated, "gone") == ""


def test_mark_of_an_editor_is_no_damage(tmp_path):
    """Notepad writes one in front of each file."""
    file = tmp_path / "a.po"
    file.write_text(ENTRY.format("One.", "一。"), encoding="utf-8-sig")

    assert read_catalogue(file)["One."].string == "一。"


@pytest.mark.parametrize("content", [b'msgid "x\n', b'msgid "x"\nmsgstr "\xff"\n'])
def test_damaged_catalogue_is_named(tmp_path, content):
    """A text that ends too soon and another encoding: one message with the file."""
    file = tmp_path / "a.po"
    file.write_bytes(content)

    with pytest.raises(BuildError, match=r"a\.po: not a catalogue: "):
        read_catalogue(file)


def test_build_says_how_to_go_on_without_chinese():
    """How many sentences, what lists them, and what who writes no Chinese does."""
    warning = "docs/a.md:3: WARNING: not translated: 'One.' [i18n.untranslated]\n"

    (line,) = left_in_english(2 * warning)

    assert line.startswith("2 to translate or to review (fuzzy): `nox -s translations`")
    assert "--lang en" in line
    assert left_in_english("docs/a.md:3: WARNING: something else") == []
