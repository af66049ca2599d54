"""The search as a reader uses it."""

import re

import pytest
from playwright.sync_api import Page, expect
from visits import axe, look, visiting

WORDS = {"en": "computation graph", "zh-cn": "计算图"}
TEXTS = "search-texts.js"
HEAVIEST_FIRST_ANSWER, HEAVIEST_TEXTS = 60_000, 120_000
each_language = pytest.mark.parametrize("language", WORDS)


def search(page: Page, words: str) -> None:
    """Open the search with its key and type."""
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.press_sequentially(words)
    expect(page.locator(".search-results a").first).to_be_visible()


@each_language
@pytest.mark.parametrize("place", ["site", "disk"])
def test_keyboard_alone_finds_a_page(opened, request, language, place):
    """`/` opens, words find, arrows choose, Enter opens; on a server and on a disk."""
    own = request.getfixturevalue(place)
    visit = opened(f"{language}/start.html", own=own)
    page = visit.page
    search(page, WORDS[language])
    assert page.locator(".search-results mark").count() > 0
    page.keyboard.press("ArrowDown")
    target = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape((target or "").lstrip("./"))))

    expect(page.locator("article h1")).to_be_visible()
    assert visit.trouble() == {}


@each_language
def test_escape_gives_the_focus_back(opened, language):
    """Who closes the search is where they were."""
    page = opened(f"{language}/start.html").page
    link = page.locator("article a:visible").first
    link.focus()
    search(page, WORDS[language])
    page.keyboard.press("Escape")

    expect(page.locator("dialog")).to_be_hidden()
    expect(link).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@each_language
def test_results_are_accessible(opened, language, theme, width):
    """The open search has no violation, with results and without."""
    page = opened(f"{language}/start.html", theme=theme, width=width).page
    search(page, WORDS[language])
    page.locator("dialog").evaluate("x => x.getAnimations({subtree: true})")
    assert axe(page) == []
    page.get_by_role("searchbox").fill("qqqq")
    expect(page.locator(".search-results a")).to_have_count(0)

    expect(page.get_by_role("status")).not_to_be_empty()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@each_language
def test_search_page_takes_a_query(opened, language):
    """A link with a query shows results, without anything wrong on the page."""
    visit = opened(f"{language}/search.html?q={WORDS[language]}", width=390)
    # the texts come after the outline, and show where the words stand
    expect(visit.page.locator(".search-snippet mark").first).to_be_visible()

    assert look(visit) == {}


@each_language
def test_hit_in_a_solution_opens_it(opened, site, lesson, language):
    """What was found is not hidden in a fold."""
    page = opened(f"{language}/{lesson}").page
    sentence = page.locator("details > p").first.text_content() or ""
    page.goto(f"{site}{language}/start.html")
    search(page, sentence.splitlines()[0])
    page.locator(f".search-results a[href*='{lesson}#solution']").click()

    expect(page.locator("article details")).to_have_attribute("open", "")


def test_search_from_the_drawer_leaves_the_page_usable(opened):
    """On a phone the drawer closes, the search opens, and after it the page works."""
    page = opened("en/start.html", width=390).page
    page.locator(".nav-overlay-icon").click()
    page.locator(".sidebar-drawer .search-open").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".sidebar-drawer")).not_to_be_in_viewport()
    assert page.locator("[inert]").count() == 0


@each_language
def test_first_query_is_light(opened, language):
    """What a reader fetches to search, once, stays small on a phone."""
    page = opened(f"{language}/start.html").page
    page.wait_for_load_state("networkidle")
    before = sizes(page)
    search(page, WORDS[language])
    page.wait_for_load_state("networkidle")
    fetched = {x: n for x, n in sizes(page).items() if x not in before}
    texts = fetched.pop(TEXTS)

    assert 0 < sum(fetched.values()) <= HEAVIEST_FIRST_ANSWER
    assert 0 < texts <= HEAVIEST_TEXTS


def sizes(page: Page) -> dict[str, int]:
    """Return the compressed size of every file that a page has loaded."""
    return page.evaluate(
        """() => Object.fromEntries(performance.getEntriesByType("resource")
          .map(x => [x.name.split("/").at(-1), x.encodedBodySize]))"""
    )


def test_texts_of_another_build_are_not_taken(browser, site):
    """Where a cache kept an older part, headings still answer, and that is said."""
    with visiting(browser, site) as visit:
        page = visit.page
        older = 'searchTexts={"digest":"older","texts":[]}'
        page.route(f"**/{TEXTS}", lambda x: x.fulfill(body=older))
        page.goto(f"{site}en/start.html")
        search(page, WORDS["en"])

        expect(page.get_by_role("alert")).to_contain_text("Only titles and headings")
        assert visit.trouble() == {}


def test_search_says_when_it_cannot_load(opened):
    """A lost connection is a sentence on the page, and a second try works."""
    page = opened("en/start.html").page
    page.context.set_offline(True)
    page.keyboard.press("/")
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)

    search(page, WORDS["en"])


@each_language
def test_outline_answers_where_the_texts_fail(browser, site, language):
    """Who gets only a part of the index is told so, and finds titles all the same."""
    with visiting(browser, site) as visit:
        page = visit.page
        page.route(f"**/{TEXTS}*", lambda x: x.abort())
        page.goto(f"{site}{language}/start.html")
        search(page, WORDS[language])
        texts_missing = [x for x in visit.asked if TEXTS in x]

        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator(".search-results a").first).to_be_visible()
        assert visit.asked == texts_missing != []
        assert [x for x in visit.said if "ERR_FAILED" not in x] == []


def test_keys_of_an_input_method_open_nothing(opened, site):
    """Enter and arrows that choose among characters stay with the input method."""
    page = opened("zh-cn/start.html").page
    search(page, WORDS["zh-cn"])
    field = page.get_by_role("searchbox")
    for key in ("ArrowDown", "Enter"):
        event = {"key": key, "isComposing": True, "bubbles": True}
        field.dispatch_event("keydown", event)

    expect(field).to_be_focused()
    assert page.url == f"{site}zh-cn/start.html"
    field.dispatch_event("keydown", {"key": "Enter", "bubbles": True})
    page.wait_for_url(lambda url: url != f"{site}zh-cn/start.html")
