"""What the keyboard opens and closes."""

import pytest
from playwright.sync_api import expect
from visits import LOOK

KIND = """() => {
  const element = document.activeElement;
  const { x, y, width, height } = element.getBoundingClientRect();
  const left = Math.max(0, x - 6), top = Math.max(0, y - 6);
  const frame = { x: left, y: top, width: Math.min(width + 12, innerWidth - left),
    height: Math.min(height + 12, innerHeight - top) };
  return [`${element.localName}.${element.getAttribute("class")}`, frame];
}"""

DRAWERS = {".nav-overlay-icon": ".sidebar-drawer", ".toc-header-icon": ".toc-drawer"}


def test_first_tab_offers_the_way_to_the_content(opened):
    """The skip link comes first, shows itself and leads past the navigation."""
    page = opened("en/glossary.html").page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("Boolean(document.activeElement.closest('article'))")


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("icon", DRAWERS)
def test_drawer_opens_and_closes(opened, lesson, icon, key):
    """On a phone a key opens it, the focus goes into it, Escape brings both back."""
    visit = opened(f"en/{lesson}", width=390)
    page, drawer = visit.page, visit.page.locator(DRAWERS[icon])
    expect(drawer).not_to_be_in_viewport()
    page.locator(icon).focus()
    page.keyboard.press(key)
    expect(drawer).to_be_in_viewport(ratio=0.99)
    expect(drawer.locator(":focus")).to_have_count(1)
    expect(page.locator(icon)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_in_viewport()

    expect(page.locator(icon)).to_be_focused()
    assert visit.trouble() == {}


def test_contents_close_when_a_section_is_chosen(opened, lesson):
    """On a phone the chosen section is not hidden behind the contents."""
    page = opened(f"en/{lesson}", width=390).page
    page.locator(".toc-header-icon").click()
    page.locator(".toc-drawer li li a").first.click()

    expect(page.locator(".toc-drawer")).not_to_be_in_viewport()
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index.html", "a lesson"])
def test_focus_changes_what_is_seen(opened, lesson, name, theme, width):
    """For each kind of control, a picture with the focus differs from one without."""
    address = f"en/{lesson if name == 'a lesson' else name}"
    page = opened(address, theme=theme, width=width).page
    page.evaluate(LOOK.read_text("utf-8"))
    seen = {}
    for _ in range(page.evaluate("look.startWalk()")):
        page.keyboard.press("Tab")
        kind, frame = page.evaluate(KIND)
        if kind not in seen:
            focused = page.screenshot(clip=frame)
            page.evaluate("document.activeElement.style.outline = 'none'")
            seen[kind] = focused != page.screenshot(clip=frame)

    assert seen
    assert [kind for kind, differs in seen.items() if not differs] == []
