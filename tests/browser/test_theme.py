"""Light and dark."""

import pytest
from playwright.sync_api import Browser, Page
from visits import visiting

COLOURS = """() => [...document.querySelectorAll("body, body *")]
  .filter((x) => x.checkVisibility() && !x.closest(".theme-toggle"))
  .map((x) => {
    const style = getComputedStyle(x);
    const { color, backgroundColor, borderTopColor, boxShadow, fill } = style;
    const values = [color, backgroundColor, borderTopColor, boxShadow, fill];
    return `${x.localName}.${x.getAttribute("class")}: ${values.join(", ")}`;
  })"""
OTHER = {"light": "dark", "dark": "light"}


def choose(page: Page, theme: str) -> None:
    """Press the switch until a theme is chosen."""
    switch = page.locator(".theme-toggle:visible").first
    for _ in range(3):
        if page.evaluate("document.body.dataset.theme") == theme:
            return
        switch.click()
    assert page.evaluate("document.body.dataset.theme") == theme


@pytest.mark.parametrize("theme", OTHER)
def test_chosen_theme_is_remembered(browser: Browser, site: str, theme: str) -> None:
    """What the switch says holds on the next page and after a reload."""
    with visiting(browser, site, theme=OTHER[theme]) as visit:
        visit.page.goto(f"{site}en/index.html")
        choose(visit.page, theme)
        visit.page.goto(f"{site}zh-cn/glossary.html")
        visit.page.reload()

        assert visit.page.evaluate("document.body.dataset.theme") == theme
        assert visit.trouble() == {}


@pytest.mark.parametrize("theme", OTHER)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index.html", "a lesson"])
def test_chosen_theme_looks_like_the_systems(
    browser: Browser, site: str, lesson: str, name: str, theme: str, width: int
) -> None:
    """What is visible and its colours are the same, whoever asked for the theme."""
    address = f"{site}en/{lesson if name == 'a lesson' else name}"
    with visiting(browser, site, theme=theme, width=width) as asked:
        asked.page.goto(address)
        systems = asked.page.evaluate(COLOURS)
    with visiting(browser, site, theme=OTHER[theme], width=width) as chosen:
        chosen.page.goto(address)
        choose(chosen.page, theme)
        chosen.page.reload()

        assert chosen.page.evaluate(COLOURS) == systems
