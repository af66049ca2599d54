"""Contact sheets: every page small on a few large pictures, for people to look at."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps
from running import LANGUAGES, THEMES, pages_of
from visits import HEIGHTS, see_all

PAGES_A_SHEET = 20
SCALE = {1280: 0.31, 390: 0.5}
WIDTH, STRIP, GAP = 3000, 900, 20
GREY = "#8a8f98"

Strip = tuple[str, Image.Image]


def strips(name: str, path: Path, scale: float) -> list[Strip]:
    """Return a picture of a page as strips, the first under its name."""
    with Image.open(path) as full:
        picture = ImageOps.scale(full, scale)
    size = picture.width, picture.height
    parts = [(0, y, size[0], min(y + STRIP, size[1])) for y in range(0, size[1], STRIP)]
    return [(name if x[1] == 0 else "...", picture.crop(x)) for x in parts]


def sheet_of(found: list[Strip]) -> Image.Image:
    """Return a sheet that shows strips beside each other, in rows."""
    places, x, y = [], GAP, GAP
    for _, picture in found:
        if x + picture.width > WIDTH:
            x, y = GAP, y + STRIP + 2 * GAP
        places.append((x, y))
        x += picture.width + GAP
    sheet = Image.new("RGB", (WIDTH, y + STRIP + 2 * GAP), GREY)
    pen = ImageDraw.Draw(sheet)
    for (name, picture), (x, y) in zip(found, places, strict=True):
        pen.text((x, y), name)
        sheet.paste(picture, (x, y + GAP))
    return sheet


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_contact_sheets_show_every_page(
    opened, site, folder, sheets, language, theme, width
):
    """One sheet or more for each language, theme and width, beside its pictures."""
    pages = [page for page in pages_of(folder) if page.startswith(f"{language}/")]
    page = opened(pages[0], theme=theme, width=width).page
    for first in range(0, len(pages), PAGES_A_SHEET):
        number, found = first // PAGES_A_SHEET + 1, []
        sheet = sheets / f"contact-{language}-{theme}-{width}-{number}.png"
        for name in pages[first : first + PAGES_A_SHEET]:
            page.goto(site + name)
            see_all(page)
            picture = sheet.with_suffix("") / f"{name.replace('/', '-')}.png"
            page.screenshot(path=picture, full_page=True)
            found += strips(name, picture, SCALE[width])
        sheet_of(found).save(sheet)

        assert {name for name, _ in found} >= {*pages[first : first + PAGES_A_SHEET]}
