"""Each page carries a policy that needs no `unsafe-…`, and obeys it."""

import base64
import hashlib

import pytest
from bs4 import BeautifulSoup
from small_project import ROOT

from site_build.hosting.policy import Reader, add_policy, file_faults, known_scripts
from site_build.project import Project

PAGE = "<!doctype html>\n<html><head>\n<meta charset='utf-8'></head><body>{}</body>"
SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"
KNOWN = '\n if (1 < 2 && "</b>") {}\n'


def faults(element: str) -> list[str]:
    """Return what the policy forbids in a page with an element."""
    return Reader(PAGE.format(element), frozenset([KNOWN])).faults


def test_policy_is_the_first_element_and_allows_this_site_only():
    """What stands before it does not obey it; whatever is not named is forbidden.

    A known script is allowed by the hash of its text as it is written.
    """
    page = BeautifulSoup(add_policy(PAGE, frozenset([KNOWN])), "html.parser")
    first = page.head.find()
    policy = dict(part.split(" ", 1) for part in first["content"].split("; "))
    digest = base64.b64encode(hashlib.sha256(KNOWN.encode()).digest()).decode()

    assert first["http-equiv"] == "Content-Security-Policy"
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{digest}'",
        "img-src": "'self' data:",
        **dict.fromkeys(("object-src", "base-uri"), "'none'"),
        **dict.fromkeys(("style-src", "font-src"), "'self'"),
        **dict.fromkeys(("connect-src", "form-action"), "'self'"),
    }


def test_site_knows_its_scripts_by_their_sources():
    """Two of our own and one of the theme, before a page is read."""
    known = known_scripts(Project(ROOT))

    assert len(known) == 3
    assert sum("localStorage" in x for x in known) == 2


ALLOWED = [
    f"<script>{KNOWN}</script>",
    '<script src="x.js"></script>',
    '<script type="a/ld+json">{}</script>',
    '<link rel="canonical" href="https://a.org/">',
    '<a href="https://a.org">x</a>',
    '<img src="data:image/png;base64,">',
    '<meta http-equiv="refresh" content="0; url=../new.html">',
    "<meta http-equiv=refresh content=\"0;url='new.html'\">",
    '<meta http-equiv="refresh" content="30">',
]
FORBIDDEN = [
    ("<script>document.title = 5</script>", "<script> stands inside (document.title"),
    (f"<script>{KNOWN} </script>", "<script> stands inside"),
    ("<script type=module>1</script>", "<script> stands inside"),
    ("<script type=importmap>{}</script>", "<script> stands inside"),
    ("<style>p { color: red }</style>", "<style> stands inside"),
    ("<style src=x>p { color: red }</style>", "<style> stands inside"),
    ("<script><!-- <script>1</script>", "<script> stands inside"),
    ('<p style="color: red">', '<p> has style="color: red"; use a class'),
    ('<svg><path style="a:b"/></svg>', "<path> has style"),
    ('<p onclick="f()">', '<p> has onclick="f()"; listen in a script file'),
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
    ('<a href=" JavaScript:f()">', "<a> runs 'JavaScript"),
    ('<a href="java&#9;script:f()">', "<a> runs 'javascript"),
    ('<img src="/&#10;/a.org/x.png">', "<img> loads //a.org"),
    ("<meta http-equiv=refresh content='0;url=/\n/a.org'>", "<meta> sends"),
    ("<script>1", "<script> never ends"),
    ("<style>", "<style> never ends"),
    (
        '<meta http-equiv="Refresh" content="0; url=https://a.org/x">',
        "<meta> sends readers to https://a.org/x; let them follow a link",
    ),
    ("<meta http-equiv=refresh content=\"5;URL='//a.org'\">", "<meta> sends"),
    ('<meta http-equiv=refresh content="1.5, http://a.org">', "<meta> sends"),
]


@pytest.mark.parametrize("element", ALLOWED)
def test_files_data_and_links_are_allowed(element):
    """A file is allowed by its place, data never runs, a reader follows a link."""
    assert faults(element) == []


@pytest.mark.parametrize(("element", "fault"), FORBIDDEN)
def test_what_the_policy_forbids_is_named(element, fault):
    """The build says element and cure instead of loosening the policy.

    That lists what the site knows, never what it happens to find.
    """
    (found,) = faults(element)

    assert found.startswith(fault)


def test_page_without_head_is_named():
    """A policy that found no place would be missing in silence."""
    assert Reader("<p>Hello", frozenset()).faults == ["<head> is missing"]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.css", "p { background: url('https://a.org/x') }", "loads from elsewhere"),
        ("a.css", '@import "//a.org/x.css";', "loads from elsewhere"),
        ("a.css", "p { background: url(x.png) }", ""),
        ("a.js", "document.cookie = 'x=1'", "uses cookies"),
        ("a.svg", SVG.format("<script>1</script>"), "has <script>"),
        (
            "a.svg",
            SVG.format("<x:script xmlns:x='http://www.w3.org/2000/svg'/>"),
            "has",
        ),
        ("a.svg", SVG.format("<foreignObject/>"), "has <foreignobject>"),
        ("a.svg", SVG.format("<g onload='f()'/>"), 'has onload="f()"'),
        ("a.svg", SVG.format("<a href='java&#9;script:f()'/>"), "has href"),
        ("a.svg", SVG.format("<g onx='<'/>"), "is no SVG (not well-formed"),
        ("a.svg", SVG.format("<!-- a --><text>a script: one = 1</text>"), ""),
    ],
)
def test_file_that_breaks_the_policy_is_named(tmp_path, name, text, fault):
    """Style sheets load from here, and scripts leave cookies alone."""
    (tmp_path / name).write_text(text)

    assert "; ".join(file_faults(tmp_path / name)).startswith(fault)
    assert bool(fault) == any(file_faults(tmp_path / name))
