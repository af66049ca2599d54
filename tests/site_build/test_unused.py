"""What no page asks for is not published."""

from pathlib import Path

import pytest

from site_build.hosting.unused_assets import remove_unused

FILES = {
    "index.html": '<link href="en/_static/logo.svg">',
    "en/index.html": '<link href="_static/styles/a.css?v=1">',
    "en/search.html": '<script data-script="_static/late.js"></script>',
    "en/_static/logo.svg": "",
    "en/_static/styles/a.css": "b { background: url(../picture.png) }",
    "en/_static/picture.png": "",
    "en/_static/late.js": "load('later.js')",
    "en/_static/later.js": "",
    "en/_static/late-license.txt": "",
    "en/_static/tools.js": "",
    "en/_static/deep/unused.css": "",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site with two files that nothing names."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "en/_sources").mkdir()
    remove_unused(tmp_path)
    return tmp_path


def test_what_nothing_names_is_left_out(site: Path) -> None:
    """Neither the files nor the folders that held only them are published."""
    gone = ("tools.js", "deep")

    assert [x for x in gone if (site / "en/_static" / x).exists()] == []
    assert not (site / "en/_sources").exists()


def test_what_is_named_stays(site: Path) -> None:
    """In a page, in a script, in a style, from above; and every licence."""
    found = {x.relative_to(site).as_posix() for x in site.rglob("*") if x.is_file()}

    assert found == FILES.keys() - {"en/_static/tools.js", "en/_static/deep/unused.css"}
