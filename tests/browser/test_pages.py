"""Every page, in both themes and both widths."""

from visits import look


def test_page_has_nothing_wrong(opened, cell):
    """No violation, error, foreign request, shift, overflow or lost focus."""
    assert look(opened(cell.page, theme=cell.theme, width=cell.width)) == {}
