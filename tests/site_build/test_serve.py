"""The site as `nox -s serve` shows it."""

import os
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from small_project import edit
from watchfiles import Change

from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from lesson_pages.languages import CHINESE
from site_build import serve
from site_build.inputs import SourceChangedError, is_made
from site_build.options import Options
from site_build.project import Project
from site_build.serve import EVENTS, Author, State, Written, is_program, open_server
from site_build.sphinx_worker import SphinxWorker

PAGE = (
    '<head><meta http-equiv="Content-Security-Policy" content="x">\n</head>'
    "<body class='a'><p>Text</p></body>"
)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Return what is shown of a site with one page."""
    project = Project(tmp_path)
    page = project.build / "kept/served/en/html/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    return State(project)


@pytest.fixture
def connection(state: State) -> Iterator[HTTPConnection]:
    """Return a connection to a server at any free port."""
    server = open_server(state, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host, port = str(server.server_address[0]), int(server.server_address[1])
    connection = HTTPConnection(host, port, timeout=10)
    yield connection
    connection.close()
    server.shutdown()
    server.server_close()


def ask(connection: HTTPConnection, address: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_page_has_the_reloading_script_and_no_policy_against_it(connection):
    """All else is as it was written."""
    status, text = ask(connection, "/en/")

    assert status == 200
    assert "Content-Security-Policy" not in text
    assert EVENTS in text
    assert "<p>Text</p>" in text


def test_fault_is_shown_on_the_page_as_text(connection, state):
    """Whatever it contains; the next good build takes it away."""
    state.show("examples/a.py:3: <b>&")
    _, broken = ask(connection, "/en/index.html")
    state.show()
    _, mended = ask(connection, "/en/index.html")

    assert "examples/a.py:3: &lt;b&gt;&amp;" in broken
    assert "<p>Text</p>" in broken
    assert "examples/a.py" not in mended


@pytest.mark.parametrize(
    "address", ["/en/none.html", "/..%2f..%2fconf.py", "/en/../../../../../../conf.py"]
)
def test_nothing_else_is_served(connection, state, address):
    """What is not there yet reloads itself as soon as it is."""
    state.project.served.mkdir()
    (state.project.docs / "conf.py").write_text("")
    status, text = ask(connection, address)

    assert status == 404
    assert EVENTS in text


def test_browser_hears_of_each_change(connection, state):
    """The numbers differ, so that the page is loaded again."""
    connection.request("GET", EVENTS)
    answer = connection.getresponse()
    first = answer.readline()
    answer.readline()
    state.show()
    second = answer.readline()

    assert first.startswith(b"data: ")
    assert second.startswith(b"data: ")
    assert first != second


def test_taken_port_is_one_line(state):
    """It names the cure."""
    server = open_server(state, 0)
    with pytest.raises(
        BuildError, match=r"cannot be used \(Address already in use\); .*--port"
    ):
        open_server(state, int(server.server_address[1]))
    server.server_close()


def test_what_a_build_makes_is_not_watched(tmp_path):
    """Else each build would call for the next."""
    seen = Written(Project(tmp_path))
    files = {
        "docs/index.md": True,
        "docs/lessons/1_part/plot_01.rst": False,
        "docs/_build/x": False,
        "docs/locales/zh_CN/LC_MESSAGES/index.po": True,
        "docs/locales/zh_CN/LC_MESSAGES/index.mo": False,
    }

    assert {x: seen(1, str(tmp_path / x)) for x in files} == files  # type: ignore[arg-type]
    inside = Project(tmp_path / "node_modules/course")
    assert not is_made(inside, inside.docs / "index.md")


def test_only_the_program_itself_starts_again(tmp_path):
    """A lesson or a helper does not."""
    project = Project(tmp_path)

    assert is_program(project, tmp_path / "docs/lesson_pages/later.py")
    assert not is_program(project, tmp_path / "src/tutorial_utils/graph.py")


def follow_edits(
    built: Project, reporter: Reporter, monkeypatch, *edits: Callable[[], object]
) -> list[str]:
    """Serve a site while somebody edits; return the page after each edit."""
    state, pages = State(built), []
    monkeypatch.setattr(os, "getppid", os.getppid)

    def watch(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        for change in edits:
            change()
            yield {(Change.modified, str(built.docs / "index.md"))}
            file = state.file("/zh-cn/index.html")
            assert file is not None
            pages.append(state.page(file.read_text("utf-8")))
        yield from [set()] * 6  # typing rests
        monkeypatch.setattr(os, "getppid", lambda: -1)
        yield set()

    monkeypatch.setattr(serve, "watch", watch)
    with SphinxWorker() as worker:
        author = Author(built, Options(served=True), worker, state, reporter)
        assert not author.follow()  # it ended with nox
    return pages


def test_each_edit_is_shown(built, reporter, monkeypatch):
    """English without a translation, too; a fault stays until it is mended."""
    page, catalogue = built.docs / "index.md", built.catalogues(CHINESE) / "index.po"
    good = catalogue.read_text("utf-8")
    new, broken, mended = follow_edits(
        *(built, reporter, monkeypatch),
        lambda: edit(page, "The start.", "The start.\n\nA new sentence."),
        lambda: catalogue.write_text("msgid"),
        lambda: catalogue.write_text(good),
    )

    assert "A new sentence." in new
    assert "index.po: not a catalogue" in broken
    assert "A new sentence." in broken
    assert "not a catalogue" not in mended
    assert (built.served / "zh-cn/index.html").is_file()


def test_edit_during_a_build_is_no_fault(built, reporter):
    """The next attempt shows it."""
    state = State(built)

    def fail() -> None:
        raise SourceChangedError

    with SphinxWorker() as worker:
        Author(built, Options(), worker, state, reporter).attempt(fail)

    assert state.fault == ""
