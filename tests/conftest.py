"""How the tests are shared out when several processes run them."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
REAL_SITE = "the real site"
"""Built twice, for its pages and for its downloads; two builds wait for each other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what looks at the real site; everything else goes file by file."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item: pytest.Item) -> str:
    """Return the name that an item shares with those of its process."""
    file = item.path.relative_to(TESTS)
    built = file.parts[0] == "site" and "site" in getattr(item, "fixturenames", ())
    return REAL_SITE if built or file.parts[0] == "downloads" else str(file)
