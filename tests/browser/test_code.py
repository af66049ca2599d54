"""Code blocks and folded solutions."""

import re

import pytest
from playwright.sync_api import Browser, expect
from visits import visiting

CLIPBOARD = ["clipboard-read", "clipboard-write"]
SUCCESS = re.compile("success")


def test_copy_button_copies_the_code(browser: Browser, site: str, lesson: str) -> None:
    """What arrives in the clipboard is the block, to the letter."""
    with visiting(browser, site, permissions=CLIPBOARD) as visit:
        page = visit.page
        page.goto(f"{site}en/{lesson}")
        page.locator("summary").click()
        buttons = page.locator("button.copybtn").all()
        assert len(buttons) == page.locator("pre:not(.sphx-glr-script-out pre)").count()
        for button in buttons:
            block = button.locator("xpath=preceding-sibling::pre")
            button.focus()
            page.keyboard.press("Enter")
            expect(button).to_have_class(SUCCESS)

            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == (block.text_content() or "").rstrip("\n")
        assert visit.trouble() == {}


def test_output_offers_no_copy(browser: Browser, site: str, lesson: str) -> None:
    """The button stands at what a reader runs, not at what it printed."""
    with visiting(browser, site) as visit:
        visit.page.goto(f"{site}en/{lesson}")

        assert visit.page.locator("article pre").count() > 0
        expect(visit.page.locator(".sphx-glr-script-out .copybtn")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_link_into_a_solution_opens_it(
    browser: Browser, site: str, lesson: str, language: str
) -> None:
    """Who follows a link into the folded part sees where it leads."""
    with visiting(browser, site) as visit:
        page = visit.page
        page.goto(f"{site}{language}/{lesson}")
        page.evaluate("document.querySelector('details pre').id = 'inside'")
        expect(page.locator("#inside")).to_be_hidden()
        page.evaluate("location.hash = 'inside'")

        expect(page.locator("#inside")).to_be_in_viewport()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_solution_opens_with_the_keyboard(
    browser: Browser, site: str, lesson: str, key: str
) -> None:
    """The fold is a control like any other."""
    with visiting(browser, site) as visit:
        visit.page.goto(f"{site}en/{lesson}")
        visit.page.locator("summary").focus()
        visit.page.keyboard.press(key)

        expect(visit.page.locator("details pre").first).to_be_visible()
