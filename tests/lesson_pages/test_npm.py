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


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Return a program that adds a letter to each item."""
    path = tmp_path / "echo.mjs"
    path.write_text(ECHO, encoding="utf-8")
    return path


def test_missing_package_says_how_to_get_it():
    """One sentence with the cure."""
    with pytest.raises(ExtensionError) as caught:
        npm.package_file("nosuch/index.js")

    assert str(caught.value) == (
        "npm's nosuch/index.js is not installed; run `nox -s env`"
    )


def test_failing_script_is_quoted(script, tmp_path):
    """The message names the script and has its own words."""
    script.write_text('console.error("no such thing"); process.exit(3);\n')

    with pytest.raises(ExtensionError, match=r"^echo\.mjs: no such thing$"):
        npm.convert(script, LIBRARY, ["a"], tmp_path)


def test_items_come_back_in_their_order(script, tmp_path):
    """Whatever the characters, twice the same item, or none."""
    items = ["张量", "a", "张量"]

    assert npm.convert(script, LIBRARY, items, tmp_path) == ["张量∑", "a∑", "张量∑"]
    assert npm.convert(script, LIBRARY, [], tmp_path) == []


@pytest.mark.parametrize(
    ("items", "program", "calls"),
    [
        (["a", "b"], ECHO, 0),
        (["b"], ECHO, 0),
        (["a", "c"], ECHO, 1),
        (["a"], ECHO.replace("∑", "∏"), 1),
    ],
    ids=["same", "fewer", "another", "other program"],
)
def test_what_was_converted_once_is_kept(
    script, tmp_path, monkeypatch, items, program, calls
):
    """A later build starts Node.js for what is new, or for another program."""
    npm.convert(script, LIBRARY, ["a", "b"], tmp_path)
    script.write_text(program, encoding="utf-8")
    asked = []
    command = npm.node_command
    monkeypatch.setattr(npm, "node_command", lambda *x: asked.append(x) or command(*x))

    found = npm.convert(script, LIBRARY, items, tmp_path)

    assert found == [x + program.split('"')[-2] for x in items]
    assert len(asked) == calls
