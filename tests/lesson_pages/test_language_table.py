"""The languages of the site have one table."""

import ast

import pytest
from small_project import ROOT

from lesson_pages.languages import FOLDERS, LANGUAGES, language_in, language_of

CODES = {"zh_CN", "zh-Hans"}
TABLE = ROOT / "docs" / "lesson_pages" / "languages.py"


@pytest.mark.parametrize("language", LANGUAGES, ids=FOLDERS)
def test_language_is_found_by_each_of_its_names(language) -> None:
    """A folder and Sphinx's name lead to the same language."""
    assert language_in(language.folder) is language_of(language.sphinx) is language


def test_codes_of_languages_stand_in_the_table_only() -> None:
    """Who needs what a language is called asks for it."""
    places = [*(ROOT / "docs/lesson_pages").rglob("*.py"), *TABLE.parent.rglob("*.py")]
    found = [
        f"{path.name}:{node.lineno}"
        for path in places
        if path != TABLE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in CODES
    ]

    assert found == []
