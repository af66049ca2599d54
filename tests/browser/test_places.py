"""The site on a sub-path, on a disk, and where there is no page."""

import pytest
from playwright.sync_api import Browser, expect
from served import serve
from visits import Findings, look, see_all, visiting


def trouble_at(browser: Browser, own: str, pages: list[str]) -> Findings:
    """Return what goes wrong when pages are opened one after the other."""
    with visiting(browser, own) as visit:
        for page in pages:
            visit.page.goto(own + page)
            see_all(visit.page)
        return visit.trouble()


def test_site_works_below_a_path(browser, folder, pages):
    """Nothing asks for anything above the site's own folder."""
    with serve(folder, "/some/sub/path/") as own:
        assert trouble_at(browser, own, ["index.html", *pages]) == {}


def test_offline_copy_works_from_a_disk(browser, disk, pages):
    """Opened as files, pages ask for nothing but their own files."""
    assert trouble_at(browser, disk, ["index.html", *pages]) == {}


def test_offline_copy_is_whole(opened, disk, lesson):
    """Entrance, other language, theme and figures work as on the web."""
    visit = opened("index.html", own=disk, locale="zh-CN")
    page = visit.page
    page.wait_for_url(f"{disk}zh-cn/index.html")
    page.goto(f"{disk}zh-cn/{lesson}")
    page.locator(".languages a:not([aria-current])").click()
    page.wait_for_url(f"{disk}en/{lesson}")
    page.locator(".theme-toggle:visible").click()

    expect(page.locator("body")).not_to_have_attribute("data-theme", "auto")
    assert look(visit) == {}


LOST = {
    "nothing": ["en", "zh-Hans"],
    "constructor/x": ["en", "zh-Hans"],  # what every object of JavaScript has
    "en/lessons/nothing/at/all.html": ["en"],
    "zh-cn/nothing.html": ["zh-Hans"],
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("address", "languages"), LOST.items())
def test_lost_reader_finds_the_way_back(opened, site, address, languages, theme):
    """At any depth the page says so in the reader's language and leads home."""
    visit = opened(address, theme=theme, width=390)
    links = visit.page.locator("a[href$='index.html']:visible")

    assert {x.get_attribute("hreflang") for x in links.all()} == set(languages)
    assert visit.asked == [f"{site}{address}: status 404"]
    visit.asked.clear()
    visit.said.clear()
    assert look(visit) == {}
    links.last.click()
    expect(visit.page.locator("article")).to_be_visible()


@pytest.mark.parametrize(("locale", "first"), [("en-GB", "en"), ("zh-CN", "zh-Hans")])
def test_lost_reader_is_first_told_in_the_browsers_language(opened, locale, first):
    """Both languages are there where the address names none."""
    sections = opened("nothing", locale=locale).page.locator("section[lang]")

    expect(sections).to_have_count(2)
    assert sections.first.get_attribute("lang") == first
