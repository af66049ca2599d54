"""Light and dark."""

import pytest
from playwright.sync_api import Page

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
def test_chosen_theme_is_remembered(opened, site, theme):
    """What the switch says holds on the next page and after a reload."""
    visit = opened("en/index.html", theme=OTHER[theme])
    choose(visit.page, theme)
    visit.page.goto(f"{site}zh-cn/glossary.html")
    visit.page.reload()

    assert visit.page.evaluate("document.body.dataset.theme") == theme
    assert visit.trouble() == {}


@pytest.mark.parametrize("theme", OTHER)
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index.html", "a lesson"])
def test_chosen_theme_looks_like_the_systems(opened, lesson, name, theme, width):
    """What is visible and its colours are the same, whoever asked for the theme."""
    address = f"en/{lesson if name == 'a lesson' else name}"
    systems = opened(address, theme=theme, width=width).page.evaluate(COLOURS)
    chosen = opened(address, theme=OTHER[theme], width=width).page
    choose(chosen, theme)
    chosen.reload()

    assert chosen.evaluate(COLOURS) == systems
