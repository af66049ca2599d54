"""Light and dark."""

import pytest
from playwright.sync_api import Browser, Page
from visits import visiting

COLOURS = """() => [...document.querySelectorAll("body, body *")]
  .filter((x) => !x.closest(".theme-toggle-container, .theme-toggle, head, script"))
  .map((x) => {
    const { color, backgroundColor, borderTopColor, boxShadow, display } = getComputedStyle(x);
    return [x.localName + "." + x.className, color, backgroundColor, borderTopColor, boxShadow, display].join(" ");
  })"""


def choose(page: Page, theme: str) -> None:
    """Press the switch until a theme is chosen."""
    switch = page.locator(".theme-toggle:visible").first
    for _ in range(3):
        if page.evaluate("document.body.dataset.theme") == theme:
            return
        switch.click()
    assert page.evaluate("document.body.dataset.theme") == theme


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_theme_is_remembered(browser: Browser, site: str, theme: str) -> None:
    """What the switch says holds on the next page and after a reload."""
    other = "dark" if theme == "light" else "light"
    with visiting(browser, site, theme=other) as visit:
        visit.page.goto(site + "en/index.html")
        choose(visit.page, theme)
        visit.page.goto(site + "zh-cn/glossary.html")
        visit.page.reload()

        assert visit.page.evaluate("document.body.dataset.theme") == theme
        assert visit.trouble() == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_chosen_theme_looks_like_the_systems(
    browser: Browser, site: str, lesson: str, theme: str, width: int
) -> None:
    """Every colour and figure is the same, whoever asked for the theme."""
    other = "dark" if theme == "light" else "light"
    for address in (f"{site}en/index.html", f"{site}en/{lesson}"):
        with visiting(browser, site, theme=theme, width=width) as asked:
            asked.page.goto(address)
            systems = asked.page.evaluate(COLOURS)
        with visiting(browser, site, theme=other, width=width) as chosen:
            chosen.page.goto(address)
            choose(chosen.page, theme)
            chosen.page.reload()

            assert chosen.page.evaluate(COLOURS) == systems
