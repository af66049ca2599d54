"""The glossary says the same words in both languages, and all of them."""

from pathlib import Path

import pytest
from pages import catalogue

from lesson_pages.translation.glossary import read_terms

DOCS = Path(__file__).parents[2] / "docs"
SENTENCE = "A {term}`tensor` and its {term}`axes <axis>`."
CHINESE = "{term}`张量 <tensor>`，还有它的{term}`轴 <axis>`。"
COPIED = ("glossary.csv", "glossary.md", "locales/zh_CN/LC_MESSAGES/glossary.po")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_page_has_the_terms_of_the_csv(build, language: str) -> None:
    """Every term is explained, with the other language's word beside it, as such.

    Both languages link to one place, so that links survive a switch.
    """
    files = {name: (DOCS / name).read_text(encoding="utf-8") for name in COPIED}
    files |= {"index.md": f"# Home\n\n{SENTENCE}\n\n```{{toctree}}\nglossary\n```\n"}
    files |= catalogue("index", ("Home", "首页"), (SENTENCE, CHINESE))
    pairs = list(read_terms().items())
    pairs = pairs if language == "en" else [(zh, en) for en, zh in pairs]

    built = build(files, ["myst_parser"], language=language, nitpicky=True)

    page, found = built.soup("glossary"), []
    words = page.select(".other-word")
    assert {x["lang"] for x in words} == {"zh-Hans" if language == "en" else "en"}
    for entry in page.select("dl.glossary dt"):
        other = entry.select_one(".other-word")
        word = other.extract().get_text() if other else ""
        entry.select_one("a.headerlink").extract()
        found.append((entry.get_text().strip(), word))
    assert sorted(found) == sorted((a, b if a != b else "") for a, b in pairs)
    links = [x["href"] for x in built.soup("index").select("p a.reference")]
    assert links == ["glossary.html#term-tensor", "glossary.html#term-axis"]
    assert built.warnings == ""
