"""The old address of a page that has another name."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import ROOT
from served import serve
from visits import visiting

from lesson_pages.site_settings import read_settings
from site_build.hosting.headers import write_headers
from site_build.hosting.policy import add_policy
from site_build.hosting.redirects import write_page
from site_build.project import Project

OLD, NEW = "en/lessons/old", "en/lessons/deeper/new"
PAGE = '<!doctype html><html lang="en"><head><title>New</title></head><h1>New</h1>'


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """Return a site in which one page has another name."""
    project = Project(ROOT)
    settings = read_settings(project.docs)
    shutil.copytree(project.docs / "theme/entrance", tmp_path, dirs_exist_ok=True)
    for name in ("redirect", "layout", "404", "index"):
        (tmp_path / f"{name}.html").unlink()
    (tmp_path / NEW).parent.mkdir(parents=True)
    (tmp_path / f"{NEW}.html").write_text(PAGE)
    write_page(project, settings, tmp_path, OLD, NEW)
    write_headers(settings, add_policy(tmp_path), tmp_path)
    return tmp_path


@pytest.mark.parametrize("place", ["http", "file"])
@pytest.mark.parametrize("section", ["", "#the-trap"])
def test_old_address_keeps_its_section(
    browser: Browser, moved: Path, place: str, section: str
) -> None:
    """Who followed a link into a page arrives there, on a server and on a disk."""
    with serve(moved) as address:
        own = address if place == "http" else f"{moved.as_uri()}/"
        with visiting(browser, own) as visit:
            visit.page.goto(f"{own}{OLD}.html{section}")
            visit.page.wait_for_url(f"{own}{NEW}.html{section}")

            assert visit.said == []


def test_old_address_leads_on_without_scripts(browser: Browser, moved: Path) -> None:
    """The page is found, if not the section."""
    with visiting(browser, moved.as_uri(), java_script_enabled=False) as visit:
        visit.page.goto(f"{moved.as_uri()}/{OLD}.html#the-trap")

        visit.page.wait_for_url(f"{moved.as_uri()}/{NEW}.html")
