"""The switch between the languages, and the page above them."""

import pytest
from playwright.sync_api import Page, expect
from visits import look, visiting

LANGUAGES = {"en": "English", "zh-cn": "简体中文"}
PREFERRED = {"en-GB": "en", "zh-CN": "zh-cn", "zh-TW": "zh-cn", "fr-FR": "en"}


def switch(page: Page, language: str) -> None:
    """Follow the link to the same place in another language."""
    link = page.get_by_role("link", name=LANGUAGES[language], exact=True)
    link.locator("visible=true").first.click()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("here", "there"), [("en", "zh-cn"), ("zh-cn", "en")])
def test_switch_keeps_the_page(opened, site, lesson, here, there, width):
    """The link to the other language leads to the same place in the same lesson."""
    page = opened(f"{here}/{lesson}#summary", width=width).page
    switch(page, there)

    expect(page).to_have_url(f"{site}{there}/{lesson}#summary")


@pytest.mark.parametrize(("language", "expected"), PREFERRED.items())
def test_root_opens_the_readers_language(opened, site, language, expected):
    """Without a choice the browser's language decides."""
    visit = opened("", locale=language)
    visit.page.wait_for_url(f"{site}{expected}/index.html")

    assert visit.trouble() == {}


def test_root_remembers_the_choice(opened, site):
    """Who switched to Chinese gets Chinese next time, whatever the browser says."""
    page = opened("en/index.html", locale="en-GB").page
    switch(page, "zh-cn")
    page.wait_for_url(f"{site}zh-cn/index.html")
    page.goto(site)

    page.wait_for_url(f"{site}zh-cn/index.html")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_entrance_has_nothing_wrong(browser, site, theme, width):
    """Who stays on the page above the languages finds it as good as the others."""
    with visiting(browser, site, theme=theme, width=width) as visit:
        visit.page.route("**/choose-language.js*", lambda x: x.fulfill(body=""))
        visit.page.goto(site)

        assert look(visit) == {}
