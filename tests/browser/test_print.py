"""A lesson on paper."""

import io
import unicodedata

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from visits import see_all

A4 = (595, 842)
THEMES_SHOWN = """() => [...document.querySelectorAll("img.only-light, img.only-dark")]
  .filter((x) => x.checkVisibility())
  .map((x) => (x.classList.contains("only-light") ? "light" : "dark"))"""


def on_paper(page: Page) -> str:
    """Return the text of a page's print-out, squeezed."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = PdfReader(io.BytesIO(pdf)).pages
    assert {tuple(map(round, sheet.mediabox[2:])) for sheet in sheets} == {A4}
    return squeezed(" ".join(sheet.extract_text() for sheet in sheets))


def squeezed(text: str | None) -> str:
    """Return a text without what paper changes: spaces, ligatures, capitals."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).casefold()


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_lesson_prints_whole(opened, lesson, language):
    """On A4: the solution and where links lead, but no navigation."""
    page = opened(f"{language}/{lesson}", theme="dark").page
    see_all(page)
    text = on_paper(page)
    link = page.locator("article section section p a[href^=http]").first
    wanted = {
        "solution": page.locator("details pre").first.text_content(),
        "target": link.get_attribute("href"),
        "title": page.title().rsplit(" - ")[0],
    }
    sidebar = page.locator(".sidebar-tree .caption").all_text_contents()

    assert [x for x in wanted if squeezed(wanted[x]) not in text] == []
    assert [x for x in sidebar if squeezed(x) in text] == []


def test_paper_shows_the_light_figures(opened, lesson):
    """Dark ones would be pale on white; a dark reader gets each light one."""
    page = opened(f"en/{lesson}", theme="dark").page
    on_screen = page.evaluate(THEMES_SHOWN)
    page.emulate_media(media="print", color_scheme="dark")
    printed = page.evaluate(THEMES_SHOWN)

    assert set(on_screen) == {"dark"}
    assert set(printed) == {"light"}
    assert len(printed) >= len(on_screen)


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_cheat_sheet_is_one_sheet(opened, language):
    """It is made to hang on a wall."""
    page = opened(f"{language}/lessons/9_reference/plot_cheat_sheet.html").page
    pdf = page.pdf(prefer_css_page_size=True)

    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
