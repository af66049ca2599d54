"""Each exercise has a checker, and the checker has its known answers."""

import ast
import re
from collections.abc import Iterator

from site_build.check.content import Content, Fault

CHECKER = re.compile(r"from tutorial_utils\.lessons\.(\w+) import [^\n]*\bcheck_\w+")
HELPERS, ANSWERS = "src/tutorial_utils/lessons", "tests/lessons/answers"
LISTS = {"WRONG"}


def exercises_are_checked(content: Content) -> Iterator[Fault]:
    """*Your turn* ends with a checker, whose right and wrong answers are known."""
    for lesson in content.course:
        name = lesson.name
        if name not in CHECKER.findall(lesson.text):
            cure = f"import a check_... from tutorial_utils.lessons.{name}"
            yield Fault(lesson.file, 0, f"the exercise has no checker; {cure}")
        if not (content.root / HELPERS / f"{name}.py").is_file():
            yield Fault(f"{HELPERS}/{name}.py", 0, "is not there; write the checker")
        yield from known_answers(content, f"{ANSWERS}/{name}.py")


def known_answers(content: Content, file: str) -> Iterator[Fault]:
    """Yield what the file with an exercise's answers lacks."""
    path = content.root / file
    if not path.is_file():
        cure = "write WRONG, which has an answer for each hint"
        yield Fault(file, 0, f"is not there; {cure}")
        return
    try:
        lines = ast.parse(path.read_text(encoding="utf-8")).body
    except SyntaxError as error:
        yield Fault(file, error.lineno or 0, error.msg)
        return
    named = {ast.unparse(x.targets[0]) for x in lines if isinstance(x, ast.Assign)}
    for name in sorted(LISTS - named):
        yield Fault(file, 0, f"has no {name}; list the known answers")
