"""Find the lessons and read what their sources say about themselves."""

import ast
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from gallery_store.closure import parse
from gallery_store.errors import BuildError
from gallery_store.pauses import Pause, pause_fault, read_pause
from gallery_store.project import Project

NAME = re.compile(r"\d\w*/plot_\w+")
IMPORTS = {"matplotlib", "numpy", "sklearn", "torch", "tutorial_utils"}
"""What a lesson may import beside the standard library; the key has their versions."""
ALONE = re.compile(r"^#\s*sphinx_gallery_parallel\s*=\s*False\s*$", re.M)
TOLERANCE = re.compile(r"^#\s*sphinx_gallery_tolerance[ \t]*=[ \t]*(.*?)[ \t]*$", re.M)
EXPECTS = re.compile(r"^#\s*sphinx_gallery_expects_warning\s*=[ \t]*(.*)$", re.M)
SHARE = re.compile(r"0?\.\d+|\d(?:\.\d+)?[eE]-\d+")
GPU = re.compile(r"^#\s*sphinx_gallery_gpu\s*=\s*True\s*$", re.M)
TITLE = re.compile(r"\A\s*(?:=+\n)?(?P<title>\S.*)\n(?P<line>=+|-+)\s*$", re.M)


@dataclass(frozen=True)
class Lesson:
    """One lesson: a Python file below `examples/`.

    Parameters
    ----------
    name : str
        Its path below `examples/` without suffix, with forward slashes.
    text : str
        Its source.
    """

    name: str
    text: str

    @property
    def path(self) -> Path:
        """The path below `examples/`."""
        return Path(f"{self.name}.py")

    @property
    def file(self) -> str:
        """The file as messages name it, below the checkout."""
        return f"examples/{self.path.as_posix()}"

    @property
    def stem(self) -> str:
        """The file's name without suffix."""
        return self.path.stem

    @property
    def measures_time(self) -> bool:
        """Whether the lesson asks to run alone, with all cores."""
        return bool(ALONE.search(self.text))

    @property
    def tolerance(self) -> float:
        """How far apart two printed decimals may be and still count as equal."""
        found = TOLERANCE.search(self.text)
        return float(found[1]) if found else 0.0

    @property
    def gains_from_gpu(self) -> bool:
        """Whether the lesson shows more where there is an accelerator."""
        return bool(GPU.search(self.text))

    @property
    def pause(self) -> Pause | None:
        """Why the lesson is not executed for a while; None where it is."""
        return read_pause(self.text)

    @property
    def expected_warnings(self) -> list[tuple[str, str]]:
        """Words of each warning that the lesson raises on purpose, and the reason."""
        return [read_expected(line) for line in EXPECTS.findall(self.text)]


def read_expected(line: str) -> tuple[str, str]:
    """Return the words of a warning and the reason for it.

    Raises
    ------
    ValueError
        If the line holds anything but these two texts.
    """
    try:
        words, reason = ast.literal_eval(line)
    except (SyntaxError, TypeError):
        raise ValueError(line) from None
    if not all(isinstance(x, str) and x.strip() for x in (words, reason)):
        raise ValueError(line)
    return words, reason


def find_lessons(project: Project) -> list[Lesson]:
    """Return every lesson in the order of its file name."""
    paths = sorted(project.examples.rglob("*.py"))
    if not paths:
        raise BuildError(f"{project.examples}: no lesson (N_part/plot_NN_name.py) here")
    return [read_lesson(project, path) for path in paths]


def read_lesson(project: Project, path: Path) -> Lesson:
    """Return the lesson in a file."""
    name = path.relative_to(project.examples).with_suffix("").as_posix()
    try:
        return Lesson(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BuildError(f"examples/{name}.py: not UTF-8 ({error})") from None


def select_lessons(lessons: Iterable[Lesson], pattern: str) -> list[Lesson]:
    """Return the lessons whose name contains or matches `pattern`."""
    lessons = list(lessons)
    found = [x for x in lessons if pattern in x.name or fnmatch(x.name, pattern)]
    if not found:
        known = "\n".join(f"  {lesson.name}" for lesson in lessons)
        raise BuildError(f"no lesson matches {pattern!r}; there are\n{known}")
    return found


def check_lesson(lesson: Lesson) -> str | None:
    """Return what is wrong with a lesson before it is run, or None."""
    if not NAME.fullmatch(lesson.name):
        return f"{lesson.file}: not a lesson's name; call it N_part/plot_NN_name.py"
    try:
        tree = parse(Path(lesson.file), lesson.text)
    except BuildError as error:
        return str(error)
    if others := sorted(imported_packages(tree) - IMPORTS - sys.stdlib_module_names):
        allowed = ", ".join(sorted(IMPORTS))
        return (
            f"{lesson.file}: imports {', '.join(others)}; a lesson may import {allowed}"
        )
    if bad := [x for x in TOLERANCE.findall(lesson.text) if not SHARE.fullmatch(x)]:
        return (
            f"{lesson.file}: the tolerance {bad[0]!r} is not a number below 1, as 1e-3"
        )
    try:
        _ = lesson.expected_warnings
    except ValueError as error:
        return (
            f"{lesson.file}: sphinx_gallery_expects_warning = {error}; "
            'write ["words of the warning", "the reason"]'
        )
    if fault := pause_fault(lesson.text):
        return f"{lesson.file}: {fault}"
    match = TITLE.match(ast.get_docstring(tree, clean=False) or "")
    if match is None or len(match["line"]) < len(match["title"]):
        return (
            f"{lesson.file}:1: no title; begin the docstring with a line "
            "and an underline of = that is as long"
        )
    return None


def imported_packages(tree: ast.Module) -> set[str]:
    """Return the first names of what a source imports."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return {name.partition(".")[0] for name in names}
