"""Show the site while it is written: build what changed, then reload the page.

The pages come from where the last good build keeps them, without the policy that
forbids the script that reloads; a fault is shown in a box on the page.
"""

import html
import mimetypes
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchfiles import Change, DefaultFilter, watch

from gallery_store.errors import BuildError
from gallery_store.execute import warm_up
from gallery_store.locks import locked
from gallery_store.progress import Reporter
from lesson_pages.languages import FOLDERS
from site_build.build import build_with, gather
from site_build.inputs import SourceChangedError, is_made
from site_build.npm_lock import check_packages
from site_build.options import Options
from site_build.project import Project
from site_build.render import render
from site_build.sphinx_worker import SphinxWorker

HOST = "127.0.0.1"
EVENTS = "/-/events"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
BODY = re.compile(r"<body[^>]*>")
WATCHED = ("docs", "examples", "src", "pyproject.toml", "README.md", "LICENSE")
PROGRAM = ("docs/lesson_pages", "docs/site_build", "src/gallery_store")
"""What this process itself is made of; if it changes, the process starts again."""
REST = 1.5
"""Seconds without a change after which all that stands beside the pages is made."""
PATIENCE = 0.25
BOX = """\
<pre role="alert" style="position:sticky;top:0;z-index:9999;margin:0;padding:1em;
background:#7f1d1d;color:#fff;white-space:pre-wrap;font-size:1rem">{}</pre>"""
SCRIPT = f"""\
<script>
new EventSource("{EVENTS}").onmessage = (event) => {{
  const last = sessionStorage.shown;
  sessionStorage.shown = event.data;
  if (last && last !== event.data) location.reload();
}};
</script>"""


class State:
    """What the browser is shown, and how often that has changed."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.fault = ""
        self.number = time.time_ns()
        self.changed = threading.Condition()

    def show(self, fault: str = "") -> None:
        """Let browsers load their page again, with a fault above it if there is one."""
        with self.changed:
            self.fault = fault
            self.number += 1
            self.changed.notify_all()

    def wait(self, seen: int) -> int:
        """Return the number of the state once it is another one."""
        with self.changed:
            self.changed.wait_for(lambda: self.number != seen, timeout=20)
            return self.number

    def file(self, address: str) -> Path | None:
        """Return the file behind an address, the newest that there is."""
        name = unquote(urlsplit(address).path).lstrip("/")
        name += "index.html" if name.endswith("/") or not name else ""
        code, _, page = name.partition("/")
        places = [self.project.served / name]
        if code in FOLDERS:
            kept = self.project.build / "kept" / "served" / code / "html"
            places.insert(0, kept / page)
        root = self.project.build.resolve()
        found = (x.resolve() for x in places if x.is_file())
        return next((x for x in found if x.is_relative_to(root)), None)

    def page(self, text: str) -> str:
        """Return a page with the script that reloads it, and the fault if any."""
        box = BOX.format(html.escape(self.fault)) if self.fault else ""
        text = POLICY.sub("", text)
        body = BODY.search(text)
        place = body.end() if body else 0
        return text[:place] + box + SCRIPT + text[place:]


class Handler(BaseHTTPRequestHandler):
    """Answers the browser."""

    state: State
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """Send a page, a file, or news."""
        if self.path == EVENTS:
            self.send_news()
            return
        file = self.state.file(self.path)
        if file is None:
            body = self.state.page("<title>not here</title><p>not here yet</p>")
            self.send(HTTPStatus.NOT_FOUND, "text/html", body.encode())
        elif file.suffix == ".html":
            body = self.state.page(file.read_text(encoding="utf-8"))
            self.send(HTTPStatus.OK, "text/html; charset=utf-8", body.encode())
        else:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.send(HTTPStatus.OK, kind, file.read_bytes())

    def send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        """Send one answer, not to be kept by the browser."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def send_news(self) -> None:
        """Tell the browser of each new state, until it leaves."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        number = 0
        try:
            while True:
                number = self.state.wait(number)
                self.wfile.write(f"data: {number}\n\n".encode())
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of each request."""


@dataclass(frozen=True)
class Author:
    """Whoever writes, and what is done for each change."""

    project: Project
    options: Options
    worker: SphinxWorker
    state: State
    reporter: Reporter

    def follow(self) -> bool:
        """Show each change; return whether it ended because the program changed."""
        parent, quiet, shown = os.getppid(), 0.0, False
        folders = (self.project.root / name for name in WATCHED)
        for changes in watch(
            *filter(Path.exists, folders),
            watch_filter=Written(self.project),
            debounce=100,
            rust_timeout=int(PATIENCE * 1000),
            yield_on_timeout=True,
        ):
            if os.getppid() != parent:
                break
            if any(is_program(self.project, Path(path)) for _, path in changes):
                return True
            if changes or not shown:  # what is saved while this works, comes next
                self.attempt(self.render)
                quiet, shown = 0.0, True
            elif quiet < REST and not self.state.fault:
                quiet += PATIENCE
                if quiet >= REST:
                    self.attempt(self.complete)
        return False

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something, or show what is wrong."""
        try:
            with locked(self.project.gallery, self.reporter):
                work()
        except SourceChangedError:  # the next attempt begins at once
            return
        except (BuildError, OSError) as error:
            self.reporter.say(f"error: {error}")
            self.state.show(str(error))

    def render(self) -> None:
        """Run and render what changed, and show it."""
        start = time.monotonic()
        sources = gather(self.project, self.options, self.reporter)
        inputs = sources.inputs
        render(self.project, sources.rendering, inputs, self.worker, hasty=True)
        self.state.show()
        self.reporter.say(f"shown after {time.monotonic() - start:.1f} s")

    def complete(self) -> None:
        """Make what stands beside the pages: downloads, entrance, lists."""
        build_with(self.worker, self.project, self.options, self.reporter)
        warm_up(self.project.gallery)


def serve(project: Project, options: Options, reporter: Reporter) -> None:
    """Build, serve at 127.0.0.1 and watch until Ctrl-C, or until nox has ended."""
    check_packages(project)
    asked = Options(lang=options.lang, only=options.only, served=True)
    state = State(project)
    with open_server(state, options.port) as server, SphinxWorker() as worker:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        reporter.say(f"Open http://{HOST}:{port}/{asked.lang or FOLDERS[0]}/")
        again = Author(project, asked, worker, state, reporter).follow()
        server.shutdown()
    if again:
        reporter.say("the program itself changed: it starts again")
        command = [sys.executable, "-I", str(Path(__file__).parent), *sys.argv[1:]]
        os.execv(sys.executable, command)


class Written(DefaultFilter):
    """Lets through what a person wrote, and nothing that a build makes."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project

    def __call__(self, change: Change, path: str) -> bool:
        """Tell whether a changed file is of interest."""
        made = is_made(self.project, Path(path))
        return not made and super().__call__(change, path)


def open_server(state: State, port: int) -> ThreadingHTTPServer:
    """Return a server for a state.

    Raises
    ------
    BuildError
        If another program, or the system, has the port.
    """
    handler = type("StateHandler", (Handler,), {"state": state})
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise BuildError(
            f"port {port} cannot be used ({error.strerror}); name another with --port"
        ) from error


def is_program(project: Project, path: Path) -> bool:
    """Tell the code of this process from what it builds."""
    return path.suffix == ".py" and any(
        path.is_relative_to(project.root / folder) for folder in PROGRAM
    )
