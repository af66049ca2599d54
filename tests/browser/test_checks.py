"""The checks see what they are there for: small pages with one thing wrong."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from served import serve
from visits import look, visiting

POLICY = "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>A page</title>
<link rel="icon" href="{pixel}">{head}</head>
<body><main><article><h1>A page</h1>{body}</article></main></body></html>"""
LATE = """<p>text</p><script>
  const late = "<p style='height:200px'>late</p>";
  const heading = document.querySelector("h1");
  const insert = () => heading.insertAdjacentHTML("beforebegin", late);
  setTimeout(insert, 50);
</script>"""
TRAP = """<input aria-label="trap"><a href="#b">after</a><script>
  document.querySelector("input").addEventListener("keydown", (x) => x.preventDefault())
</script>"""
COVER = "<a href='#a'>a</a><p style='position:fixed;inset:0;background:#fff'></p>"
WRONG = {
    "a button without a name": ("<button></button>", "accessibility", "button-name"),
    "pale text": ("<p style='color:#bbb'>pale</p>", "accessibility", "color-contrast"),
    "a figure without text": (
        f"<img src='{PIXEL}' width='1' height='1'>",
        "pictures",
        "no alternative text",
    ),
    "a figure without size": (f"<img src='{PIXEL}' alt='x'>", "pictures", "no size"),
    "a lost figure": (
        "<img src='lost.png' alt='x' width='1' height='1'>",
        "pictures",
        "did not load",
    ),
    "a lost file": ("<script src='lost.js'></script>", "requests", "status 404"),
    "another host": (
        "<script src='http://localhost:9/x.js'></script>",
        "requests",
        "is not on this site",
    ),
    "a warning": ("<script>console.warn('careful')</script>", "console", "careful"),
    "an error": ("<script>undefinedName</script>", "console", "undefinedName"),
    "a wide table": (
        "<table><tr><td><div style='width:900px'>x</div></table>",
        "width",
        "px wide",
    ),
    "a table too wide for small phones": (
        "<div style='width:350px'>x</div>",
        "narrow",
        "px wide",
    ),
    "a late insertion": (LATE, "layout shift", "in all"),
    "focus that does not show": (
        "<a href='#a' style='outline:none'>link</a>",
        "keyboard",
        "does not show",
    ),
    "focus outside the window": (
        "<a href='#a' style='position:fixed;left:-999px'>link</a>",
        "keyboard",
        "outside the window",
    ),
    "focus behind something": (COVER, "keyboard", "is covered"),
    "a control for the mouse": (
        "<label for='c'>open</label><input id='c' type='checkbox' hidden>",
        "keyboard",
        "only with a mouse",
    ),
    "an order that goes up": (
        "<div style='display:flex;flex-direction:column-reverse'>"
        "<a href='#a'>first</a><a href='#b'>second</a></div>",
        "keyboard",
        "is above",
    ),
    "a queue of its own": (
        "<a href='#a'>one</a> <a href='#b' tabindex='1'>two</a>",
        "accessibility",
        "tabindex",
    ),
    "a trap": (TRAP, "keyboard", "is not reached"),
}


def findings(
    browser: Browser, folder: Path, body: str, *, head: str = ""
) -> dict[str, list[str]]:
    """Return what is found on a page, on a phone."""
    text = PAGE.format(pixel=PIXEL, head=head, body=body)
    (folder / "index.html").write_text(text, encoding="utf-8")
    with serve(folder) as own, visiting(browser, own, width=390) as visit:
        visit.page.goto(own)
        visit.page.wait_for_timeout(100 if "setTimeout" in body else 0)
        return look(visit)


def test_good_page_passes(browser: Browser, tmp_path: Path) -> None:
    """Nothing is wrong with a plain page."""
    body = "<p>Text and <a href='#a' id='a'>a link</a>.</p>"

    assert findings(browser, tmp_path, body) == {}


@pytest.mark.parametrize(("body", "kind", "words"), WRONG.values(), ids=WRONG)
def test_mistake_is_found(
    browser: Browser, tmp_path: Path, body: str, kind: str, words: str
) -> None:
    """One thing is wrong, and the report names it."""
    found = findings(browser, tmp_path, body)

    assert words in " ".join(found.get(kind, [])), found


def test_break_of_the_policy_is_found(browser: Browser, tmp_path: Path) -> None:
    """A style in the page that the policy does not know is refused, and reported."""
    found = findings(browser, tmp_path, "<p style='color:red'>x</p>", head=POLICY)

    assert "style-src" in " ".join(found["policy"])
