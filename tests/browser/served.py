"""A web server for the built site, as a host would serve it."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote, urlsplit

PACKED = {".ico", ".png", ".webp", ".woff2", ".zip"}


@contextmanager
def serve(site: Path, below: str = "/") -> Iterator[str]:
    """Serve a folder below a path; yield the address of the folder."""
    handler = partial(Handler, site, below)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{below}"
        server.shutdown()


class Handler(BaseHTTPRequestHandler):
    """Answers with a file, compressed where that helps, or with the 404 page."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site: Path, below: str, *request: object) -> None:
        self.site, self.below = site, below
        with suppress(ConnectionError):  # the browser has heard enough
            super().__init__(*request)

    def do_GET(self) -> None:
        """Send a file."""
        address = unquote(urlsplit(self.path).path)
        name = f"{address}index.html" if address.endswith("/") else address
        path = self.site / name.removeprefix(self.below)
        found = name.startswith(self.below) and path.is_file()
        self.send_response(200 if found else 404)
        self.send_file(path if found else self.site / "404.html")

    def send_file(self, path: Path) -> None:
        """Send the headers and the content of a file."""
        content = packed(path, path.stat().st_mtime_ns) if path.is_file() else b""
        if path.suffix not in PACKED and content:
            self.send_header("Content-Encoding", "gzip")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in promised(self.site) if path.suffix == ".html" else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def promised(site: Path) -> list[tuple[str, str]]:
    """Return the headers that the site asks a host to send.

    They go with pages only: over HTTP/2 repeating them costs nothing, here it would.
    """
    path = site / "_headers"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    first = takewhile(lambda line: line.startswith(" "), lines[1:])
    return [(n.strip(), v.strip()) for n, _, v in (x.partition(":") for x in first)]


@cache
def packed(path: Path, _changed: int) -> bytes:
    """Return a file's content as it travels."""
    content = path.read_bytes()
    return content if path.suffix in PACKED else gzip.compress(content, 6)
