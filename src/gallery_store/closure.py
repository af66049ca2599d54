"""What a source imports from its project, found without importing anything."""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from gallery_store.errors import BuildError

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
HOLDERS = ast.stmt | ast.ExceptHandler | ast.match_case
"""What an import statement can stand in."""


class Modules:
    """The project's own modules, each looked for and read once.

    They are imported from `folders`; of packages counts `only` one, if it is named.
    """

    def __init__(self, folders: tuple[Path, ...], only: str = "") -> None:
        self.folders = folders
        self.only = only
        self.texts: dict[Path, str] = {}
        self.found: dict[str, list[tuple[Path, Path, bool]]] = {}

    def closure(self, names: Iterable[str]) -> set[Path]:
        """Return every file that importing modules, or what is in them, may read.

        These are the modules imported, directly or through each other, also inside of
        functions, and the data files that they name in `DATA_FILES`.  Of a package
        that is only on the way to a module counts what its top imports.
        """
        todo, seen = list(names), set()
        data: set[Path] = set()
        while todo:
            for module in self.find(todo.pop()):
                if module not in seen:
                    seen.add(module)
                    folder, file, whole = module
                    first, *inside = file.relative_to(folder).parts
                    package = ".".join([first, *inside][:-1])
                    text = self.read(file)
                    todo += imported_names(str(file), text, package, whole=whole)
                    for pattern in data_patterns(str(file), text):
                        found = (folder / first if inside else folder).glob(pattern)
                        data.update(path for path in found if path.is_file())
        return {file for _, file, _ in seen} | data

    def find(self, name: str) -> list[tuple[Path, Path, bool]]:
        """Return folder and file of each module in a dotted name; True for the last."""
        if name not in self.found:
            self.found[name] = self._look_for(name)
        return self.found[name]

    def _look_for(self, name: str) -> list[tuple[Path, Path, bool]]:
        parts = name.split(".")
        if self.only not in ("", parts[0]):
            return []
        for folder in self.folders:
            bases = [folder.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
            both = [(x.with_name(f"{x.name}.py"), x / "__init__.py") for x in bases]
            files = [x for pair in both for x in pair if x.is_file()]
            if files:
                return [(folder, file, file == files[-1]) for file in files]
        return []

    def read(self, file: Path) -> str:
        """Return the source in a file."""
        if file not in self.texts:
            try:
                self.texts[file] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise BuildError(f"{file}: not UTF-8 ({error})") from error
        return self.texts[file]


def parse(file: str, text: str) -> ast.Module:
    """Return the syntax tree of a source, or raise a BuildError with its line."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BuildError(f"{file}:{line}: {getattr(error, 'msg', error)}") from error


@lru_cache(maxsize=4096)
def imported_names(
    file: str, text: str, package: str = "", *, whole: bool = True
) -> tuple[str, ...]:
    """Return the dotted names in the import statements of a source.

    `package` is where leading dots start from; imports inside of functions count if
    the `whole` source does.
    """
    names: list[str] = []
    for node in import_statements(parse(file, text), whole=whole):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        else:
            above = package.split(".")[: len(package.split(".")) + 1 - node.level]
            origin = above * bool(node.level) + [*filter(None, [node.module])]
            names += [".".join([*origin, alias.name]) for alias in node.names]
    return tuple(names)


def import_statements(
    tree: ast.Module, *, whole: bool = True
) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the import statements of a source, those in functions if `whole`."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif whole or not isinstance(node, FUNCTIONS):
            todo += [x for x in ast.iter_child_nodes(node) if isinstance(x, HOLDERS)]


@lru_cache(maxsize=4096)
def data_patterns(file: str, text: str) -> tuple[str, ...]:
    """Return the strings that a module writes down in `DATA_FILES`."""
    if "DATA_FILES" not in text:
        return ()
    for node in parse(file, text).body:
        if isinstance(node, ast.Assign) and "DATA_FILES" in {
            getattr(target, "id", "") for target in node.targets
        }:
            try:
                return tuple(ast.literal_eval(node.value))
            except (ValueError, TypeError) as error:
                said = "DATA_FILES has to be a tuple of plain strings"
                raise BuildError(f"{file}:{node.lineno}: {said}") from error
    return ()
