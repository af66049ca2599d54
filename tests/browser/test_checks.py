"""The checks see what they are there for: small pages with one thing wrong."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from served import serve
from visits import Findings, look, visiting

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
SMALL = "width='1' height='1'"
COLUMN = "<div style='display:flex;flex-direction:column-reverse'>"
CHECKBOX = "<label for='c'>open</label><input id='c' type='checkbox' hidden>"
WIDE = "<table><tr><td><div style='width:900px'>x</div></table>"
AWAY = "<a href='#a' style='position:fixed;left:-999px'>link</a>"
WRONG = [
    ("<button></button>", "accessibility", "button-name"),
    ("<p style='color:#bbb'>pale</p>", "accessibility", "color-contrast"),
    ("<a href='#a'>one</a> <a tabindex=1 href>two</a>", "accessibility", "tabindex"),
    (f"<img src='{PIXEL}' {SMALL}>", "pictures", "no alternative text"),
    (f"<img src='{PIXEL}' alt='x'>", "pictures", "no size"),
    (f"<img src='lost.png' alt='x' {SMALL}>", "pictures", "did not load"),
    ("<script src='lost.js'></script>", "requests", "status 404"),
    ("<script src='http://localhost:9/x.js'></script>", "requests", "not on this site"),
    ("<script>console.warn('careful')</script>", "console", "careful"),
    ("<script>undefinedName</script>", "console", "undefinedName"),
    (WIDE, "width", "px wide"),
    ("<div style='width:350px'>x</div>", "narrow", "px wide"),
    (LATE, "layout shift", "in all"),
    ("<a href='#a' style='outline:none'>link</a>", "keyboard", "does not show"),
    (AWAY, "keyboard", "outside the window"),
    (COVER, "keyboard", "is covered"),
    (CHECKBOX, "keyboard", "only with a mouse"),
    (f"{COLUMN}<a href='#a'>a</a><a href='#b'>b</a></div>", "keyboard", "is above"),
    (TRAP, "keyboard", "is not reached"),
    ("<p style='color:red'>x</p>", "policy", "style-src"),
]


def findings(browser: Browser, folder: Path, body: str, head: str) -> Findings:
    """Return what is found on a page, on a phone."""
    text = PAGE.format(pixel=PIXEL, head=head, body=body)
    (folder / "index.html").write_text(text, encoding="utf-8")
    with serve(folder) as own, visiting(browser, own, width=390) as visit:
        visit.page.goto(own)
        visit.page.wait_for_timeout(100 if "setTimeout" in body else 0)
        return look(visit)


def test_good_page_passes(browser, tmp_path):
    """Nothing is wrong with a plain page."""
    body = "<p>Text and <a href='#a' id='a'>a link</a>.</p>"

    assert findings(browser, tmp_path, body, POLICY) == {}


@pytest.mark.parametrize(
    ("body", "kind", "words"), WRONG, ids=[f"{x[1]}-{x[2]}" for x in WRONG]
)
def test_mistake_is_found(browser, tmp_path, body, kind, words):
    """One thing is wrong, and the report names it."""
    head = POLICY if kind == "policy" else ""
    found = findings(browser, tmp_path, body, head)

    assert words in " ".join(found.get(kind, [])), found
