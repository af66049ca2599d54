"""Contact sheets: every page small on a few large pictures, for people to look at."""

import math
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import LANGUAGES, THEMES, pages_of
from visits import HEIGHTS, Visit, see_all, visiting

PAGES_A_SHEET = 20
SHEET = {"width": 3000, "height": 1200}
SCALE = {1280: 0.31, 390: 0.5}
STRIP = 900
HEAD = """<!doctype html><meta charset="utf-8"><style>
body { margin: 12px; font: 14px sans-serif; background: #8a8f98;
  display: flex; flex-wrap: wrap; gap: 12px 8px }
figure { margin: 0; overflow: hidden }
figcaption { white-space: nowrap; height: 20px }
i { display: block; background-repeat: no-repeat }
</style>"""
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


def photograph(visit: Visit, site: str, pages: list[str], folder: Path) -> str:
    """Take a picture of each page; return the sheet that shows them, as HTML."""
    page = visit.page
    figures = []
    for name in pages:
        page.goto(site + name)
        see_all(page)
        picture = folder / f"{name.replace('/', '-')}.png"
        page.screenshot(path=picture, full_page=True)
        height, width = page.evaluate("[document.body.scrollHeight, innerWidth]")
        figures.append(strips(name, f"{folder.name}/{picture.name}", height, width))
    return "".join([HEAD, *figures])


def develop(browser: Browser, sheet: Path) -> list[str]:
    """Turn a sheet of HTML into a picture beside it; return what it cuts off."""
    with visiting(browser, sheet.parent.as_uri()) as visit:
        visit.page.set_viewport_size(SHEET)
        visit.page.goto(sheet.as_uri())
        visit.page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
        return visit.page.evaluate(CUT_OFF)


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
    pages = [page for page in pages_of(folder) if page.startswith(f"{language}/")]
    for first in range(0, len(pages), PAGES_A_SHEET):
        some = pages[first : first + PAGES_A_SHEET]
        number = first // PAGES_A_SHEET + 1
        sheet = sheets / f"contact-{language}-{theme}-{width}-{number}.html"
        with visiting(browser, site, theme=theme, width=width) as visit:
            html = photograph(visit, site, some, sheet.with_suffix(""))
        sheet.write_text(html, encoding="utf-8")

        assert develop(browser, sheet) == []
        assert [x for x in some if f"<figcaption>{x}<" not in html] == []
