"""The site on a sub-path, on a disk, and where there is no page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from served import serve
from visits import Findings, see_all, visiting


def trouble_at(browser: Browser, own: str, pages: list[str]) -> Findings:
    """Return what goes wrong when pages are opened one after the other."""
    with visiting(browser, own) as visit:
        for page in pages:
            visit.page.goto(own + page)
            see_all(visit.page)
        return visit.trouble()


def test_site_works_below_a_path(
    browser: Browser, folder: Path, pages: list[str]
) -> None:
    """Nothing asks for anything above the site's own folder."""
    with serve(folder, "/some/sub/path/") as own:
        assert trouble_at(browser, own, ["index.html", *pages]) == {}


def test_site_works_from_a_disk(
    browser: Browser, folder: Path, pages: list[str]
) -> None:
    """Opened as files, pages ask for nothing but their own files."""
    own = f"{folder.resolve().as_uri()}/"

    assert trouble_at(browser, own, ["index.html", *pages]) == {}


@pytest.mark.parametrize("lost", ["nothing", "en/lessons/nothing/at/all.html"])
def test_lost_reader_finds_the_way_back(browser: Browser, site: str, lost: str) -> None:
    """At any depth the page says so in both languages and leads home."""
    with visiting(browser, site) as visit:
        answer = visit.page.goto(site + lost)

        assert answer is not None
        assert answer.status == 404
        for language in ("en", "zh-Hans"):
            link = visit.page.locator(f"a[hreflang='{language}']").first
            expect(link).to_be_visible()
        assert [x for x in visit.asked if not x.endswith(": status 404")] == []
        assert len(visit.asked) == 1
        link.click()
        expect(visit.page).to_have_url(f"{site}zh-cn/index.html")
