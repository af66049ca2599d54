"""Every page leads to itself in the other languages."""

import posixpath

import pytest
from sphinx.errors import ConfigError

TEMPLATE = """\
{% extends "!page.html" %}
{% block body %}{% for l in languages %}
<a class="language" href="{{ l.href }}" hreflang="{{ l.code }}">{{ l.current }}</a>
{% endfor %}{% endblock %}
"""
FILES = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   a/b/page\n",
    "a/b/page.rst": "Page\n====\n",
    "_templates/page.html": TEMPLATE,
}
SETTINGS = {"templates_path": ["_templates"], "titles": {"zh_CN": "标题"}}


@pytest.mark.parametrize("page", ["index", "a/b/page"])
def test_links_lead_to_the_same_page_beside_this_language(build, page: str):
    """The languages' folders lie beside each other; links are relative."""
    built = build(FILES, languages=["en", "zh-cn"], **SETTINGS)

    here = posixpath.join("/site/en", posixpath.dirname(page))
    links = [link["href"] for link in built.soup(page).select(".language")]
    assert [posixpath.normpath(posixpath.join(here, link)) for link in links] == [
        f"/site/en/{page}.html",
        f"/site/zh-cn/{page}.html",
    ]


def test_language_of_the_build_is_marked(build):
    """The reader sees which language this is."""
    built = build(FILES, languages=["en", "zh-cn"], language="zh_CN", **SETTINGS)

    links = built.soup("index").select(".language")
    assert {a["hreflang"]: a.get_text() for a in links} == {
        "en": "False",
        "zh-Hans": "True",
    }


def test_build_of_one_language_has_no_links(build):
    """A build by hand knows of no other language."""
    assert build(FILES, **SETTINGS).soup("index").select(".language") == []


def test_site_has_its_title_in_each_language(build):
    """The title follows the language; without one the project's name stands."""
    built = build(FILES, language="zh_CN", **SETTINGS)

    assert "标题" in built.soup("index").title.get_text()


def test_unknown_language_is_an_error(build):
    """A misspelt language names those that exist."""
    with pytest.raises(ConfigError, match="'zh' is not one of en, zh-cn"):
        build(FILES, languages=["zh"], **SETTINGS)


def test_search_engines_get_absolute_addresses(build):
    """Canonical and alternates name the published place, the language's folder too."""
    template = """\
{{ pageurl }}{% for l in languages %} {{ l.url }}{% endfor %} {{ any_language }}"""
    built = build(
        {**FILES, "_templates/page.html": template},
        [],
        languages=["en", "zh-cn"],
        language="zh_CN",
        html_baseurl="https://a.org/course/",
        **SETTINGS,
    )

    folders = ("zh-cn", "en", "zh-cn", "en")
    assert built.text("a/b/page").split() == [
        f"https://a.org/course/{folder}/a/b/page.html" for folder in folders
    ]
