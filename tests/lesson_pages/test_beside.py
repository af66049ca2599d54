"""Pages link what lies beside the folders of the languages."""

import pytest

TEXT = "T\n=\n\n:beside:`The whole site <site.zip>`\n"


@pytest.mark.parametrize(
    ("page", "href"), [("index", "../site.zip"), ("a/b", "../../site.zip")]
)
def test_link_is_relative(build, page: str, href: str):
    """It works at any depth, and from a disk."""
    files = {
        "index.rst": "H\n=\n\n.. toctree::\n   :glob:\n\n   a/*\n",
        "a/x.rst": TEXT,
    }
    built = build({**files, f"{page}.rst": TEXT})
    link = built.soup(page).select_one(".body a[href$=zip]")

    assert (link["href"], link.get_text()) == (href, "The whole site")
