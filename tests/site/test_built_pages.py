"""What readers find on the pages of the real site, whatever a page is about."""

import re
from pathlib import Path

import pytest
from built import FOLDERS, LESSONS, PROJECT, article, pages, resolve, soup
from furo import get_pygments_style_colors
from pygments.styles import get_style_by_name

from lesson_pages.languages import HAN

each_folder = pytest.mark.parametrize("folder", FOLDERS)


@each_folder
def test_lesson_offers_script_and_notebook(site: Path, folder: str) -> None:
    """Both lie beside the page."""
    for lesson in LESSONS:
        page = f"{folder}/lessons/{lesson}"
        links = soup(site, page).select(".lesson-downloads a[download]")
        name = lesson.partition("/")[2]

        assert [x["href"] for x in links] == [f"{name}.py", f"{name}.ipynb"]
        assert [x for x in links if not resolve(site, page, x["href"]).is_file()] == []


@each_folder
def test_lesson_opens_in_colab(site: Path, folder: str) -> None:
    """The notebook of the page's language, on the branch for notebooks."""
    for lesson in LESSONS:
        page = soup(site, f"{folder}/lessons/{lesson}")
        link = page.select_one(".lesson-downloads .elsewhere")["href"]

        assert link.startswith("https://colab.research.google.com/github/")
        assert link.endswith(f"blob/notebooks/{folder}/{lesson}.ipynb")


@each_folder
def test_page_leads_to_its_markdown(site: Path, folder: str) -> None:
    """A program that reads the page learns of the form that is made for it."""
    for lesson in LESSONS:
        page = f"{folder}/lessons/{lesson}"
        link = soup(site, page).select_one("link[type='text/markdown']")

        assert "```text\n" in resolve(site, page, link["href"]).read_text("utf-8")


@each_folder
def test_lesson_says_how_long_it_takes(site: Path, folder: str) -> None:
    """The header comes after the first paragraph, which says what one will see."""
    for lesson in LESSONS:
        header = soup(site, f"{folder}/lessons/{lesson}").select_one(".lesson-header")

        assert re.search(r"\d+ (minutes|分钟)", header.select_one("li").get_text())
        assert header.find_previous_sibling().name == "p"


def test_what_the_gallery_adds_is_on_no_page(site: Path) -> None:
    """No yellow box, no English note, no script for tags; no index of Sphinx's."""
    for page in pages(site):
        document = soup(site, page)

        assert "Go to the end" not in article(document).get_text()
        assert not document.select(".sphx-glr-footer, script[src*=sg-tags]")
    assert not list(site.glob("*/searchindex.js"))


def test_restored_lessons_are_not_run(site: Path) -> None:
    """Nothing is generated beside the lessons that were put there."""
    made = {path.suffix for path in PROJECT.lessons.rglob("*.*")}

    assert not made & {".md5", ".zip"}
    assert not (PROJECT.docs / "sg_execution_times.rst").exists()


def test_code_is_reachable_with_the_keyboard(site: Path) -> None:
    """Who has no mouse scrolls what is wide with the arrow keys."""
    blocks = [x for page in pages(site) for x in soup(site, page).select("article pre")]

    assert len(blocks) > 100
    assert {x.get("tabindex") for x in blocks} == {"0"}


def test_every_page_leads_to_the_search(site: Path) -> None:
    """In the sidebar, and in the header of a phone."""
    for page in pages(site):
        links = soup(site, page).select("a.search-open")
        target = (site / page.partition("/")[0] / "search.html").resolve()

        assert [resolve(site, page, x["href"]) for x in links] == [target, target]


def test_interface_is_chinese_on_the_chinese_site(site: Path) -> None:
    """Names that only a screen reader says are translated, too."""
    names = {
        tag["aria-label"]
        for page in pages(site)
        if page.startswith("zh-cn/")
        for tag in soup(site, page).select("[aria-label]")
    }

    assert names
    assert [name for name in names if not re.search(f"[{HAN}]", name)] == []


def test_copy_button_is_loaded_where_there_is_code(site: Path) -> None:
    """A page that has nothing to copy stays light."""
    for page in pages(site):
        document = soup(site, page)
        loads = document.select("script[src*=copybutton], script[src*=clipboard]")

        assert bool(loads) == bool(document.select("div.highlight pre")), page


def test_code_has_the_colours_of_its_style(site: Path) -> None:
    """The theme would write them into each page, which the policy forbids."""
    style = (site / "en/_static/site.css").read_text("utf-8")
    for name in ("github-light", "github-dark"):
        colours = get_pygments_style_colors(get_style_by_name(name), fallbacks={})

        assert f"--color-code-background: {colours['background']};" in style
        assert f"--color-code-foreground: {colours['foreground']};" in style
