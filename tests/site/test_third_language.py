"""A third language is an entry in the table of languages, and its catalogues."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from built import ROOT, article, pages, soup
from checkouts import copy_checkout, site_build
from small_project import edit

ENTRY = """\
PSEUDO = Language("eo", "eo", "eo", "eo", "eo_XX", "Pseŭdo", "Pseudo", "ŭ")
LANGUAGES = (ENGLISH, CHINESE, PSEUDO)
"""


def write_pseudo(chinese: Path, target: Path) -> None:
    """Write a catalogue that says all in English, marked where it is no formula."""
    with chinese.open("rb") as stream:
        catalogue = read_po(stream, locale="eo")
    for message in catalogue:
        if message.id:
            is_formula = "\\" in message.id and "`" not in message.id
            message.string = message.id + ("" if is_formula else " ŭ")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_po(stream, catalogue, width=0)


@pytest.mark.slow
def test_pseudo_language_of_a_generated_catalogue_is_built(tmp_path):
    """Pages, downloads, entrance and the other languages' links know of it."""
    checkout = copy_checkout(ROOT, tmp_path / "checkout")
    table = checkout / "docs/lesson_pages/languages.py"
    edit(table, "LANGUAGES = (ENGLISH, CHINESE)\n", ENTRY)
    chinese = checkout / "docs/locales/zh_CN/LC_MESSAGES"
    for path in sorted(chinese.rglob("*.po")):
        name = path.relative_to(chinese)
        write_pseudo(path, checkout / "docs/locales/eo/LC_MESSAGES" / name)

    done = site_build(checkout, "build")

    assert done.returncode == 0, done.stdout + done.stderr
    site = checkout / "docs/_build/html"
    both = {x.split("/", 1)[1] for x in pages(site, "en")}
    assert {x.split("/", 1)[1] for x in pages(site, "eo")} == both
    assert "ŭ" in article(soup(site, "eo/start")).get_text()
    offered = [x["lang"] for x in soup(site, "index").select("nav a[lang]")]
    assert offered == ["en", "zh-Hans", "eo"]
    assert soup(site, "en/start").select_one('.languages a[lang="eo"]')
    assert next((site / "eo/zips").glob("*.zip"))
