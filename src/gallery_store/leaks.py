"""Find what must never be published: paths, names of the machine, addresses."""

import getpass
import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gallery_store.bundle import Bundle
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings

ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{8,}\b")
READABLE = (".rst", ".ipynb", ".py", ".html", ".svg", ".txt", ".json", ".md")


def private_paths(settings: Settings) -> list[str]:
    """Return the folders of this machine that no reader has."""
    folders = {Path.home(), settings.root.resolve(), Path(sys.prefix).resolve()}
    return sorted({str(x) for x in folders} - {"/", "/usr", "/usr/local"})


def private_names() -> list[str]:
    """Return the names of this machine and its user, if they can be told apart."""
    names = {socket.gethostname().partition(".")[0]}
    with suppress(OSError, KeyError):  # a container may not know who it is
        names.add(getpass.getuser())
    return sorted(x for x in names if len(x) > 3 and x not in {"root", "localhost"})


def find_intruders(text: str, paths: list[str], names: list[str]) -> Iterator[str]:
    """Yield what a text must not hold: a path, a machine's name, an address."""
    for path in paths:
        if re.search(rf"(?<![\w.-]){re.escape(path)}(?=[/\\\s\"'<).,;:]|$)", text):
            yield f"the path {path}"
    for name in names:
        if re.search(rf"\b{re.escape(name)}\b", text):
            yield f"the name {name}"
    yield from (f"the address {found[0]}" for found in ADDRESS.finditer(text))


def find_leak(settings: Settings, bundle: Bundle, lesson: Lesson) -> str:
    """Return what results betray of this machine that the lesson itself does not."""
    folders = [*private_paths(settings), tempfile.gettempdir()]
    paths = [folder for folder in folders if folder not in lesson.text]
    names = [name for name in private_names() if name not in lesson.text]
    texts = {n: d.decode() for n, d in bundle.files.items() if n.endswith(READABLE)}
    texts["manifest"] = str(bundle.executed)
    for name, text in texts.items():
        for intruder in find_intruders(text, paths, names):
            return f"its output holds {intruder} (in {name}); print less"
    return ""
