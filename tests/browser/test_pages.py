"""Every page, in both themes and both widths."""

from playwright.sync_api import Browser
from visits import Cell, inspect


def test_page_has_nothing_wrong(browser: Browser, site: str, cell: Cell) -> None:
    """No violation, error, foreign request, shift, overflow or lost focus."""
    assert inspect(browser, site, cell) == {}
