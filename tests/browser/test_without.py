"""Browsers that refuse something."""

import pytest
from playwright.sync_api import Browser, Route, expect
from visits import visiting

NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("Access is denied.", "SecurityError"); },
});"""


def test_pages_work_with_storage_refused(
    browser: Browser, site: str, pages: list[str]
) -> None:
    """Nothing is remembered, and nothing else is lost."""
    with visiting(browser, site) as visit:
        visit.page.context.add_init_script(NO_STORAGE)
        for page in ["", *pages]:
            visit.page.goto(site + page)

        assert visit.trouble() == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_theme_switch_works_with_storage_refused(
    browser: Browser, site: str, width: int
) -> None:
    """The theme changes, for this page."""
    with visiting(browser, site, width=width) as visit:
        visit.page.context.add_init_script(NO_STORAGE)
        visit.page.goto(f"{site}en/index.html")
        before = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        visit.page.locator(".theme-toggle:visible").first.click()

        after = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert before != after
        assert visit.trouble() == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_lesson_is_whole_without_scripts(
    browser: Browser, site: str, lesson: str, language: str, theme: str
) -> None:
    """Text, the theme's figures, the fold, the other language and the downloads."""
    with visiting(browser, site, theme=theme, java_script_enabled=False) as visit:
        page = visit.page
        page.goto(f"{site}{language}/{lesson}")
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


def test_root_works_without_scripts(browser: Browser, site: str) -> None:
    """Plain links lead to both languages."""
    with visiting(browser, site, java_script_enabled=False) as visit:
        visit.page.goto(site)
        visit.page.get_by_role("link", name="简体中文").click()

        assert visit.page.url == f"{site}zh-cn/index.html"
        assert visit.trouble() == {}


def test_drawer_opens_without_scripts(browser: Browser, site: str) -> None:
    """The space bar on the navigation's checkbox does it."""
    with visiting(browser, site, width=390, java_script_enabled=False) as visit:
        visit.page.goto(f"{site}en/index.html")
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Space")

        expect(visit.page.locator(".sidebar-drawer")).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize("language", ["en", "zh-cn"])
def test_formula_is_shown_as_source_without_mathml(
    browser: Browser, site: str, lesson: str, language: str
) -> None:
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
