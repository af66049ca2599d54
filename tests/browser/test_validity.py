"""The pages as HTML, read by html-validate."""

import json
import subprocess
from pathlib import Path

from node import node_command

VALIDATOR = Path(__file__).parent / "node_modules/html-validate/bin/html-validate.mjs"
ALLOWED = {
    "attribute-boolean-style": 'HTML allows defer="defer"',
    "doctype-style": "HTML allows a small doctype",
    "no-implicit-button-type": "advice; the theme's buttons stand in no form",
    "no-trailing-whitespace": "HTML allows it",
    "prefer-native-element": "advice; Sphinx's captions say role=heading",
    "valid-id": "HTML allows the theme's __navigation",
    "void-style": "HTML allows <meta />",
}


def errors_of(folder: Path, settings: Path) -> list[str]:
    """Return the errors of all pages in a folder, one line each."""
    rules = dict.fromkeys(ALLOWED, "off")
    config = {"root": True, "extends": ["html-validate:recommended"], "rules": rules}
    settings.write_text(json.dumps(config))
    arguments = ("--formatter=json", "--config", str(settings), str(folder))
    command = node_command(VALIDATOR, *arguments)
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode in (0, 1), result.stderr
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{x['line']}: {x['message']}"
        for page in json.loads(result.stdout)
        for x in page["messages"]
    ]


def test_every_page_is_valid_html(folder: Path, tmp_path: Path) -> None:
    """No error on any page."""
    assert errors_of(folder, tmp_path / "settings.json") == []


def test_invalid_html_is_found(tmp_path: Path) -> None:
    """The check sees an element that is not closed, a repeated id and a lost cell."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang='en'><head><title>t</title></head><body>"
        "<p id='a'>one<div id='a'></div></p><td>lost</td><b>open</body></html>"
    )

    found = " ".join(errors_of(tmp_path, tmp_path / "settings.json"))

    assert "Duplicate ID" in found
    assert "<td>" in found
    assert "close" in found
