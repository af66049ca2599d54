"""Dead links are found, by page, line and address."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from small_project import edit, write

from site_build.cli import main
from site_build.linkcheck import dead_links


class Answers(BaseHTTPRequestHandler):
    """Knows one address."""

    def do_HEAD(self) -> None:
        """Answer that the address is there, or that it is not."""
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - likewise

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_dead_link_is_named_and_left_for_an_issue(built, capsys):
    """Until it answers, it is in a list, and the exit code is 1."""
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        links = f"[lives]({address}/here)\n[is gone]({address}/gone)"
        edit(built.docs / "index.md", "The start.", f"The start.\n\n{links}")

        assert main(built.root, ["linkcheck"]) == 1
        (found,) = (built.build / "links.md").read_text("utf-8").splitlines()
        assert found.startswith(f"- docs/index.md:5: {address}/gone: 404")
        assert found[2:] in " ".join(capsys.readouterr().out.split())

        edit(built.docs / "index.md", "/gone", "/here")
        assert main(built.root, ["linkcheck"]) == 0
        assert not (built.build / "links.md").exists()
        server.shutdown()


def test_silent_host_is_dead_and_an_ignored_link_is_not(tmp_path):
    """The order is that of the pages; a reason stands behind each address."""
    links = [
        {"lineno": 9, "uri": "x:slow", "status": "timeout", "info": ""},
        {"lineno": 7, "uri": "x:moved", "status": "redirected", "info": ""},
        {"lineno": 3, "uri": "x:gone", "status": "broken", "info": "404"},
        {"lineno": 1, "uri": "x:skipped", "status": "ignored", "info": ""},
    ]
    lines = "\n".join(json.dumps(x | {"filename": "a.md"}) for x in links)
    write(tmp_path / "output.json", lines)

    assert list(dead_links(tmp_path / "output.json")) == [
        "docs/a.md:3: x:gone: 404",
        "docs/a.md:9: x:slow: timeout",
    ]
