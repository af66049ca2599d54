"""The whole site as one file, to read from a disk."""

import os
import random
from pathlib import Path
from zipfile import ZipFile

import pytest
from small_project import write

from lesson_pages.site_settings import Settings
from site_build.hosting.offline import FILE, FOR_HOSTS, pack, write_offline

SETTINGS = Settings("https://a.org/course/", "https://b.org", "main", "notebooks")
LINK = f'<html class="no-js"><p><a class="x" href="../{FILE}">All of it</a></p>'


NOISE = random.Random(7).randbytes(300_000)


def write_site(site: Path) -> Path:
    """Write a site of a few files with its zip."""
    for name in ("index.html", *FOR_HOSTS):
        write(site / name, "x")
    for folder in ("en", "zh-cn"):
        write(site / folder / "start.html", LINK)
    (site / "en/b.png").write_bytes(NOISE)
    write_offline(SETTINGS, site)
    return site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of a few files with its zip."""
    return write_site(tmp_path / "site")


def test_zip_holds_the_site_without_what_is_for_hosts(site: Path) -> None:
    """All lies in one folder, so that unpacking makes no mess."""
    names = ("en/b.png", "en/start.html", "index.html", "zh-cn/start.html")

    with ZipFile(site / FILE) as archive:
        assert archive.namelist() == [f"pytorch-executed/{name}" for name in names]
        assert archive.read("pytorch-executed/en/b.png") == NOISE


def test_equal_sites_have_equal_zips(site: Path) -> None:
    """The time of writing is not in it."""
    for path in site.rglob("*"):
        os.utime(path, (0, 0))
    early = pack(SETTINGS, site)
    for path in site.rglob("*"):
        os.utime(path, (1e9, 1e9))

    assert pack(SETTINGS, site) == early


def test_link_says_how_large_the_zip_is(site: Path) -> None:
    """A reader with a slow connection knows before the click, in both languages."""
    megabytes = f"{(site / FILE).stat().st_size / 1e6:.1f} MB"

    english, chinese = (
        (site / folder / "start.html").read_text("utf-8") for folder in ("en", "zh-cn")
    )
    assert english == LINK.replace("</a>", f"</a> ({megabytes})")
    assert chinese == LINK.replace("</a>", f"</a>（{megabytes}）")


def test_unpacked_page_leads_to_the_published_zip(site: Path) -> None:
    """The zip does not hold itself, so its pages name the place it came from."""
    with ZipFile(site / FILE) as archive:
        page = archive.read("pytorch-executed/en/start.html").decode()

    assert f'href="https://a.org/course/{FILE}"' in page
    assert "MB)" in page


def test_unpacked_page_knows_that_it_lies_on_a_disk(site: Path) -> None:
    """So it can say what works without a network; the published one says nothing."""
    with ZipFile(site / FILE) as archive:
        page = archive.read("pytorch-executed/en/start.html").decode()

    assert page.startswith('<html class="offline no-js">')
    assert "offline" not in (site / "en/start.html").read_text("utf-8")
