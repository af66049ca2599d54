"""Node.js, the packages from npm, and what of their work is kept."""

from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from lesson_pages import npm

LIBRARY = "temml/dist/temml.cjs"
ECHO = """\
import { readFileSync } from "node:fs";
const items = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(items.map((x) => x + "∑")));
"""


def test_missing_package_says_how_to_get_it():
    """One sentence with the cure."""
    said = "^npm's nosuch/index.js is not installed; run `nox -s env`$"
    with pytest.raises(ExtensionError, match=said):
        npm.package_file("nosuch/index.js")


@pytest.mark.parametrize(
    ("items", "sign", "damage", "calls"),
    [
        (["a", "张量"], "∑", None, 0),
        (["张量"], "∑", None, 0),
        ([], "∑", None, 0),
        (["a", "c", "a"], "∑", None, 1),
        (["a"], "∏", None, 1),
        (["a"], "∑", b"", 1),
        (["a"], "∑", b'"b"', 1),
    ],
    ids=["same", "fewer", "none", "another", "other program", "emptied", "other"],
)
def test_what_was_converted_once_is_kept(
    tmp_path, monkeypatch, items, sign, damage, calls
):
    """In the order of the items; Node.js starts for what is new, program or item."""
    script = Path(tmp_path, "echo.mjs")
    script.write_text(ECHO, encoding="utf-8")
    npm.convert(script, LIBRARY, ["张量", "a", "张量"], tmp_path)
    script.write_text(ECHO.replace("∑", sign), encoding="utf-8")
    for file in tmp_path.iterdir() if damage is not None else ():
        if file != script:
            file.write_bytes(damage)
    asked, command = [], npm.node_command
    monkeypatch.setattr(npm, "node_command", lambda *x: asked.append(x) or command(*x))

    assert npm.convert(script, LIBRARY, items, tmp_path) == [x + sign for x in items]
    assert len(asked) == calls
