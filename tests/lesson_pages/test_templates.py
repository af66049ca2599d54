"""Our templates escape what they are given, and hear when the theme changes."""

import shutil
from pathlib import Path

import pytest
from pages import PUBLISHED, catalogue
from sphinx.errors import ExtensionError

from lesson_pages.page.theme import swap

TEMPLATES = Path(__file__).parents[2] / "docs/theme/templates"
HOSTILE = "<b class=injected>"
PART = "lessons/1_a"
PAGES = {
    "index": f"Home\n====\n\n.. toctree::\n\n   {PART}/index\n",
    f"{PART}/index": f"{{}}\n{'=' * 40}\n\n"
    ".. toctree::\n\n   plot_01_a\n   plot_02_b\n",
    f"{PART}/plot_01_a": f"{{}}\n{'=' * 40}\n\nOne sentence.\n",
    f"{PART}/plot_02_b": "After\n=====\n\nOne sentence.\n",
}
BEFORE = '"""\n"""\n\n# sphinx_gallery_before = ["a"]\n'
MANIFEST = """{"executed": {"date": "2026-01-02", "seconds": 1, "warnings": [],
"machine": "AMD %s, 2 threads", "torch": "2 %s", "accelerator": "GPU"}}"""
INTERFACE = ("Lesson {number}", "About {minutes} minutes", "Menu", ", ")
INTERFACE += ("Auto light/dark, in light mode",)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("title", ["What is <b> for?", f"{HOSTILE} & <i>"])
def test_title_or_machine_is_never_markup(build, tmp_path, language: str, title: str):
    """In no template, whether the page is the title's own or a neighbour.

    Nor is what a catalogue says; all that ran the lesson is set as a list of it.
    """
    files = {f"{k}.rst": text.format(title) for k, text in PAGES.items()}
    files[f"{PART}/plot_02_b.py"] = BEFORE
    files[f"{PART}/plot_02_b.manifest.json"] = MANIFEST % (HOSTILE, HOSTILE)
    files |= catalogue("sphinx", *((x, f"{x}{HOSTILE}") for x in INTERFACE))
    for name in ("index", f"{PART}/index", f"{PART}/plot_01_a"):
        files |= catalogue(name, (title, f"{title}，中文"))
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    sidebars = [f"sidebar/{x.name}" for x in (TEMPLATES / "sidebar").iterdir()]
    built = build(
        files,
        language=language,
        html_theme="furo",
        templates_path=[str(templates)],
        languages=["en", "zh-cn"],
        published=PUBLISHED,
        html_sidebars={"**": sidebars},
        html_additional_pages={"search": "search.html"},
    )

    for page in (*PAGES, "search"):
        assert built.soup(page).select("b, i, .injected") == [], page
    after = built.soup(f"{PART}/plot_02_b")
    assert title in after.select_one(".prev-page .title").text
    assert title in after.select_one(".lesson-facts").text
    assert title in after.select_one(".lesson-part").text
    comma = f", {HOSTILE}" if language == "zh_CN" else ", "
    ran = f"AMD {HOSTILE}{comma}2 threads{comma}GPU"
    assert ran in after.select_one(".lesson-executed").text


def test_text_that_the_theme_no_longer_writes_stops_the_build():
    """A new version of the theme is not half translated in silence."""
    assert swap("<p>Menu</p>", "Menu", "菜单") == "<p>菜单</p>"
    with pytest.raises(ExtensionError, match="no longer writes 'Menu'"):
        swap("<p>List</p>", "Menu", "菜单")
