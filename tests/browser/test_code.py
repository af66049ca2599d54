"""Code blocks and folded solutions."""

import re

import pytest
from playwright.sync_api import expect

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_copy_button_copies_the_code(opened, lesson):
    """What arrives in the clipboard is the block, to the letter.

    The button stands at what a reader runs, not at what it printed.
    """
    visit = opened(f"en/{lesson}", permissions=CLIPBOARD)
    page = visit.page
    page.locator("summary").click()
    buttons = page.locator("button.copybtn").all()
    assert len(buttons) == page.locator("pre:not(.sphx-glr-script-out pre)").count() > 0
    expect(page.locator(".sphx-glr-script-out .copybtn")).to_have_count(0)
    for button in buttons:
        block = button.locator("xpath=preceding-sibling::pre")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_class(re.compile("success"))

        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == (block.text_content() or "").rstrip("\n")
    assert visit.trouble() == {}


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_link_into_a_solution_opens_it(opened, lesson, language):
    """Who follows a link into the folded part sees where it leads."""
    page = opened(f"{language}/{lesson}").page
    page.evaluate("document.querySelector('details pre').id = 'inside'")
    expect(page.locator("#inside")).to_be_hidden()
    page.evaluate("location.hash = 'inside'")

    expect(page.locator("#inside")).to_be_in_viewport()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_solution_opens_with_the_keyboard(opened, lesson, key):
    """The fold is a control like any other."""
    page = opened(f"en/{lesson}").page
    page.locator("summary").focus()
    page.keyboard.press(key)

    expect(page.locator("details pre").first).to_be_visible()
