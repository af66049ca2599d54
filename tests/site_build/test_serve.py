"""The site as `nox -s serve` shows it."""

from pathlib import Path

from site_build.hosting.policy import add_policy
from site_build.serve import copy_open

PAGE = "<!doctype html>\n<html><head>\n<title>x</title></head><body></body></html>"


def test_served_pages_let_the_reloading_script_in(tmp_path: Path) -> None:
    """The policy of the published page would refuse it; nothing else is changed."""
    site, served = tmp_path / "html", tmp_path / "serve"
    (site / "en").mkdir(parents=True)
    (site / "en/index.html").write_text(PAGE, encoding="utf-8")
    add_policy(site, frozenset())
    copy_open(site, served)

    assert "Content-Security-Policy" in (site / "en/index.html").read_text("utf-8")
    assert (served / "en/index.html").read_text("utf-8") == PAGE


def test_deleted_page_is_not_served(tmp_path: Path) -> None:
    """A copy holds what the site holds now."""
    site, served = tmp_path / "html", tmp_path / "serve"
    site.mkdir()
    served.mkdir()
    (served / "old.html").write_text(PAGE, encoding="utf-8")
    copy_open(site, served)

    assert list(served.iterdir()) == []
