"""What readers find on every page of the real site, whatever it is about."""

import io
import re
from copy import copy
from pathlib import Path

from built import LESSONS, PROJECT, article, each_folder, pages, soup
from furo import get_pygments_style_colors
from pygments.styles import get_style_by_name
from rich.console import Console

from gallery_store.progress import Reporter
from lesson_pages.languages import HAN
from site_build.build import Options, build

LATIN_WORDS = re.compile(r"(?:\b[A-Za-z']{2,}\b[ ,;:]+){4,}")


def test_no_english_sentence_on_a_chinese_page(site):
    """Prose, titles and interface are Chinese; code and names stay."""
    found = {}
    for page in sorted({*pages(site, "zh-cn")} - {"zh-cn/audit"}):  # quotes warnings
        document = copy(soup(site, page))
        for other in document.select("pre, code, script, style, [lang=en], math"):
            other.decompose()
        texts = [x.get_text(" ") for x in document.select("p, li, dt, dd, h1, h2, h3")]
        if english := [x for x in texts if LATIN_WORDS.search(x)]:
            found[page] = english

    assert found == {}


def test_interface_is_chinese_on_the_chinese_site(site):
    """Names that only a screen reader says are translated, too."""
    found = [soup(site, x).select("[aria-label]") for x in pages(site, "zh-cn")]
    names = {tag["aria-label"] for tags in found for tag in tags}

    assert names
    assert [name for name in names if not re.search(f"[{HAN}]", name)] == []


@each_folder
def test_every_page_describes_itself(site, folder):
    """In its own words and language, unlike any other page, with a picture."""
    every = [soup(site, x) for x in pages(site, folder)]
    found = [x.select_one("meta[name=description]")["content"] for x in every]
    pictures = {x.select_one("meta[property='og:image']")["content"] for x in every}

    assert {x.html["lang"] for x in every} == {"en" if folder == "en" else "zh-CN"}
    assert {bool(re.search(f"[{HAN}]", x)) for x in found} == {folder == "zh-cn"}
    assert len(set(found)) == len(found)
    assert not [text for text in found if re.search(r"`|:\w+:|\\\w", text)]
    assert [x for x in pictures if not (site / Path(x).name).is_file()] == []


def test_browsers_learn_the_encoding_in_time(site):
    """The policy before it leaves it among the first 1024 bytes, where they look."""
    heads = {x.name: x.read_bytes()[:1024] for x in site.rglob("*.html")}

    assert [x for x, head in heads.items() if b'charset="utf-8"' not in head] == []


def test_what_the_gallery_adds_is_on_no_page(site):
    """No yellow box, no English note, no script for tags; no index of Sphinx's."""
    for page in pages(site):
        document = soup(site, page)

        assert "Go to the end" not in article(document).get_text()
        assert not document.select(".sphx-glr-footer, script[src*=sg-tags]")
    assert not list(site.glob("*/searchindex.js"))


def test_code_is_reachable_with_the_keyboard(site):
    """Who has no mouse scrolls what is wide with the arrow keys."""
    blocks = [x for page in pages(site) for x in soup(site, page).select("article pre")]

    assert len(blocks) > 100
    assert {x.get("tabindex") for x in blocks} == {"0"}


def test_code_has_the_colours_of_its_style(site):
    """The theme would write them into each page, which the policy forbids."""
    style = (site / "en/_static/site.css").read_text("utf-8")
    for name in ("github-light", "github-dark"):
        colours = get_pygments_style_colors(get_style_by_name(name), fallbacks={})

        assert f"--color-code-background: {colours['background']};" in style
        assert f"--color-code-foreground: {colours['foreground']};" in style


def test_one_lesson_is_previewed(tmp_path):
    """Who writes a lesson sees it alone: others, and their zips, are not there."""
    options = Options(only=LESSONS[-1], lang="en", out=tmp_path / "html")

    site = build(PROJECT, options, Reporter(Console(file=io.StringIO())))

    assert (site / f"en/lessons/{LESSONS[-1]}.html").is_file()
    assert not (site / f"en/lessons/{LESSONS[0]}.html").exists()
