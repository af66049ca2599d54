"""Code blocks and folded solutions."""

import pytest
from playwright.sync_api import Browser, expect
from visits import visiting

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_copy_button_copies_the_code(browser: Browser, site: str, lesson: str) -> None:
    """What arrives in the clipboard is the block, byte for byte."""
    with visiting(browser, site, permissions=CLIPBOARD) as visit:
        page = visit.page
        page.goto(f"{site}en/{lesson}")
        page.evaluate(
            "document.querySelectorAll('details').forEach(x => x.open = true)"
        )
        for button in page.locator("button.copybtn").all():
            shown = button.evaluate(
                "x => x.parentElement.querySelector('pre').textContent"
            )
            button.focus()
            page.keyboard.press("Enter")
            expect(page.locator("button.copybtn.success")).to_have_count(1)

            assert page.evaluate("navigator.clipboard.readText()") == shown.rstrip("\n")
            expect(page.locator("button.copybtn.success")).to_have_count(0)


@pytest.mark.parametrize("folder_name", ["en", "zh-cn"])
def test_link_into_a_solution_opens_it(
    browser: Browser, site: str, lesson: str, folder_name: str
) -> None:
    """Who follows a link into the folded part sees where it leads."""
    with visiting(browser, site) as visit:
        page = visit.page
        page.goto(f"{site}{folder_name}/{lesson}")
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
