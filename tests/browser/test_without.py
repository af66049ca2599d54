"""Browsers that refuse something."""

import pytest
from playwright.sync_api import Route, expect
from visits import visiting

NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("Access is denied.", "SecurityError"); },
});"""


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_work_with_storage_refused(browser, site, pages, width):
    """Nothing is remembered, and nothing else is lost: the theme changes for a page."""
    with visiting(browser, site, width=width) as visit:
        visit.page.context.add_init_script(NO_STORAGE)
        for page in ["", *(pages if width == 1280 else []), "en/index.html"]:
            visit.page.goto(site + page)
        before = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        visit.page.locator(".theme-toggle:visible").first.click()

        after = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert before != after
        assert visit.trouble() == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_lesson_is_whole_without_scripts(opened, site, lesson, language, theme):
    """Text, the theme's figures, the fold, the other language and the downloads."""
    visit = opened(f"{language}/{lesson}", theme=theme, java_script_enabled=False)
    page = visit.page
    figures = page.locator("article img.figure:visible")

    expect(page.locator("article h1")).to_be_visible()
    assert figures.count() >= 1
    own = figures.and_(page.locator(f".only-{theme}"))
    expect(own).to_have_count(figures.count())
    page.locator("summary").click()
    expect(page.locator("details pre").first).to_be_visible()
    with page.expect_download() as download:
        page.locator("a[download][href$='.ipynb']").first.click()
    assert download.value.suggested_filename.endswith(".ipynb")
    page.locator(".languages a:not([aria-current])").click()
    assert page.url.endswith(lesson)
    assert page.url != f"{site}{language}/{lesson}"
    assert visit.trouble() == {}


def test_root_works_without_scripts(opened, site):
    """Plain links lead to both languages."""
    visit = opened("", java_script_enabled=False)
    visit.page.get_by_role("link", name="简体中文").click()

    assert visit.page.url == f"{site}zh-cn/index.html"
    assert visit.trouble() == {}


def test_drawer_opens_without_scripts(opened):
    """The space bar on the navigation's checkbox does it, on a phone."""
    visit = opened("en/index.html", width=390, java_script_enabled=False)
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Space")

    expect(visit.page.locator(".sidebar-drawer")).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_formula_is_shown_as_source_without_mathml(browser, site, lesson, language):
    """A browser that knows no MathML shows what the author typed, once."""
    with visiting(browser, site) as visit:
        visit.page.route("**/math.css*", as_if_without_mathml)
        visit.page.goto(f"{site}{language}/{lesson}")
        formula = visit.page.locator("article math").first
        source = formula.locator("annotation")

        expect(source).to_be_visible()
        expect(formula.locator("semantics > :not(annotation)")).to_be_hidden()


def as_if_without_mathml(route: Route) -> None:
    """Answer with the style sheet that such a browser would see."""
    answer = route.fetch()
    text = answer.text().replace("@supports not (", "@supports (")
    assert text != answer.text()
    route.fulfill(response=answer, body=text)
