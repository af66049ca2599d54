"""Node.js and the packages from npm."""

import pytest
from sphinx.errors import ExtensionError

from lesson_pages import npm as node


def test_package_file_is_found():
    """A package that the site needs is installed."""
    assert node.package_file("temml/package.json").is_file()


def test_missing_package_says_how_to_get_it():
    """One sentence with the cure."""
    with pytest.raises(ExtensionError) as caught:
        node.package_file("nosuch/index.js")

    assert str(caught.value) == (
        "npm's nosuch/index.js is not installed; run `nox -s env`"
    )


def test_script_gets_text_and_arguments(tmp_path):
    """What it prints comes back, whatever the characters."""
    script = tmp_path / "echo.mjs"
    script.write_text(
        'import { readFileSync } from "node:fs";\n'
        'process.stdout.write(readFileSync(0, "utf-8") + process.argv[2]);\n'
    )

    assert node.run_node(script, "张量 ", "∑") == "张量 ∑"


def test_failing_script_is_quoted(tmp_path):
    """The message names the script and has its own words."""
    script = tmp_path / "broken.mjs"
    script.write_text('console.error("no such thing"); process.exit(3);\n')

    with pytest.raises(ExtensionError, match=r"^broken\.mjs: no such thing$"):
        node.run_node(script, "")
