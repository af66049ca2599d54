"""What hosts send with the site, in one file for each kind of host."""

from pathlib import Path

import pytest

from lesson_pages.site_settings import Settings
from site_build.hosting.headers import headers, write_headers
from site_build.hosting.policy import source

KNOWN = frozenset({"known()"})
FILES = ("_headers", ".htaccess", "_nginx.conf")


def write_site(site: Path, base: str = "https://a.org/") -> None:
    """Write a site of one page and its headers."""
    (site / "en").mkdir()
    page = '<script src="../x.js?v=12ab"></script><img src="../y.png">'
    (site / "en/a.html").write_text(page)
    write_headers(Settings(base, "https://b.org", "main", "notebooks"), KNOWN, site)


@pytest.mark.parametrize("file", FILES)
def test_each_host_sends_every_header(tmp_path: Path, file: str) -> None:
    """The hosts' files say the same."""
    write_site(tmp_path)
    text = (tmp_path / file).read_text()

    for name, value in headers(KNOWN).items():
        assert name in text
        assert value in text


def test_policy_of_the_host_forbids_frames_and_foreign_scripts() -> None:
    """A page cannot forbid frames itself; scripts are as on the pages."""
    policy = headers(KNOWN)["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert f"script-src 'self' {source('known()')}" in policy
    assert "unsafe" not in policy


def test_policy_of_the_host_lets_figures_have_styles() -> None:
    """A figure that is opened by itself would be black without its styles."""
    policy = headers(KNOWN)["Content-Security-Policy"]

    assert "style-src" not in policy
    assert "default-src" not in policy


def test_files_with_a_hash_are_kept_for_long(tmp_path: Path) -> None:
    """Their address changes with their content; the others are asked for again."""
    write_site(tmp_path)
    lines = (tmp_path / "_headers").read_text().splitlines()
    kept = [lines[i - 1] for i, line in enumerate(lines) if "immutable" in line]

    assert kept == ["/x.js"]


def test_headers_name_paths_from_the_root_of_the_host(tmp_path: Path) -> None:
    """A site in a sub-folder says so."""
    write_site(tmp_path, "https://a.org/course/")

    lines = (tmp_path / "_headers").read_text().splitlines()
    assert [line for line in lines if line[0] != " "] == ["/course/*", "/course/x.js"]
    assert "404 /course/404.html" in (tmp_path / ".htaccess").read_text()
    assert "404 /course/404.html" in (tmp_path / "_nginx.conf").read_text()
