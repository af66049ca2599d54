"""What a page tells search engines, and whoever is sent a link."""

import runpy
from pathlib import Path

import pytest
from pages import PUBLISHED
from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"
TEMPLATE = (
    '{% extends "!page.html" %}{% block extrahead %}'
    '{% include "sharing.html" %}{% endblock %}'
)
TEXTS = [
    ("One. Two.", "One. Two."),
    ("A *word*, ``code()`` and :math:`x^2`.", "A word, code() and x²."),
    (f"One. {'More ' * 50}.", "One."),
    (f"{'More ' * 50}.", f"{'More ' * 50}."),
    (".. note:: A box.\n\nThe text.", "The text."),
    ("One\nline. “Two?” Three.", "One line. “Two?” Three."),
    ('"Quoted" <and> & more.', "“Quoted” <and> & more."),
    ("First.\n\nSecond paragraph.", "First."),
    (f"{'一' * 49}。" * 3, f"{'一' * 49}。" * 2),  # twice as wide as letters
    ("", "PyTorch's fundamentals, in lessons whose every line was run."),
]
PAGES = {f"part/{n}.rst": f"T\n=\n\n{text}\n" for n, (text, _) in enumerate(TEXTS)}
FORMULA = "part/formula"
PAGES[f"{FORMULA}.rst"] = "The :math:`x^2`\n===============\n\nText.\n"


@pytest.fixture(scope="module")
def read(build_once):
    """Return what builds pages and returns what reads the head of one, by name."""

    def build(**settings):
        template = (DOCS / "theme/templates/sharing.html").read_text(encoding="utf-8")
        files = {"_templates/sharing.html": template, "_templates/page.html": TEMPLATE}
        files |= {"index.rst": "Home\n====\n\nHome.\n", **PAGES}
        settings |= {"project": "The site", "templates_path": ["_templates"]}
        built = build_once(files, html_theme="furo", published=PUBLISHED, **settings)
        return lambda page: {
            x.get("name") or x["property"]: x["content"]
            for x in built.soup(page).select("meta[name], meta[property]")
        }

    return build


@pytest.fixture(scope="module")
def tags(read):
    """Read the head of English pages."""
    return read()


@pytest.mark.parametrize(
    ("page", "description"), list(enumerate(x for _, x in TEXTS)), ids=str
)
def test_description_is_the_beginning_of_the_page(tags, page, description):
    """Whole sentences of the first paragraph, without markup, as many as fit."""
    assert tags(f"part/{page}")["description"] == description


def test_page_says_where_it_is_published(tags):
    """The address and the picture are absolute; home is the website."""
    found = tags(FORMULA)

    assert found["og:url"] == f"https://host.example/course/en/{FORMULA}.html"
    assert found["og:image"] == "https://host.example/course/share-en.png"
    assert found["og:title"] == "The x²"
    assert found["og:site_name"] == "The site"
    assert (found["og:type"], tags("index")["og:type"]) == ("article", "website")


def test_chinese_page_speaks_chinese(read):
    """Locale, picture and what the site says itself."""
    found = read(language="zh_CN", locale_dirs=[str(DOCS / "locales")])("index")

    assert (found["og:locale"], found["og:locale:alternate"]) == ("zh_CN", "en_US")
    assert found["og:image"].endswith("/share-zh-cn.png")
    assert found["og:image:alt"].startswith("站名")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("entrance/share-en.png", (1200, 630)),
        ("entrance/share-zh-cn.png", (1200, 630)),
        ("static/apple-touch-icon.png", (180, 180)),
    ],
)
def test_picture_is_opaque_light_and_as_large_as_its_tags_say(name, size):
    """A transparent background would be black on a phone."""
    path = DOCS / "theme" / name

    with Image.open(path) as image:
        assert image.size == size
        assert image.convert("RGBA").getextrema()[3] == (255, 255)
    assert path.stat().st_size < 60_000


def test_drawing_without_a_browser_says_what_to_install(monkeypatch):
    """One sentence with the cure."""
    make = runpy.run_path(str(DOCS / "theme/pictures/make.py"))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match=r"^no browser; install one of chromium, "):
        make["find_browser"]()
