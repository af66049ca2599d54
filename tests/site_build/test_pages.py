"""What is read off finished pages, once, and what hosts get because of it."""

import random
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from small_project import ROOT, write

from lesson_pages.site_settings import Settings
from site_build.hosting import pages as pages_module
from site_build.hosting.finish import find_faults
from site_build.hosting.headers import headers, write_headers
from site_build.hosting.offline_copy import FILE, FOR_HOSTS, pack_site
from site_build.hosting.pages import Facts, Page, read_pages, readable, state_sizes
from site_build.hosting.policy import source
from site_build.hosting.sitemap import write_sitemap
from site_build.hosting.unused_assets import remove_unused
from site_build.project import Project

BASE = "https://a.org/course/"
SETTINGS = Settings(BASE, "https://b.org", "main", "notebooks")
KNOWN = frozenset({"known()"})
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
PAGE = '<html class="no-js"><head></head>{}</html>'


def read(tmp_path: Path, files: dict[str, str]) -> list[Page]:
    """Write a site of some files and read its pages."""
    for name, text in files.items():
        write(tmp_path / "site" / name, text)
    return read_pages(Project(tmp_path), KNOWN, tmp_path / "site")


def page(path: str, text: str) -> Page:
    """Return a page about which nothing is known."""
    return Page(path, text, Facts((), (), (), hidden=False))


def test_page_is_looked_at_once(tmp_path: Path, monkeypatch) -> None:
    """What is known of an unchanged page is kept; a changed one is read again."""
    files = {"en/a.html": PAGE.format("<p>"), "en/b.html": PAGE.format("<b>")}
    first = read(tmp_path, files)
    looked: list[str] = []
    real = pages_module.look

    def look(text: str, *more: object) -> bytes:
        looked.append(text)
        return real(text, *more)

    monkeypatch.setattr(pages_module, "look", look)

    again = read(tmp_path, files | {"en/b.html": PAGE.format("<i>")})

    assert looked == [PAGE.format("<i>")]
    assert [x.facts.faults for x in again] == [x.facts.faults for x in first]


def test_other_rules_look_at_every_page_again(tmp_path: Path) -> None:
    """A script that the site does not know any more is refused in a known page."""
    (before,) = read(tmp_path, {"en/a.html": PAGE.format("<script>known()</script>")})

    (after,) = read_pages(Project(tmp_path), frozenset(), tmp_path / "site")

    assert not before.facts.faults
    assert after.facts.faults


def test_every_fault_of_a_site_is_named(tmp_path: Path) -> None:
    """Pages that break the policy, and whatever shows where it was built."""
    pages = read(
        tmp_path,
        {
            "en/a.html": PAGE.format('<p style="x">'),
            "en/b.html": PAGE.format(f"<p>{tmp_path}/x"),
            "en/c.md": f"in {tmp_path}",
            "en/d.js": "document.cookie",
            "en/e.html": PAGE.format("<script>unknown()</script>"),
            "zh-cn/fine.html": PAGE.format(""),
        },
    )

    found = find_faults(Project(tmp_path), pages, tmp_path / "site")

    assert [re.match(r"[\w./-]+: \S+ \w+", x)[0] for x in found] == [
        "en/a.html: <p> has",
        "en/b.html: holds the",
        "en/e.html: <script> stands",
        "en/c.md: holds the",
        "en/d.js: uses cookies",
    ]


@pytest.mark.parametrize(
    ("folder", "note"),
    [
        ("en", ' <span class="size">(zip, 56 KB)</span>'),
        ("zh-cn", '<span class="size">（zip，56 KB）</span>'),
    ],
)
def test_link_says_how_large_a_zip_is(folder: str, note: str) -> None:
    """In the language of the page; a preview may be without the zip."""
    link, gone = '<a class="x" href="../z/a.zip">A</a>', '<a href="b.zip">B</a>'
    shown = page(f"{folder}/y/p.html", f"{link}{gone}.")

    state_sizes(Project(ROOT), shown, {f"{folder}/z/a.zip": 55_847})

    assert shown.text == f"{link}{note}{gone}."


@pytest.mark.parametrize(
    ("count", "expected"), [(400, "0 KB"), (55_847, "56 KB"), (1_260_000, "1.3 MB")]
)
def test_size_is_in_round_numbers(count: int, expected: str) -> None:
    """A reader wants to know how long it takes."""
    assert readable(count) == expected


