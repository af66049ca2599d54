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
from gallery_store.drift.outputs import printed_texts
from gallery_store.lessons import Lesson
from gallery_store.settings import Settings

ADDRESS = re.compile(r"(?<=\bat )0x[0-9a-fA-F]{6,}\b|\b0x[0-9a-fA-F]{9,12}\b")
"""Of an object; what has eight digits or sixteen may be the bits of a number."""
CONTROL = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
"""What no page can show, or what turns the text around it."""
DRAWN = re.compile(r"<\w+ object of \d+ artists>")
CURE = "print less, and assign a value that a block only ends with: _ = ..."
READABLE = (".rst", ".ipynb", ".py", ".html", ".svg", ".txt", ".json", ".md")


def private_paths(settings: Settings) -> list[str]:
    """Return the folders of this machine that no reader has."""
    folders = {settings.root.resolve(), Path(sys.prefix).resolve()}
    with suppress(RuntimeError):  # a container may not know who it is
        folders.add(Path.home())
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
    """Return what results betray of this machine that the lesson itself does not.

    Its names count in outputs only: around them stand words that may be a user's name.
    """
    folders = [*private_paths(settings), tempfile.gettempdir()]
    paths = [folder for folder in folders if folder not in lesson.text]
    names = [name for name in private_names() if name not in lesson.text]
    texts = {n: d.decode() for n, d in bundle.files.items() if n.endswith(READABLE)}
    for line, text in printed_texts(texts.get(f"{lesson.name}.rst", "")):
        for intruder in [*find_intruders(text, paths, names), *find_unshown(text)]:
            return f"{lesson.file}:{line}: its output holds {intruder}; {CURE}"
    if found := CONTROL.search(lesson.text):
        line = lesson.text.count("\n", 0, found.start()) + 1
        cure = "take it out, or write an escape"
        return f"{lesson.file}:{line}: it holds {called(found[0])}; {cure}"
    texts["manifest"] = str(bundle.executed)
    for name, text in texts.items():
        own = names if name == "manifest" else []
        for intruder in find_intruders(text, paths, own):
            return f"{lesson.file}: its output holds {intruder} (in {name}); print less"
    return ""


def find_unshown(text: str) -> Iterator[str]:
    """Yield what an output must not hold for its readers' sake."""
    yield from map(called, CONTROL.findall(text))
    yield from (f"the drawing {name}" for name in DRAWN.findall(text))


def called(character: str) -> str:
    """Return a control character in words."""
    return f"the control character U+{ord(character):04X}"
