"""A third language is an entry in the table of languages, and its catalogues."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from built import PROJECT, article, pages, soup
from small_project import edit

ENTRY = """\
PSEUDO = Language("eo", "eo", "eo", "eo", "eo_XX", "Pseŭdo", "Pseudo", "ŭ")
LANGUAGES = (ENGLISH, CHINESE, PSEUDO)
"""
COPIED = ("docs", "examples", "src", "pyproject.toml", "README.md", "LICENSE",
          "LICENSE-CC-BY-4.0")  # fmt: skip


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
    for name in COPIED:
        source = PROJECT.root / name
        if source.is_file():
            shutil.copy(source, tmp_path)
        else:
            ignored = shutil.ignore_patterns("__pycache__", "_build")
            shutil.copytree(source, tmp_path / name, ignore=ignored, symlinks=True)
    table = tmp_path / "docs/lesson_pages/languages.py"
    edit(table, "LANGUAGES = (ENGLISH, CHINESE)\n", ENTRY)
    chinese = tmp_path / "docs/locales/zh_CN/LC_MESSAGES"
    for path in sorted(chinese.rglob("*.po")):
        name = path.relative_to(chinese)
        write_pseudo(path, tmp_path / "docs/locales/eo/LC_MESSAGES" / name)
    folders = os.pathsep.join(str(tmp_path / x) for x in ("docs", "src"))

    done = subprocess.run(
        [sys.executable, "-P", "-m", "site_build", "build"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": folders},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "docs/_build/html"
    both = {x.split("/", 1)[1] for x in pages(site, "en")}
    assert {x.split("/", 1)[1] for x in pages(site, "eo")} == both
    assert "ŭ" in article(soup(site, "eo/start")).get_text()
    assert [x["lang"] for x in soup(site, "index").select("nav a[lang]")] == [
        "en",
        "zh-Hans",
        "eo",
    ]
    assert soup(site, "en/start").select_one('.languages a[lang="eo"]')
    assert next((site / "eo/zips").glob("*.zip"))
