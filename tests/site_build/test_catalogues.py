"""The Chinese catalogues follow the English pages."""

from pathlib import Path

import pytest

from gallery_store.errors import BuildError
from site_build.catalogues import read_catalogue, refresh_catalogues, unfinished

TEMPLATE = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 10:00+0000\\n"\n'


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Return a folder with the template of one page with two messages."""
    folder = tmp_path / "templates"
    write_template(folder, "lessons/a", "One.", "Two.")
    return folder


def write_template(folder: Path, name: str, *messages: str) -> None:
    """Write a template as Sphinx's gettext builder does."""
    path = folder / f"{name}.pot"
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = (f'\nmsgid "{message}"\nmsgstr ""\n' for message in messages)
    path.write_text(TEMPLATE + "".join(entries), encoding="utf-8")


def translate(file: Path, **messages: str) -> None:
    """Fill in translations of messages that end in a full stop."""
    text = file.read_text(encoding="utf-8")
    for english, chinese in messages.items():
        old = f'msgid "{english}."\nmsgstr ""'
        assert old in text
        text = text.replace(old, f'msgid "{english}."\nmsgstr "{chinese}"')
    file.write_text(text, encoding="utf-8")


def test_new_page_gets_a_catalogue(templates: Path, tmp_path: Path) -> None:
    """The line says how much there is to translate."""
    lines = list(refresh_catalogues(templates, tmp_path / "zh"))

    assert lines == ["lessons/a.po: 2 untranslated"]
    assert (tmp_path / "zh/lessons/a.po").is_file()


def test_refresh_without_a_change_changes_no_byte(
    templates: Path, tmp_path: Path
) -> None:
    """Neither the date of the template nor the order of work is in the file."""
    list(refresh_catalogues(templates, tmp_path / "zh"))
    file = tmp_path / "zh/lessons/a.po"
    translate(file, One="一。", Two="二。")
    list(refresh_catalogues(templates, tmp_path / "zh"))
    before = file.read_bytes()

    lines = list(refresh_catalogues(templates, tmp_path / "zh"))

    assert lines == []
    assert file.read_bytes() == before
    assert b"2026-01-01" not in before


def test_reworded_message_is_marked_for_review(templates: Path, tmp_path: Path) -> None:
    """The old translation stays as a proposal; a lost message goes."""
    long = "This sentence is long enough to be known again"
    write_template(templates, "lessons/a", f"{long}.", "Two.")
    list(refresh_catalogues(templates, tmp_path / "zh"))
    file = tmp_path / "zh/lessons/a.po"
    translate(file, **{long: "长句。", "Two": "二。"})
    write_template(templates, "lessons/a", f"{long} now.")

    lines = list(refresh_catalogues(templates, tmp_path / "zh"))

    assert lines == ["lessons/a.po: 1 to review (fuzzy)"]
    assert "长句。" in file.read_text(encoding="utf-8")
    assert "二。" not in file.read_text(encoding="utf-8")


def test_catalogue_without_page_is_named(templates: Path, tmp_path: Path) -> None:
    """A page may have got another name; the theme's own words have no page."""
    for name in ("gone.po", "sphinx.po"):
        (tmp_path / "zh").mkdir(exist_ok=True)
        (tmp_path / "zh" / name).write_text("")

    lines = list(refresh_catalogues(templates, tmp_path / "zh"))

    cure = "has no page; give it its page's new name, or delete it"
    assert [x for x in lines if "no page" in x] == [f"gone.po: {cure}"]
    assert (tmp_path / "zh/gone.po").exists()


def test_translated_catalogue_is_finished(templates: Path, tmp_path: Path) -> None:
    """Nothing is left to say."""
    list(refresh_catalogues(templates, tmp_path / "zh"))
    file = tmp_path / "zh/lessons/a.po"
    translate(file, One="一。", Two="二。")

    assert unfinished(read_catalogue(file)) == ""


@pytest.mark.parametrize("content", [b'msgid "x\n', b'msgid "x"\nmsgstr "\xff"\n'])
def test_damaged_catalogue_is_named(tmp_path: Path, content: bytes) -> None:
    """A text that ends too soon and another encoding: one message with the file."""
    file = tmp_path / "a.po"
    file.write_bytes(content)

    with pytest.raises(BuildError, match=r"a\.po: not a catalogue: "):
        read_catalogue(file)
