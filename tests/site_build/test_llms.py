"""`llms.txt` lists every page as Markdown, in the form of llmstxt.org."""

import re
from pathlib import Path

import pytest
from small_project import SETTINGS, write

from site_build.hosting.llms import describe, write_llms

LINE = re.compile(r"- \[(?P<title>[^\]]+)\]\((?P<address>[^)]+)\)(: (?P<about>.+))?")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site in two languages."""
    pages = {
        "en/index.md": "# Home\n\nThe start. More.\n",
        "en/glossary.md": "# Words\n\n- one\n",
        "en/lessons/1_part/plot_01_a.md": "# A\n\n[`f()`](https://x.y/z) is.\nNo.\n",
        "en/lessons/1_part/index.md": "# Part\n\nNo lesson.\n",
        "zh-cn/index.md": "# 首页\n\n开始。后面。\n",
        "zh-cn/lessons/1_part/plot_01_a.md": "# 甲\n\n“是吗？”是。\n",
    }
    for name, text in pages.items():
        write(tmp_path / name, text)
    return tmp_path


def read(site: Path, *languages: str) -> str:
    """Return the list for some languages."""
    write_llms(SETTINGS, languages, site)
    return (site / "llms.txt").read_text("utf-8")


def test_every_link_leads_to_a_page_in_markdown(site):
    """A heading, a quotation, a text, then sections of links in both languages."""
    text = read(site, "en", "zh-cn")
    blocks = text.split("\n\n")
    links = {x["address"]: (x["title"], x["about"]) for x in LINE.finditer(text)}

    assert blocks[:2] == ["# Home", "> The start."]
    assert [x for x in blocks if x.startswith("## ")] == [
        f"## {kind}{said}"
        for said in ("", ", in Chinese")
        for kind in ("Lessons", "Other pages")
    ]
    assert {x.removeprefix(SETTINGS.base_url): y for x, y in links.items()} == {
        "en/index.md": ("Home", "The start."),
        "en/glossary.md": ("Words", None),
        "en/lessons/1_part/plot_01_a.md": ("A", "`f()` is."),
        "zh-cn/index.md": ("首页", "开始。"),
        "zh-cn/lessons/1_part/plot_01_a.md": ("甲", "“是吗？”是。"),
    }


def test_preview_lists_what_it_has(site, tmp_path):
    """One language alone; nothing where no page is in Markdown."""
    assert "Chinese" not in read(site, "en")

    write_llms(SETTINGS, ("fr",), tmp_path / "none")
    assert not (tmp_path / "none/llms.txt").exists()


def test_first_sentence_is_a_text(tmp_path):
    """Neither a picture nor code nor a box describes a page."""
    text = "# X\n\n![A](b.svg)\n\n> **Note**\n\n`f` is 1.5 long. No.\n"
    write(tmp_path / "x.md", text)

    assert describe(tmp_path / "x.md") == ("X", "`f` is 1.5 long.")
