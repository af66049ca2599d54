"""What is read off finished pages, once, and what hosts get because of it."""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from small_project import ROOT, SETTINGS, files_of, write

from site_build.hosting import pages as pages_module
from site_build.hosting.finish import find_faults
from site_build.hosting.for_hosts import headers, write_for_hosts
from site_build.hosting.pages import Page, read_pages, state_sizes
from site_build.hosting.policy import directives
from site_build.hosting.unused_assets import remove_unused
from site_build.hosting.zips import FOR_HOSTS, WHOLE, pack_site
from site_build.project import Project

BASE = SETTINGS.base_url
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
    return Page(path, text, [], [], [], hidden=False)


def test_page_is_looked_at_once(tmp_path, monkeypatch):
    """What is known of it is kept, until the page or a rule is another one."""
    known = PAGE.format("<script>known()</script>")
    files = {"en/a.html": known, "en/b.html": PAGE.format("<b>")}
    first = read(tmp_path, files)
    looked: list[str] = []
    real = pages_module.look

    def look(text: str, *more: object) -> bytes:
        looked.append(text)
        return real(text, *more)

    monkeypatch.setattr(pages_module, "look", look)

    again = read(tmp_path, files | {"en/b.html": PAGE.format("<i>")})
    assert looked == [PAGE.format("<i>")]
    assert [x.faults for x in again] == [x.faults for x in first] == [[], []]

    strict, _ = read_pages(Project(tmp_path), frozenset(), tmp_path / "site")
    assert strict.faults


def test_every_fault_of_a_site_is_named(tmp_path):
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
    ("folder", "size", "note"),
    [
        ("en", 400, ' <span class="size">(zip, 0 KB)</span>'),
        ("en", 55_847, ' <span class="size">(zip, 56 KB)</span>'),
        ("zh-cn", 1_260_000, '<span class="size">（zip，1.3 MB）</span>'),
    ],
)
def test_link_says_how_large_a_zip_is(folder, size, note):
    """In the language of the page; a preview may be without the zip."""
    link, gone = '<a class="x" href="../z/a.zip">A</a>', '<a href="b.zip">B</a>'
    shown = page(f"{folder}/y/p.html", f"{link}{gone}.")

    state_sizes(Project(ROOT), shown, {f"{folder}/z/a.zip": size})

    assert shown.text == f"{link}{note}{gone}."


def test_sitemap_has_each_page_with_all_its_languages(tmp_path):
    """The entrance speaks to all others; what hides from search engines is left out."""
    shown = ("en/a&b c.html", "en/index.html", "index.html")
    hidden = {"en/search.html": '<meta name="robots" content="noindex">'}
    pages = read(tmp_path, dict.fromkeys(shown, "") | hidden)
    write_for_hosts(SETTINGS, KNOWN, pages, tmp_path)
    urls = ElementTree.parse(tmp_path / "sitemap.xml").getroot()
    home, other = (
        {"en": f"{BASE}en/{name}", "zh-Hans": f"{BASE}zh-cn/{name}", "x-default": last}
        for name, last in (
            ("index.html", BASE),
            ("a%26b%20c.html", f"{BASE}en/a%26b%20c.html"),
        )
    )

    assert {
        x.findtext(f"{MAP}loc"): {
            y.attrib["hreflang"]: y.attrib["href"] for y in x.iter(f"{XHTML}link")
        }
        for x in urls
    } == {f"{BASE}en/a%26b%20c.html": other, f"{BASE}en/index.html": home, BASE: home}
    robots = (tmp_path / "robots.txt").read_text()
    assert robots == f"User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n"


def test_hosts_send_every_header(tmp_path):
    """Their files say the same, with paths from the host's root.

    What is addressed with a hash is kept for long, the rest is asked for again.
    """
    text = '<script src="../x.js?v=12ab"></script><img src="../y.png">'
    write_for_hosts(SETTINGS, KNOWN, read(tmp_path, {"en/a.html": text}), tmp_path)
    sent = [*headers(KNOWN), *headers(KNOWN).values()]

    for file in ("_headers", ".htaccess", "_nginx.conf"):
        said = (tmp_path / file).read_text()
        assert [x for x in sent if x not in said] == []
        assert "/course/" in said
    lines = (tmp_path / "_headers").read_text().splitlines()
    assert [x for x in lines if x[0] != " "] == ["/course/*", "/course/x.js"]
    assert "immutable" in lines[-1]


def test_policy_of_the_host_is_that_of_the_pages():
    """It forbids frames, which a page cannot; figures by themselves have styles."""
    policy = headers(KNOWN)["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert f"script-src {directives(KNOWN)['script-src']};" in policy
    assert not re.search("unsafe|style-src|default-src", policy)


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


def test_what_nothing_names_is_not_published(tmp_path):
    """Pages, scripts and styles name files; licences stay beside what they are of."""
    unused = {"en/_static/tools.js": "", "en/_static/deep/unused.css": ""}
    pages = read(tmp_path, ASSETS | unused)
    site = tmp_path / "site"

    remove_unused(site, pages)

    assert files_of(site).keys() == ASSETS.keys()
    assert not (site / "en/_static/deep").exists()


def test_offline_copy_is_the_site_without_what_is_for_hosts(tmp_path):
    """In one folder; its pages know that they lie on a disk, and whence."""
    for name in (*FOR_HOSTS, "b.txt"):
        write(tmp_path / name, "x")
    link = PAGE.format(f'<a class="x" href="../{WHOLE}">All of it</a>')
    pages = [page("en/start.html", link), page("404.html", link)]

    with ZipFile(BytesIO(pack_site(SETTINGS, pages, tmp_path))) as archive:
        files = {x: archive.read(x) for x in archive.namelist()}
    start = files.pop("pytorch-executed/en/start.html").decode()
    assert files == {"pytorch-executed/b.txt": b"x"}
    assert start.startswith('<html class="offline no-js">')
    assert f'href="{BASE}{WHOLE}"' in start
