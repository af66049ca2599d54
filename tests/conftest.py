"""How the tests are shared out when several processes run them."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
WHOLE = "downloads"
"""A folder whose tests share a site and an environment that take long to make."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares a fixture: a folder, the site's pages, or a file."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item: pytest.Item) -> str:
    """Return the name that an item shares with those of its process."""
    file = item.path.relative_to(TESTS)
    if file.parts[0] == WHOLE:
        return WHOLE
    if file.parts[0] == "site" and "site" in getattr(item, "fixturenames", ()):
        return "site"
    return str(file)
