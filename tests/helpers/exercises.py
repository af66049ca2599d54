"""The exercises of all lessons: their stub, solution, checker and known answers.

``tests/lessons/answers/<lesson>.py`` has ``RIGHT``, other right answers under the name
of the function that they are for, and ``WRONG``, likewise, each with its hint.  The
functions that an answer does not mention are the lesson's solution.  A name of
several functions, such as ``"mul, power"``, has tuples of answers.

An answer is a function, or what it changes in the source of the lesson's solution: a
dict from the old text, which stands there once, to the new one.
"""

import ast
import importlib
import inspect
import json
import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

import tutorial_utils

PACKAGE = Path(tutorial_utils.__file__).parent
TESTS = Path(__file__).parents[1]
LESSONS = sorted((TESTS.parent / "examples").glob("*/plot_[0-9]*.py"))
CATALOGUE = json.loads((PACKAGE / "locale/zh_CN.json").read_text(encoding="utf-8"))


def exercise_of(name):
    """Return the exercise of a lesson by its name without the number."""
    return next(x for x in map(Exercise, LESSONS) if x.name == name)


@dataclass
class Exercise:
    """What a lesson asks its reader to write."""

    lesson: Path

    @cached_property
    def name(self):
        """The lesson's name without its number, which is its module's."""
        return re.sub(r"plot_\d+_", "", self.lesson.stem)

    @cached_property
    def module(self):
        """The module with the lesson's checker."""
        return importlib.import_module(self._import.module)

    @cached_property
    def check(self):
        """The checker."""
        return getattr(self.module, self._import.names[0].name)

    @cached_property
    def stub(self):
        """The code that the reader pastes."""
        blocks = re.findall(r"# \.\. code-block:: python\n((?:#.*\n)+)", self._text)
        codes = [textwrap.dedent(re.sub("^#", "", x, flags=re.M)) for x in blocks]
        return next(x for x in codes if re.search(r"^check_\w+\(", x, re.MULTILINE))

    @cached_property
    def solution(self):
        """The functions of the lesson's own solution, by the checker's parameters."""
        nodes, name = self._statements, self._import.names[0].name
        start = nodes.index(self._import)
        end = next(
            i for i, x in enumerate(nodes) if ast.unparse(x).startswith(f"{name}(")
        )
        defining = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef
        own = nodes[start + 1 : end]
        program = [x for x in nodes[:start] if isinstance(x, defining)]
        program += [x for x in own if isinstance(x, defining | ast.Assign)]
        names = {}
        exec(compile(ast.Module(program, []), str(self.lesson), "exec"), names)
        given = [names[argument.id] for argument in nodes[end].value.args]
        return dict(zip(inspect.signature(self.check).parameters, given, strict=True))

    @cached_property
    def answers(self):
        """The known answers."""
        path = TESTS / f"lessons/answers/{self.name}.py"
        names = {}
        exec(compile(path.read_text(encoding="utf-8"), path, "exec"), names)
        return SimpleNamespace(**names)

    def right(self):
        """Yield all right answers, the solution first."""
        yield self.solution
        for names, answers in self.answers.RIGHT.items():
            for answer in answers:
                yield self.with_answer(names, answer)

    def wrong(self):
        """Yield each wrong answer, the name of its function and its hint."""
        for names, answers in self.answers.WRONG.items():
            for answer, hint in answers:
                yield self.with_answer(names, answer), names.split(", ")[-1], hint

    def with_answer(self, names, answer):
        """Return the solution with other functions in their places."""
        names = names.split(", ")
        answers = answer if len(names) > 1 else [answer]
        assert set(names) <= set(self.solution)
        return self.solution | {
            part: self.changed(part, given) if isinstance(given, dict) else given
            for part, given in zip(names, answers, strict=True)
        }

    def changed(self, name, changes):
        """Return a function of the solution with some of its text replaced."""
        solution = self.solution[name]
        functions = [x for x in self._statements if isinstance(x, ast.FunctionDef)]
        node = {x.name: x for x in functions}[solution.__name__]
        source = ast.get_source_segment(self._text, node)
        for old, new in changes.items():
            count = source.count(old)
            assert count == 1, f"{self.name}: {old!r} is {count} times in\n{source}"
            source = source.replace(old, new)
        names = dict(solution.__globals__)
        exec(source, names)
        return names[node.name]

    def sentences(self):
        """Collect what the checker may say: the sentences that it can reach."""
        tree = ast.parse(Path(self.module.__file__).read_text(encoding="utf-8"))
        parts = {name: node for node in tree.body for name in _defined(node)}
        found, new = set(), {self._import.names[0].name}
        while new:
            found |= new
            used = {x.id for n in new for x in ast.walk(parts[n]) if hasattr(x, "id")}
            new = (used & parts.keys()) - found
        others = getattr(self.answers, "NO_SENTENCES", ())
        said = set().union(*(literals(parts[name]) for name in found))
        return said.difference(others)

    @cached_property
    def _text(self):
        return self.lesson.read_text(encoding="utf-8")

    @cached_property
    def _statements(self):
        return ast.parse(self._text).body

    @cached_property
    def _import(self):
        """The import of the checker, above the solution."""
        return next(
            node
            for node in self._statements
            if isinstance(node, ast.ImportFrom)
            and node.names[0].name.startswith("check_")
        )


def literals(tree):
    """Collect the sentences of a piece of code: strings with a space.

    Docstrings are none, nor are the keys of a dict: words of others' messages.
    """
    parts = {
        id(part)
        for node in ast.walk(tree)
        for part in ast.walk(node)
        if isinstance(node, ast.JoinedStr | ast.Assert)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    }
    dicts = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    keys = {id(key) for node in dicts for key in node.keys}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value
        and id(node) not in parts | keys
    }


def _defined(node):
    """Return the names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    names = [x for x in ast.walk(node) if isinstance(x, ast.Name)]
    return [name.id for name in names if isinstance(name.ctx, ast.Store)]
