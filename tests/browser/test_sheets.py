"""Contact sheets: every page small on a few large pictures, for people to look at."""

import math
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import LANGUAGES, THEMES, pages_of
from visits import HEIGHTS, see_all, visiting

PAGES_A_SHEET = 20
SHEET = {"width": 3000, "height": 1200}
SCALE = {1280: 0.31, 390: 0.5}
STRIP = 900
STYLE = """body { margin: 12px; font: 14px sans-serif; background: #8a8f98;
  display: flex; flex-wrap: wrap; gap: 12px 8px }
figure { margin: 0; overflow: hidden }
figcaption { white-space: nowrap; height: 20px }
i { display: block; background-repeat: no-repeat }"""
STRIPE = """<figure style="width:{width}px"><figcaption>{name}</figcaption>
<i style="height:{height}px;background-image:url('{picture}');
background-size:{width}px;background-position:0 -{top}px"></i></figure>"""
CUT_OFF = """async () => {
  const pages = {};
  for (const strip of document.querySelectorAll("i"))
    (pages[getComputedStyle(strip).backgroundImage.slice(5, -2)] ??= []).push(strip);
  const cut = [];
  for (const [src, strips] of Object.entries(pages)) {
    const picture = Object.assign(new Image(), { src });
    await picture.decode();
    const scale = strips[0].clientWidth / picture.naturalWidth;
    const shown = strips.reduce((sum, x) => sum + x.clientHeight, 0);
    if (shown < picture.naturalHeight * scale - 1) cut.push(src);
  }
  return cut;
}"""


def strips(name: str, picture: str, height: int, width: int) -> str:
    """Return a page as strips beside each other, each under its name."""
    scale = SCALE[width]
    number = math.ceil(height * scale / STRIP)
    values = {"picture": picture, "width": width * scale, "height": STRIP}
    return "".join(
        STRIPE.format(name=name if k == 0 else "…", top=k * STRIP, **values)
        for k in range(number)
    )


def photograph(
    browser: Browser, site: str, pages: list[str], sheets: Path, name: str
) -> str:
    """Take a picture of each page; return the sheet that shows them, as HTML."""
    theme, width = name.split("-")[-2], int(name.split("-")[-1])
    figures = []
    with visiting(browser, site, theme=theme, width=width) as visit:
        for page in pages:
            visit.page.goto(site + page)
            see_all(visit.page)
            picture = f"{name}/{page.replace('/', '-')}.png"
            visit.page.screenshot(path=sheets / picture, full_page=True)
            height = visit.page.evaluate("document.documentElement.scrollHeight")
            figures.append(strips(page, picture, height, width))
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(figures)}"
    )


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_contact_sheets_show_every_page(
    browser: Browser,
    site: str,
    folder: Path,
    sheets: Path,
    language: str,
    theme: str,
    width: int,
) -> None:
    """One sheet or more for each language, theme and width."""
    name = f"contact-{language}-{theme}-{width}"
    pages = [page for page in pages_of(folder) if page.startswith(f"{language}/")]
    for first in range(0, len(pages), PAGES_A_SHEET):
        some = pages[first : first + PAGES_A_SHEET]
        html = photograph(browser, site, some, sheets, name)
        sheet = sheets / f"{name}-{first // PAGES_A_SHEET + 1}.html"
        sheet.write_text(html, encoding="utf-8")
        with visiting(browser, sheets.as_uri()) as visit:
            visit.page.set_viewport_size(SHEET)
            visit.page.goto(sheet.as_uri(), wait_until="networkidle")
            cut_off = visit.page.evaluate(CUT_OFF)
            visit.page.screenshot(path=sheet.with_suffix(".png"), full_page=True)

        assert cut_off == []
        assert [x for x in some if f"<figcaption>{x}<" not in html] == []
