"""A page that was renamed is still found at its old address."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_project import FIRST_PAGE, silent_reporter

from gallery_store.errors import BuildError
from lesson_pages.site_settings import read_settings
from site_build.build import Options, build
from site_build.hosting.redirects import copy_downloads
from site_build.project import Project

OLD = "lessons/0_gone/plot_01_old"
FOLDERS = ("en", "zh-cn")


def redirect(project: Project, old: str, new: str) -> None:
    """Write the list of renamed pages."""
    (project.docs / "redirects.toml").write_text(f'"{old}" = "{new}"\n')


@pytest.fixture
def site(built: Project) -> Path:
    """Return a site in which the first lesson had another name."""
    redirect(built, OLD, FIRST_PAGE)
    return build(built, Options(), silent_reporter())


@pytest.mark.parametrize("folder", FOLDERS)
def test_old_address_leads_to_the_new_page(site: Path, folder: str) -> None:
    """With or without JavaScript, and from a disk: browser and reader both find it."""
    path = site / folder / f"{OLD}.html"
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    refresh = page.select_one("meta[http-equiv=refresh]")["content"]
    targets = {refresh.partition("url=")[2], *(a["href"] for a in page.select("a"))}

    assert {(path.parent / target).resolve() for target in targets} == {
        site / folder / f"{FIRST_PAGE}.html"
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_old_address_loads_what_keeps_the_section(site: Path, folder: str) -> None:
    """Its script is a file of the site, which the policy allows, and knows where to."""
    path = site / folder / f"{OLD}.html"
    script = BeautifulSoup(path.read_text("utf-8"), "html.parser").script
    new = site / folder / f"{FIRST_PAGE}.html"

    assert (path.parent / script["src"]).resolve() == site / "keep-section.js"
    assert (path.parent / script["data-target"]).resolve() == new


@pytest.mark.parametrize("folder", FOLDERS)
def test_search_engines_learn_the_new_address(
    site: Path, built: Project, folder: str
) -> None:
    """The old one is named nowhere as an address of its own."""
    text = (site / folder / f"{OLD}.html").read_text("utf-8")
    address = f"{read_settings(built.docs).base_url}{folder}/{FIRST_PAGE}.html"

    assert f'rel="canonical" href="{address}"' in text
    assert OLD not in (site / "sitemap.xml").read_text("utf-8")


def test_old_page_loads_what_is_there(site: Path) -> None:
    """It looks like the other pages above the languages."""
    path = site / "en" / f"{OLD}.html"
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    sheet = page.select_one("link[rel=stylesheet]")["href"]

    assert (path.parent / sheet).resolve() == site / "entrance.css"


@pytest.mark.parametrize("folder", FOLDERS)
def test_old_page_obeys_the_policy(site: Path, folder: str) -> None:
    """A redirect is a page like any other."""
    text = (site / folder / f"{OLD}.html").read_text("utf-8")

    assert text.index("Content-Security-Policy") < text.index("charset")


@pytest.mark.parametrize("top", ["/", "/course/"])
def test_hosts_that_can_redirect_do_so(built: Project, monkeypatch, top: str) -> None:
    """Netlify and Cloudflare Pages read this file, whose paths begin at the host."""
    monkeypatch.setenv("SITE_BASE_URL", f"https://a.org{top}")
    redirect(built, OLD, FIRST_PAGE)
    site = build(built, Options(), silent_reporter())
    rules = (site / "_redirects").read_text("utf-8").splitlines()

    assert rules == [
        f"{top}{x}/{OLD}.html {top}{x}/{FIRST_PAGE}.html 301" for x in FOLDERS
    ]


def test_downloads_stay_at_their_old_address(tmp_path: Path) -> None:
    """Who kept the address of a script still gets the script."""
    (tmp_path / "new.py").write_text("print(1)\n")
    copy_downloads(tmp_path / "old", tmp_path / "new")

    assert (tmp_path / "old.py").read_text() == "print(1)\n"
    assert not (tmp_path / "old.ipynb").exists()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (FIRST_PAGE, "index", f"en/{FIRST_PAGE}.html is a page; remove the line"),
        (OLD, "lessons/gone", "zh-cn/lessons/gone.html is not there; name a page"),
    ],
)
def test_wrong_redirect_publishes_nothing(
    built: Project, old: str, new: str, fault: str
) -> None:
    """A redirect neither hides a page nor leads nowhere."""
    redirect(built, old, new)

    with pytest.raises(BuildError, match=f"docs/redirects.toml: .*{fault}"):
        build(built, Options(), silent_reporter())


@pytest.mark.parametrize("text", ["= no toml", "[page]\na = 1"])
def test_unreadable_list_is_named(built: Project, text: str) -> None:
    """The message names the file."""
    (built.docs / "redirects.toml").write_text(text)

    with pytest.raises(BuildError, match=r"docs/redirects\.toml"):
        build(built, Options(), silent_reporter())


def test_no_list_of_redirects_without_redirects(built: Project) -> None:
    """Nothing has been renamed so far."""
    assert not (built.site / "_redirects").exists()


def test_preview_does_without_redirects(built: Project) -> None:
    """A redirect to a lesson that is left out is no fault of the preview."""
    redirect(built, OLD, FIRST_PAGE)

    site = build(built, Options(only="plot_02"), silent_reporter())

    assert not (site / "en" / f"{OLD}.html").exists()
    assert not (site / "sitemap.xml").exists()
