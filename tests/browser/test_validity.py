"""The pages as HTML, read by html-validate."""

import json
import subprocess
from pathlib import Path

from lesson_pages.npm import node_command

VALIDATOR = Path(__file__).parent / "node_modules/html-validate/bin/html-validate.mjs"
ALLOWED = {
    "attribute-boolean-style": 'HTML allows defer="defer"',
    "attribute-empty-style": 'HTML allows download=""',
    "doctype-style": "HTML allows a small doctype",
    "no-implicit-button-type": "advice; the theme's buttons stand in no form",
    "no-trailing-whitespace": "HTML allows it",
    "prefer-native-element": "advice; Sphinx's captions say role=heading",
    "valid-id": "HTML allows the theme's __navigation",
    "void-style": "HTML allows <meta />",
}


def errors_of(folder: Path, work: Path) -> list[str]:
    """Return the errors of all pages in a folder, one line each."""
    rules = dict.fromkeys(ALLOWED, "off")
    config = {"root": True, "extends": ["html-validate:recommended"], "rules": rules}
    settings, report = work / "settings.json", work / "report.json"
    settings.write_text(json.dumps(config))
    arguments = (f"--formatter=json={report}", f"--config={settings}", str(folder))
    command = node_command(VALIDATOR, *arguments)
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode in (0, 1), result.stderr
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{x['line']}: {x['message']}"
        for page in json.loads(report.read_text("utf-8"))
        for x in page["messages"]
    ]


def test_every_page_is_valid_html(folder, tmp_path):
    """No error on any page."""
    assert errors_of(folder, tmp_path) == []


def test_invalid_html_is_found(tmp_path):
    """The check sees what it is there for."""
    body = '<p id="a">text<div id="a">block</div></p>'
    page = f'<!DOCTYPE html><html lang="en"><title>t</title><body>{body}</body></html>'
    (tmp_path / "index.html").write_text(page)

    found = " ".join(errors_of(tmp_path, tmp_path))
    assert "Duplicate ID" in found
    assert "</p>" in found
