"""Find the lessons and read what their sources say about themselves."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatch
from functools import cached_property
from typing import Any

from gallery_store.closure import import_statements, parse
from gallery_store.errors import BuildError
from gallery_store.settings import Settings

NAME = re.compile(r"(\w[\w.-]*/)*\w[\w.-]*", re.ASCII)
"""A lesson's name, a path that leads nowhere else."""
UNDERLINE = "a line and an underline of = that is as long"
TITLE_CURE = f"no title; begin the docstring with {UNDERLINE}"
COMMENTS = {
    *("parallel", "gpu", "tolerance", "capture_repr", "line_numbers", "tags"),
    *("thumbnail_number", "thumbnail_path", "dummy_images", "failing_thumbnail"),
    *("multi_image", "defer_figures", "start_ignore", "end_ignore"),
}
"""What a comment `# sphinx_gallery_...` may set."""
TITLED_CELL = re.compile(r"^# ?%%[ \t]+(?!\[markdown\]\s*$)\S.*", re.M)
TITLE = re.compile(r"\A\s*(?:=+\n)?(?P<title>\S.*)\n(?P<line>=+|-+)\s*$", re.M)


@dataclass(frozen=True)
class Lesson:
    """One lesson: a script that sphinx-gallery makes a page of."""

    name: str  # its path below the folder of scripts, without suffix
    text: str
    folder: str = "examples"  # of the scripts, from the root of the checkout

    @property
    def file(self) -> str:
        """The file as messages name it, from the root of the checkout."""
        return f"{self.folder}/{self.name}.py"

    @property
    def stem(self) -> str:
        """The file's name without suffix."""
        return self.name.rpartition("/")[2]

    @cached_property
    def config(self) -> dict[str, Any]:
        """What its comments `# sphinx_gallery_… = …` say, by name."""
        from sphinx_gallery.py_source_parser import extract_file_config

        return dict(extract_file_config(self.text))

    @property
    def measures_time(self) -> bool:
        """Whether the lesson asks to run alone, with all cores."""
        return self.config.get("parallel") is False

    @property
    def tolerance(self) -> float:
        """How far apart two printed decimals may be and still count as equal."""
        said = self.config.get("tolerance")
        return said if isinstance(said, float) else 0.0

    @property
    def gains_from_gpu(self) -> bool:
        """Whether the lesson shows more where there is an accelerator."""
        return self.config.get("gpu") is True


def find_lessons(settings: Settings) -> list[Lesson]:
    """Return every lesson in the order of its file name."""
    ignored = re.compile(settings.gallery.get("ignore_pattern", r"__init__\.py"))
    lessons = []
    for path in sorted(settings.examples.rglob("*.py")):
        name = path.relative_to(settings.examples).with_suffix("").as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if not (hidden or ignored.search(str(path))):
            try:
                text = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError as error:
                file = settings.relative(path)
                raise BuildError(f"{file}: not UTF-8 ({error})") from None
            lessons.append(Lesson(name, text, settings.examples_dir))
    if not lessons:
        raise BuildError(f"{settings.examples}: no lesson ({settings.names[1]}) here")
    return lessons


def select_lessons(lessons: Iterable[Lesson], pattern: str) -> list[Lesson]:
    """Return the lessons whose name contains or matches `pattern`."""
    lessons = list(lessons)
    found = [x for x in lessons if pattern in x.name or fnmatch(x.name, pattern)]
    if not found:
        known = "\n".join(f"  {lesson.name}" for lesson in lessons)
        raise BuildError(f"no lesson matches {pattern!r}; there are\n{known}")
    return found


def check_lesson(settings: Settings, lesson: Lesson) -> list[str]:
    """Return everything that is wrong with a lesson before it is run."""
    pattern, form = settings.names
    if not re.fullmatch(pattern, lesson.name):
        return [f"{lesson.file}: not a lesson's name; call it {form}"]
    if not NAME.fullmatch(lesson.name) or lesson.stem == "index":
        cure = "call it otherwise, with the letters a to z, digits, -, _ and ."
        return [f"{lesson.file}: no page and no result can have this name; {cure}"]
    try:
        tree = parse(lesson.file, lesson.text)
    except BuildError as error:
        return [str(error)]
    found = list(setting_faults(lesson.text, {*COMMENTS, *settings.comments}))
    cure = f"a lesson may import {', '.join(sorted(settings.imports))}"
    known = {*settings.imports, *sys.stdlib_module_names}
    for mark in TITLED_CELL.finditer(lesson.text):
        line = lesson.text.count("\n", 0, mark.start()) + 1
        found.append((line, "write the title on the line below # %%, which hides it"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in ("import_module", "__import__"):
                found.append((node.lineno, f"uses {name}; write an import statement"))
    for node in import_statements(tree):
        if others := ", ".join(sorted(first_names(node) - known)):
            found.append((node.lineno, f"imports {others}; {cure}"))
    title = TITLE.match(ast.get_docstring(tree, clean=False) or "")
    if title is None or len(title["line"]) < len(title["title"]):
        found.append((1, TITLE_CURE))
    return [f"{lesson.file}:{line}: {fault}" for line, fault in sorted(found)]


def setting_faults(text: str, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line of each setting that says nothing."""
    from sphinx_gallery.py_source_parser import INFILE_CONFIG_PATTERN

    for found in INFILE_CONFIG_PATTERN.finditer(text):
        name, value = found[1], found[3]
        line = 1 + text.count("\n", 0, found.start(1))
        if name not in known:
            near = ", ".join(get_close_matches(name, known)) or "nothing known"
            yield line, f"sphinx_gallery_{name} sets nothing; it is like {near}"
        try:
            meant = None if value is None else ast.literal_eval(value)
        except (SyntaxError, ValueError):
            meant = None
            if name != "tolerance":
                yield line, f"sphinx_gallery_{name} = {value} is no value of Python"
        if name == "tolerance" and not (isinstance(meant, float) and 0 < meant < 1):
            yield (
                line,
                f"the tolerance {value or ''!r} is not a number below 1, as 1e-3",
            )


def imported_packages(tree: ast.Module) -> set[str]:
    """Return the first names of what a source imports."""
    return {name for node in import_statements(tree) for name in first_names(node)}


def first_names(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Return the packages that an import statement names."""
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}
