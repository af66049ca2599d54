"""A lesson on paper."""

import io

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from visits import see_all, visiting


def on_paper(page: Page) -> str:
    """Return the text of a page's print-out, without white space."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = PdfReader(io.BytesIO(pdf)).pages
    assert {tuple(map(round, x.mediabox[2:])) for x in sheets} == {(595, 842)}
    return squeezed(" ".join(sheet.extract_text() for sheet in sheets))


def squeezed(text: str) -> str:
    """Return a text without white space, which paper breaks as it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_lesson_prints_whole(
    browser: Browser, site: str, lesson: str, language: str
) -> None:
    """On A4: the solution and where links lead, but no navigation."""
    with visiting(browser, site, theme="dark") as visit:
        page = visit.page
        page.goto(f"{site}{language}/{lesson}")
        see_all(page)
        text = on_paper(page)
        solution = page.locator("details pre").first.text_content() or ""
        target = (
            page.locator("article p a[href^=http]").first.get_attribute("href") or ""
        )
        sidebar = page.locator(".sidebar-tree .caption").first.text_content() or ""

        assert squeezed(solution) in text
        assert squeezed(target) in text
        assert squeezed(page.title().rsplit(" - ")[0]) in text
        assert squeezed(sidebar) not in text
