"""Each page carries a policy that needs no `unsafe-…`."""

import base64
import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_project import ROOT

from gallery_store.errors import BuildError
from site_build.hosting.policy import add_policy, known_scripts
from site_build.project import Project

PAGE = "<!doctype html>\n<html><head>\n<meta charset='utf-8'>{}</head><body>{}</body>"
KNOWN = '\n if (1 < 2 && "</b>") {}\n'


def write_page(site: Path, head: str = "", body: str = "", name: str = "a") -> None:
    """Write a page into a site."""
    (site / f"{name}.html").write_text(PAGE.format(head, body), encoding="utf-8")


def policy(site: Path, name: str = "a") -> dict[str, str]:
    """Return the policy of a page, by directive."""
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    parts = page.head.find()["content"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def sha256(text: str) -> str:
    """Return what a policy calls a text."""
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    )


def test_policy_is_the_first_element_of_a_page(tmp_path: Path) -> None:
    """What stands before a policy does not obey it."""
    write_page(tmp_path, "<title>T</title>")
    add_policy(tmp_path, frozenset())
    first = BeautifulSoup((tmp_path / "a.html").read_text(), "html.parser").head.find()

    assert first["http-equiv"] == "Content-Security-Policy"


def test_policy_allows_this_site_only(tmp_path: Path) -> None:
    """Whatever is not named is forbidden; nothing is unsafe."""
    write_page(tmp_path)
    add_policy(tmp_path, frozenset())

    assert policy(tmp_path) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }


def test_known_script_is_allowed_by_its_hash(tmp_path: Path) -> None:
    """The text counts as it is written, with its spaces, entities and ends of tags."""
    write_page(tmp_path, body=f"<script>{KNOWN}</script>")
    add_policy(tmp_path, frozenset([KNOWN]))

    assert policy(tmp_path)["script-src"] == f"'self' {sha256(KNOWN)}"


@pytest.mark.parametrize(
    "element",
    [
        "<script>document.title = 5</script>",
        f"<script>{KNOWN} </script>",
        "<script type=module>1</script>",
        "<script type=importmap>{}</script>",
        "<style>p { color: red }</style>",
        "<style src=x>p { color: red }</style>",
        "<script><!-- <script>1</script>",
    ],
)
def test_whatever_else_stands_inside_is_refused_by_name(
    tmp_path: Path, element: str
) -> None:
    """The policy lists what the site knows, never what it happens to find."""
    write_page(tmp_path, body=element)

    with pytest.raises(BuildError, match=r"a\.html: <(script|style)> stands inside"):
        add_policy(tmp_path, frozenset([KNOWN]))


@pytest.mark.parametrize("tag", ['<script src="x.js">', '<script type="a/ld+json">'])
def test_what_does_not_run_inside_needs_no_hash(tmp_path: Path, tag: str) -> None:
    """A file is allowed by its place, and data never runs."""
    write_page(tmp_path, f"{tag}{{}}</script>")

    add_policy(tmp_path, frozenset())


def test_site_knows_its_scripts_by_their_sources() -> None:
    """Two of our own and one of the theme, before a page is read."""
    known = known_scripts(Project(ROOT))

    assert len(known) == 3
    assert sum("localStorage" in x for x in known) == 2


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ('<p style="color: red">', r"<p> has style=\"color: red\"; use a class"),
        ('<svg><path style="a:b"/></svg>', "<path> has style"),
        ('<p onclick="f()">', r"<p> has onclick=\"f\(\)\"; listen in a script file"),
        ('<a href="javascript:f()">', "<a> runs 'javascript"),
        ('<script src="https://a.org/x.js"></script>', "<script> loads https://a.org"),
        ('<img src="//a.org/x.png">', "<img> loads //a.org/x.png from elsewhere"),
        ('<img srcset="https://a.org/x.png 2x">', "<img> loads https"),
        ('<img srcset="x.png 1x, https://a.org/x.png 2x">', "<img> loads x.png"),
        ('<link rel="stylesheet" href="http://a.org/x.css">', "<link> loads http"),
        ('<link rel="preconnect" href="https://a.org">', "<link> loads https"),
        ('<iframe src="https://a.org"></iframe>', "<iframe> loads https"),
        ('<object data="https://a.org"></object>', "<object> loads https"),
        ('<form action="https://a.org"></form>', "<form> loads https"),
        ('<svg><use href="https://a.org#x"/></svg>', "<use> loads https"),
        ('<base href="/x/">', "<base> changes all addresses"),
        ('<img src="\\\\a.org/x.png">', "<img> loads"),
        ('<a href="x" ping="https://a.org">', "<a> loads https"),
        ('<a href=" JavaScript:f()">', "<a> runs ' JavaScript"),
        (
            '<meta http-equiv="Refresh" content="0; url=https://a.org/x">',
            "<meta> sends readers to https://a.org/x; let them follow a link",
        ),
        ("<meta http-equiv=refresh content=\"5;URL='//a.org'\">", "<meta> sends"),
        ('<meta http-equiv=refresh content="1.5, http://a.org">', "<meta> sends"),
    ],
)
def test_page_that_breaks_the_policy_is_named(
    tmp_path: Path, element: str, fault: str
) -> None:
    """The build says page, element and cure instead of loosening the policy."""
    write_page(tmp_path, body=element)

    with pytest.raises(BuildError, match=f"a.html: {fault}"):
        add_policy(tmp_path, frozenset())


def test_links_and_data_are_no_loads(tmp_path: Path) -> None:
    """A link leads elsewhere only when a reader follows it."""
    links = '<a href="https://a.org">x</a><img src="data:image/png;base64,">'
    write_page(tmp_path, '<link rel="canonical" href="https://a.org/">', links)

    add_policy(tmp_path, frozenset())


@pytest.mark.parametrize("content", ["0; url=../new.html", "0;url='new.html'", "30"])
def test_refresh_may_stay_on_the_site(tmp_path: Path, content: str) -> None:
    """A renamed page leads to its new address, without a script."""
    write_page(tmp_path, f'<meta http-equiv="refresh" content="{content}">')

    add_policy(tmp_path, frozenset())


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.css", "p { background: url('https://a.org/x') }", "loads from elsewhere"),
        ("a.css", '@import "//a.org/x.css";', "loads from elsewhere"),
        ("a.js", "document.cookie = 'x=1'", "uses cookies"),
    ],
)
def test_file_that_breaks_the_policy_is_named(
    tmp_path: Path, name: str, text: str, fault: str
) -> None:
    """Style sheets load from here, and scripts leave cookies alone."""
    (tmp_path / name).write_text(text)

    with pytest.raises(BuildError, match=f"{name} {fault}"):
        add_policy(tmp_path, frozenset())


def test_page_without_head_is_named(tmp_path: Path) -> None:
    """A policy that found no place would be missing in silence."""
    (tmp_path / "a.html").write_text("<p>Hello")

    with pytest.raises(BuildError, match=r"a\.html: <head> is missing"):
        add_policy(tmp_path, frozenset())
