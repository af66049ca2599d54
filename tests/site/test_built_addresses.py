"""Where the links of the real site lead, on a server and unpacked on a disk."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from built import (
    BASE_URL,
    FOLDERS,
    LESSONS,
    ROOT,
    addresses,
    pages,
    pages_of,
    resolve,
    soup,
)


def test_both_languages_have_the_same_pages(site: Path) -> None:
    """No page is left behind."""
    assert pages_of(site, "en") == pages_of(site, "zh-cn")


def test_list_of_addresses_is_the_sites(site: Path) -> None:
    """So that no address is lost when a page moves."""
    listed = (ROOT / "docs/addresses.txt").read_text("utf-8").split()

    assert listed == [f"{page}.html" for page in pages_of(site, "en")]


def test_every_page_links_itself_in_the_other_language(site: Path) -> None:
    """The visible link and the one for search engines lead to the same page."""
    for page in pages(site):
        folder, _, name = page.partition("/")
        other = next(x for x in FOLDERS if x != folder)
        document = soup(site, page)
        visible = document.select(".languages a:not([aria-current])")
        alternates = document.select('link[rel="alternate"][hreflang]')
        targets = {x["hreflang"]: x["href"] for x in alternates}

        expected = (site / other / f"{name}.html").resolve()
        assert [resolve(site, page, link["href"]) for link in visible] == [expected]
        assert targets == {
            "en": f"{BASE_URL}en/{name}.html",
            "zh-Hans": f"{BASE_URL}zh-cn/{name}.html",
            "x-default": BASE_URL if name == "index" else f"{BASE_URL}en/{name}.html",
        }


def test_every_page_knows_its_own_address(site: Path) -> None:
    """Search engines keep each page under the address of its language."""
    for page in pages(site):
        canonical = soup(site, page).select_one('link[rel="canonical"]')

        assert canonical["href"] == f"{BASE_URL}{page}.html"


def test_every_local_address_is_there(site: Path) -> None:
    """No link and nothing loaded is broken."""
    broken = [
        (page, href)
        for page in ["index", *pages(site)]
        for href in addresses(site, page).links + addresses(site, page).loads
        if not re.match(r"[a-z]+:|#", href) and not resolve(site, page, href).is_file()
    ]

    assert broken == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Scripts, styles, fonts and pictures all come with the site."""
    foreign = re.compile(r"(https?:)?//")
    loaded = [
        (page, href)
        for page in ["index", *pages(site)]
        for href in addresses(site, page).loads
        if foreign.match(href)
    ]
    styles = [
        path.name
        for path in site.rglob("*.css")
        if re.search(r"url\([\"']?(https?:)?//|@import", path.read_text("utf-8"))
    ]

    assert (loaded, styles) == ([], [])


@pytest.mark.parametrize("folder", FOLDERS)
def test_lessons_lead_on(site: Path, folder: str) -> None:
    """From *Start here* one reaches every lesson by *Next*, in order."""
    page, way = f"{folder}/start", []
    while following := soup(site, page).select_one("a.next-page"):
        path = resolve(site, page, following["href"])
        page = path.relative_to(site).with_suffix("").as_posix()
        way.append(page.removeprefix(f"{folder}/lessons/"))

    assert way == LESSONS


def test_offline_bundle_is_whole(site: Path, tmp_path: Path) -> None:
    """Unpacked, every page is there and every relative address leads somewhere."""
    with ZipFile(site / "pytorch-executed.zip") as archive:
        archive.extractall(tmp_path)
    unpacked = tmp_path / "pytorch-executed"
    broken = [
        (page, href)
        for page in ["index", *pages(unpacked)]
        for href in addresses(unpacked, page).links + addresses(unpacked, page).loads
        if not re.match(r"[a-z]+:|#", href)
        if not resolve(unpacked, page, href).is_file()
    ]

    assert sorted(pages(unpacked)) == sorted(pages(site))
    assert broken == []


@pytest.mark.parametrize("page", ["start", "downloads"])
def test_offline_bundle_is_offered_with_its_size(site: Path, page: str) -> None:
    """Readers with little network see it before they need it."""
    size = f"{(site / 'pytorch-executed.zip').stat().st_size / 1e6:.1f} MB"

    for folder in FOLDERS:
        link = soup(site, f"{folder}/{page}").select_one('a[href$="executed.zip"]')
        assert resolve(site, f"{folder}/{page}", link["href"]).is_file()
        assert size in link.find_next_sibling(class_="size").get_text()
        assert link.find_parent(class_="only-online")


def test_offline_bundle_holds_what_its_downloads_page_offers(site: Path) -> None:
    """The package, every zip of lessons, every script and notebook."""
    with ZipFile(site / "pytorch-executed.zip") as archive:
        names = {x.removeprefix("pytorch-executed/") for x in archive.namelist()}
    (wheel,) = (site / "wheels").iterdir()

    for folder in FOLDERS:
        page = soup(site, f"{folder}/downloads")
        command = page.select_one(".only-offline pre").get_text().split()[-1]
        files = page.select("article .lesson-files td + td a, article .zip a")
        assert command == f"wheels/{wheel.name}"
        assert {command, *(f"{folder}/{x['href']}" for x in files)} <= names


def test_downloads_page_has_a_row_for_every_lesson(site: Path) -> None:
    """Its title in the language of the page, its script and its notebook."""
    for folder in FOLDERS:
        rows = soup(site, f"{folder}/downloads").select(".lesson-files tbody tr")
        found = [[link["href"] for link in row.select("a")] for row in rows]
        titles = [row.select_one("a").get_text() for row in rows]
        assert [x for row in rows for x in row.select("a:not([download])")] == [
            row.select_one("a") for row in rows
        ]
        assert found == [
            [f"lessons/{x}{suffix}" for suffix in (".html", ".py", ".ipynb")]
            for x in LESSONS
        ]
        assert titles == [
            soup(site, f"{folder}/lessons/{x}").h1.get_text().removesuffix("¶")
            for x in LESSONS
        ]
