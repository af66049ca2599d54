"""Every page leads to itself in the other languages; another one is an entry away."""

import posixpath
import re
from dataclasses import replace

import pytest
from pages import catalogue, titled

from lesson_pages import languages
from lesson_pages.languages import CHINESE, ENGLISH, LANGUAGES
from lesson_pages.page import links

TEMPLATE = """\
{% extends "!page.html" %}
{% block body %}{{ pageurl }} {{ any_language }}{% for l in languages %}
<a class="language" href="{{ l.href }}" hreflang="{{ l.code }}">{{ l.url }}</a>
{%- if l.current %}<b>{{ l.code }}</b>{% endif %}{% endfor %}{% endblock %}
"""
FILES = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   a/b/page\n",
    "a/b/page.rst": "Page\n====\n\n.. route::\n",
    "_templates/page.html": TEMPLATE,
}
CARDS = ".. cards:: lessons/1_a/index\n\n.. toctree::\n\n   lessons/1_a/index\n"
SETTINGS = {"templates_path": ["_templates"], "html_baseurl": "https://a.org/course/"}
PSEUDO = replace(
    ENGLISH, folder="eo", sphinx="eo", code="eo", short="eo", sharing="eo_XX",
    name="Pseŭda", english="Pseudo", script="\u0108-\u016d",
)  # fmt: skip


@pytest.mark.parametrize("page", ["index", "a/b/page"])
def test_page_leads_to_itself_beside_this_language(build, page: str):
    """The languages' folders lie beside each other; links are relative.

    Canonical and alternates are absolute and name the language's folder, too.
    """
    folders = ["en", "zh-cn"]
    settings = {"project": "Title", "languages": folders, **SETTINGS}
    files = FILES | catalogue("sphinx", ("Title", "标题"))
    built = build(files, language="zh_CN", **settings)
    soup, here = built.soup(page), f"/site/zh-cn/{posixpath.dirname(page)}"
    links = [posixpath.join(here, x["href"]) for x in soup.select(".language")]
    found = re.findall(r"https://a\.org/\S+?\.html", built.text(page))
    places = ("zh-cn", "zh-cn", "en", *folders)
    same = [f"/site/{folder}/{page}.html" for folder in folders]

    assert [*map(posixpath.normpath, links)] == same
    assert [x.text for x in soup.select("b")] == [CHINESE.code]
    assert "标题" in soup.title.get_text()
    if page != "index":
        assert found == [f"https://a.org/course/{x}/{page}.html" for x in places]


def test_third_language_is_an_entry_and_its_catalogues(build, monkeypatch):
    """The table is read where it is needed; what the site says itself is translated."""
    table = (*LANGUAGES, PSEUDO)
    for module in (languages, links):
        monkeypatch.setattr(module, "LANGUAGES", table)
    lesson = "lessons/1_a/plot_01_one"
    files = {
        "index.rst": titled("Home", CARDS),
        "lessons/1_a/index.rst": titled("Part", ".. toctree::\n\n   plot_01_one\n"),
        f"{lesson}.rst": titled("Lesson", "Some words.\n"),
    }
    said = {"index": ["Home"], "lessons/1_a/index": ["Part"]}
    said |= {lesson: ["Lesson", "Some words."]}
    said |= {"sphinx": ["Lesson {number}", "about {minutes} min"]}
    for page, messages in said.items():
        accented = [
            (x, re.sub(r"(\b[A-Za-z]+)\b(?!})", "\\1\u0109", x)) for x in messages
        ]
        files |= catalogue(page, *accented, folder="eo")
    built = build(files, language="eo", languages=[x.folder for x in table])

    card = built.soup("index").select_one(".card").get_text(" ", strip=True)
    assert (
        card == "Lessonĉ Some\u0109 words\u0109. Lesson\u0109 1 about\u0109 5 min\u0109"
    )
    assert built.warnings == ""