def test_sitemap_has_each_page_with_all_its_languages(tmp_path: Path) -> None:
    """The entrance speaks to all others; what hides from search engines is left out."""
    shown = ("en/a&b.html", "en/index.html", "index.html")
    hidden = {"en/search.html": '<meta name="robots" content="noindex">'}
    write_sitemap(SETTINGS, read(tmp_path, dict.fromkeys(shown, "") | hidden), tmp_path)
    urls = ElementTree.parse(tmp_path / "sitemap.xml").getroot()

    assert {
        x.findtext(f"{MAP}loc", ""): {
            y.attrib["hreflang"]: y.attrib["href"] for y in x.iter(f"{XHTML}link")
        }
        for x in urls
    } == {
        f"{BASE}en/a&b.html": alternates("a&b.html", f"{BASE}en/a&b.html"),
        f"{BASE}en/index.html": alternates("index.html", BASE),
        BASE: alternates("index.html", BASE),
    }
    robots = (tmp_path / "robots.txt").read_text()
    assert robots == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def alternates(name: str, other: str) -> dict[str, str]:
    """Return the addresses of a page in all languages."""
    folders = {"en": "en", "zh-Hans": "zh-cn"}
    found = {code: f"{BASE}{folder}/{name}" for code, folder in folders.items()}
    return found | {"x-default": other}


@pytest.mark.parametrize("file", ["_headers", ".htaccess", "_nginx.conf"])
def test_each_host_sends_every_header(tmp_path: Path, file: str) -> None:
    """The hosts' files say the same, with paths from the host's root."""
    write_headers(SETTINGS, KNOWN, [], tmp_path)
    text = (tmp_path / file).read_text()

    assert [
        x for x in (*headers(KNOWN), *headers(KNOWN).values()) if x not in text
    ] == []
    assert "/course/" in text


def test_policy_of_the_host_is_that_of_the_pages() -> None:
    """It forbids frames, which a page cannot; figures by themselves have styles."""
    policy = headers(KNOWN)["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert f"script-src 'self' {source('known()')};" in policy
    assert not re.search("unsafe|style-src|default-src", policy)


def test_files_with_a_hash_are_kept_for_long(tmp_path: Path) -> None:
    """Their address changes with their content; the others are asked for again."""
    text = '<script src="../x.js?v=12ab"></script><img src="../y.png">'
    write_headers(SETTINGS, KNOWN, read(tmp_path, {"en/a.html": text}), tmp_path)
    lines = (tmp_path / "_headers").read_text().splitlines()

    assert [x for x in lines if x[0] != " "] == ["/course/*", "/course/x.js"]
    assert [lines[i - 1] for i, x in enumerate(lines) if "immutable" in x] == [
        "/course/x.js"
    ]


ASSETS = {
    "index.html": '<link href="en/_static/logo.svg">',
    "en/index.html": '<link href="_static/styles/a.css?v=1">',
    "en/search.html": '<script data-script="_static/late.js"></script>',
    "en/_static/logo.svg": "",
    "en/_static/styles/a.css": "b { background: url(../picture.png) }",
    "en/_static/picture.png": "",
    "en/_static/late.js": "load('later.js')",
    "en/_static/later.js": "",
    "en/_static/late-license.txt": "",
}


def test_what_nothing_names_is_not_published(tmp_path: Path) -> None:
    """Pages, scripts and styles name files; licences stay beside what they are of."""
    unused = {"en/_static/tools.js": "", "en/_static/deep/unused.css": ""}
    pages = read(tmp_path, ASSETS | unused)
    site = tmp_path / "site"

    remove_unused(site, pages)

    found = {x.relative_to(site).as_posix() for x in site.rglob("*") if x.is_file()}
    assert found == ASSETS.keys()
    assert not (site / "en/_static/deep").exists()


def test_offline_copy_is_the_site_without_what_is_for_hosts(tmp_path: Path) -> None:
    """In one folder; its pages know that they lie on a disk, and whence."""
    noise = random.Random(7).randbytes(3_000)
    for name in FOR_HOSTS:
        write(tmp_path / name, "x")
    (tmp_path / "b.png").write_bytes(noise)
    link = PAGE.format(f'<a class="x" href="../{FILE}">All of it</a>')
    packed = pack_site(SETTINGS, [page("en/start.html", link)], tmp_path)

    with ZipFile(BytesIO(packed)) as archive:
        files = {x: archive.read(x) for x in archive.namelist()}
    start = files.pop("pytorch-executed/en/start.html").decode()
    assert files == {"pytorch-executed/b.png": noise}
    assert start.startswith('<html class="offline no-js">')
    assert f'href="{BASE}{FILE}"' in start
