"""Where the links of the real site lead, on a server and unpacked on a disk."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from built import BASE_URL, FOLDERS, LESSONS, ROOT, each_folder, pages, resolve, soup


@each_folder
def test_list_of_addresses_is_the_sites(site, folder):
    """In both languages, so that no address is lost when a page moves."""
    listed = (ROOT / "docs/addresses.txt").read_text("utf-8").split()

    assert listed == [f"{x.removeprefix(folder)[1:]}.html" for x in pages(site, folder)]


def test_every_page_knows_its_addresses_in_all_languages(site):
    """The visible link and the one for search engines lead to the same page."""
    for page in pages(site):
        folder, _, name = page.partition("/")
        other = next(x for x in FOLDERS if x != folder)
        document = soup(site, page)
        visible = document.select(".languages a:not([aria-current])")
        alternates = document.select('link[rel="alternate"][hreflang]')

        expected = (site / other / f"{name}.html").resolve()
        assert [resolve(site, page, link["href"]) for link in visible] == [expected]
        assert {x["hreflang"]: x["href"] for x in alternates} == {
            "en": f"{BASE_URL}en/{name}.html",
            "zh-Hans": f"{BASE_URL}zh-cn/{name}.html",
            "x-default": BASE_URL if name == "index" else f"{BASE_URL}en/{name}.html",
        }
        own = document.select_one('link[rel="canonical"]')["href"]
        assert own == f"{BASE_URL}{page}.html"


def broken(site: Path) -> Iterator[tuple[str, str]]:
    """Yield each page's relative addresses that lead nowhere."""
    for page in ["index", *pages(site)]:
        for x in soup(site, page).select("[href], [src]"):
            href = str(x.get("href") or x["src"])
            outside = re.match(r"[a-z]+:|#", href)
            if not outside and not resolve(site, page, href).is_file():
                yield page, href


def test_every_local_address_is_there(site):
    """No link and nothing loaded is broken."""
    assert list(broken(site)) == []


def test_offline_bundle_is_whole(site, tmp_path):
    """Unpacked, every page is there and every relative address leads somewhere."""
    with ZipFile(site / "pytorch-executed.zip") as archive:
        archive.extractall(tmp_path)
    unpacked = tmp_path / "pytorch-executed"

    assert sorted(pages(unpacked)) == sorted(pages(site))
    assert list(broken(unpacked)) == []


def test_every_page_leads_to_the_search(site):
    """In the sidebar, and in the header of a phone."""
    for page in (x for x in pages(site) if not x.endswith("/search")):
        links = soup(site, page).select("a.search-open")
        target = (site / page.partition("/")[0] / "search.html").resolve()

        assert [resolve(site, page, x["href"]) for x in links] == [target, target]


@each_folder
@pytest.mark.parametrize("name", ["start", "downloads"])
def test_offline_bundle_is_offered_with_its_size(site, folder, name):
    """Readers with little network see it before they need it."""
    size = f"{(site / 'pytorch-executed.zip').stat().st_size / 1e6:.1f} MB"
    page = f"{folder}/{name}"

    link = soup(site, page).select_one('a[href$="executed.zip"]')
    assert resolve(site, page, link["href"]).is_file()
    assert size in link.find_next_sibling(class_="size").get_text()
    assert link.find_parent(class_="only-online")


@each_folder
def test_offline_bundle_holds_what_its_downloads_page_offers(site, folder):
    """The package, every zip of lessons, every script and notebook."""
    with ZipFile(site / "pytorch-executed.zip") as archive:
        names = {x.removeprefix("pytorch-executed/") for x in archive.namelist()}
    page = soup(site, f"{folder}/downloads")

    wheel = page.select_one(".only-offline pre").get_text().split()[-1]
    files = page.select("article .lesson-files td + td a, article .zip a")
    assert (site / wheel).is_file()
    assert {wheel, *(f"{folder}/{x['href']}" for x in files)} <= names


@each_folder
def test_downloads_page_has_a_row_for_every_lesson(site, folder):
    """Its title in the language of the page, its script and its notebook."""
    rows = soup(site, f"{folder}/downloads").select(".lesson-files tbody tr")
    suffixes = (".html", ".py", ".ipynb")

    for row, lesson in zip(rows, LESSONS, strict=True):
        links = row.select("a")
        title = soup(site, f"{folder}/lessons/{lesson}").h1.get_text()
        assert [x["href"] for x in links] == [f"lessons/{lesson}{x}" for x in suffixes]
        assert [x.has_attr("download") for x in links] == [False, True, True]
        assert links[0].get_text() == title.removesuffix("¶")
