"""What tests of the built site have in common: its pages, and what they link."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from gallery_store.lessons import find_lessons
from lesson_pages.course.course import is_lesson
from lesson_pages.site_settings import read_settings
from site_build.project import Project

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT)
LESSONS = [
    x.name for x in find_lessons(PROJECT.gallery) if is_lesson(f"lessons/{x.name}")
]
FOLDERS = ("en", "zh-cn")
BASE_URL = read_settings(PROJECT.docs).base_url


@cache
def soup(site: Path, page: str) -> BeautifulSoup:
    """Return a page, parsed once; whoever changes it takes a copy."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def pages(site: Path, folder: str = "*") -> Iterator[str]:
    """Yield every page of both languages, or of one, without suffix."""
    for path in sorted(site.glob(f"{folder}/**/*.html")):
        yield path.relative_to(site).with_suffix("").as_posix()


def article(document: BeautifulSoup) -> Tag:
    """Return what a page says, without navigation."""
    found = document.find("article")
    assert isinstance(found, Tag)
    return found


def resolve(site: Path, page: str, href: str) -> Path:
    """Return the file that a relative address on a page means."""
    address = unquote(urlsplit(href).path)
    return ((site / page).parent / address).resolve()


each_folder = pytest.mark.parametrize("folder", FOLDERS)
