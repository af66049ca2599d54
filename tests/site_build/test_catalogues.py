"""The Chinese catalogues follow the English pages and lose no translation."""

from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from site_build.catalogues import (
    FUZZY,
    left_in_english,
    read_catalogue,
    refresh_catalogues,
)

TEMPLATE = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 10:00+0000\\n"\n'
LONG = "This sentence is long enough to be known again"


@pytest.fixture
def pages(tmp_path: Path) -> "Pages":
    """Return a folder of templates and one of catalogues."""
    return Pages(tmp_path)


class Pages:
    """Templates as Sphinx's gettext builder writes them, and their catalogues."""

    def __init__(self, folder: Path) -> None:
        self.templates, self.catalogues = folder / "templates", folder / "zh"

    def write(self, name: str, *messages: str) -> None:
        """Write the template of a page."""
        path = self.templates / f"{name}.pot"
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = (f'\nmsgid "{message}"\nmsgstr ""\n' for message in messages)
        path.write_text(TEMPLATE + "".join(entries), encoding="utf-8")

    def refresh(self) -> list[str]:
        """Refresh the catalogues; return what is left, from their folder."""
        lines = refresh_catalogues(self.templates, self.catalogues)
        return [x.replace(f"{self.catalogues}/", "") for x in lines]

    def translate(self, name: str, **messages: str) -> None:
        """Fill in translations of messages that end in a full stop."""
        for english, chinese in messages.items():
            old = f'msgid "{english}."\nmsgstr ""'
            assert old in self.text(name)
            new = self.text(name).replace(old, f'{old[:-1]}{chinese}"')
            (self.catalogues / f"{name}.po").write_text(new, "utf-8")

    def text(self, name: str) -> str:
        """Return the catalogue of a page."""
        return (self.catalogues / f"{name}.po").read_text("utf-8")


def test_new_page_gets_a_catalogue(pages: Pages) -> None:
    """A line for each message, with its place."""
    pages.write("lessons/a", "One.", "Two.")

    lines = pages.refresh()

    assert lines == [
        "lessons/a.po:10: to translate: 'One.'",
        "lessons/a.po:13: to translate: 'Two.'",
    ]


def test_refresh_without_a_change_writes_nothing(pages: Pages) -> None:
    """Neither the date of the template nor the order of work is in the file."""
    pages.write("a", "One.", "Two.")
    pages.refresh()
    pages.translate("a", One="一。", Two="二。")
    pages.refresh()
    file = pages.catalogues / "a.po"
    before = file.read_bytes(), file.stat().st_mtime_ns

    lines = pages.refresh()

    assert lines == []
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert b"2026-01-01" not in before[0]


def test_reworded_message_is_marked_for_review(pages: Pages) -> None:
    """The old translation stays as a proposal, and the line says how to accept it."""
    pages.write("a", f"{LONG}.")
    pages.refresh()
    pages.translate("a", **{LONG: "长句。"})
    pages.write("a", f"{LONG} now.")

    lines = pages.refresh()

    assert lines == [f"a.po:12: {FUZZY}: '{LONG} now.'"]
    assert f'#, fuzzy\n#| msgid "{LONG}."' in pages.text("a")
    assert "长句。" in pages.text("a")


def test_translation_of_a_lost_message_is_kept(pages: Pages) -> None:
    """As gettext keeps it; if the message comes back, so does the translation."""
    pages.write("a", "One.", "Two.")
    pages.refresh()
    pages.translate("a", One="一。", Two="二。")
    pages.write("a", "One.")
    pages.refresh()
    assert '#~ msgid "Two."\n#~ msgstr "二。"' in pages.text("a")
    pages.write("a", "One.", "Two.")

    lines = pages.refresh()

    assert lines == []
    assert "#~" not in pages.text("a")


def test_what_others_say_alike_is_filled_in(pages: Pages) -> None:
    """A new page has the headings of all others, and not what each says otherwise."""
    words = dict(zip("abcde", "一一一二三", strict=True))
    for name in words:
        pages.write(name, "Summary.", "One.")
    pages.refresh()
    for name, word in words.items():
        pages.translate(name, Summary="小结。", One=word)
    pages.write("f", "Summary.", "One.")

    lines = pages.refresh()

    assert lines == ["f.po:13: to translate: 'One.'"]
    assert "小结。" in pages.text("f")


def test_catalogue_without_page_is_named(pages: Pages) -> None:
    """A page may have got another name; the theme's own words have no page."""
    pages.write("a", "One.")
    for name in ("gone.po", "sphinx.po"):
        pages.catalogues.mkdir(exist_ok=True)
        (pages.catalogues / name).write_text("")

    lines = pages.refresh()

    cure = "has no page; give it its page's new name, or delete it"
    assert [x for x in lines if "no page" in x] == [f"gone.po: {cure}"]
    assert (pages.catalogues / "gone.po").exists()


@pytest.mark.parametrize("content", [b'msgid "x\n', b'msgid "x"\nmsgstr "\xff"\n'])
def test_damaged_catalogue_is_named(tmp_path: Path, content: bytes) -> None:
    """A text that ends too soon and another encoding: one message with the file."""
    file = tmp_path / "a.po"
    file.write_bytes(content)

    with pytest.raises(BuildError, match=r"a\.po: not a catalogue: "):
        read_catalogue(file)


def test_build_says_how_to_go_on_without_chinese() -> None:
    """How many sentences, what lists them, and what who writes no Chinese does."""
    warning = "docs/a.md:3: WARNING: not translated: 'One.' [i18n.untranslated]\n"

    (line,) = left_in_english(2 * warning)

    assert line.startswith("2 to translate or to review (fuzzy): `nox -s translations`")
    assert "--lang en" in line
    assert left_in_english("docs/a.md:3: WARNING: something else") == []
