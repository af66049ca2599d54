"""Dead links are found, by page, line and address."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from small_project import edit, write

from site_build.cli import main
from site_build.linkcheck import dead_links
from site_build.project import Project


class Answers(BaseHTTPRequestHandler):
    """Knows one address."""

    def do_HEAD(self) -> None:
        """Answer that the address is there, or that it is not."""
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - likewise

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Return where a server answers for a while."""
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_dead_link_is_named_and_left_for_an_issue(
    built: Project, address: str, capsys
) -> None:
    """A link that answers is not mentioned; the exit code is 1."""
    text = f"The start.\n\n[lives]({address}/here)\n[is gone]({address}/gone)"
    edit(built.docs / "index.md", "The start.", text)

    assert main(built.root, ["linkcheck"]) == 1
    found = (built.build / "links.md").read_text("utf-8")
    assert found.startswith(f"- docs/index.md:5: {address}/gone: 404")
    assert len(found.splitlines()) == 1
    assert found[2:].strip() in " ".join(capsys.readouterr().out.split())


def test_links_that_answer_leave_nothing(built: Project, address: str) -> None:
    """The list of an earlier run is gone, too."""
    edit(built.docs / "index.md", "The start.", f"[lives]({address}/here)")
    write(built.build / "links.md", "- an earlier one\n")

    assert main(built.root, ["linkcheck"]) == 0
    assert not (built.build / "links.md").exists()


def test_page_that_sphinx_cannot_read_is_no_dead_link(built: Project, capsys) -> None:
    """Sphinx's own words are the message, and no list is left."""
    write(built.docs / "conf.py", "1 / 0\n")

    assert main(built.root, ["linkcheck"]) == 1
    assert "error: [linkcheck]" in capsys.readouterr().err
    assert not (built.build / "links.md").exists()


def test_silent_host_is_dead_and_an_ignored_link_is_not(tmp_path: Path) -> None:
    """The order is that of the pages; a reason stands behind each address."""
    page = {"filename": "a.md", "info": ""}
    links = [
        {**page, "lineno": 9, "uri": "x:slow", "status": "timeout"},
        {**page, "lineno": 7, "uri": "x:moved", "status": "redirected"},
        {**page, "lineno": 3, "uri": "x:gone", "status": "broken", "info": "404"},
        {**page, "lineno": 1, "uri": "x:skipped", "status": "ignored"},
    ]
    write(tmp_path / "output.json", "\n".join(map(json.dumps, links)))

    assert list(dead_links(tmp_path / "output.json")) == [
        "docs/a.md:3: x:gone: 404",
        "docs/a.md:9: x:slow: timeout",
    ]
