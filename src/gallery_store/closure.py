"""What a lesson imports from the package, found without importing anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

from gallery_store.errors import BuildError


def import_closure(package: Path, lesson: Path, text: str) -> list[Path]:
    """Return every file of `package` that a lesson may read when it runs.

    Parameters
    ----------
    package : Path
        The package's folder.
    lesson : Path
        File of the lesson, for messages.
    text : str
        Its source.

    Returns
    -------
    list of Path
        The modules imported, directly or through each other, also inside of
        functions, and the data files that they name in `DATA_FILES`.

    Raises
    ------
    BuildError
        If a source cannot be read as Python.
    """
    modules: set[Path] = set()
    todo = list(imported_modules(package, parse(lesson, text), None))
    while todo:
        module = todo.pop()
        if module in modules:
            continue
        modules.add(module)
        todo += imported_modules(package, parse_file(module), module)
    data = {file for module in modules for file in data_files(package, module)}
    return sorted(modules | data)


def parse_file(file: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    try:
        return parse(file, file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BuildError(f"{file}: not UTF-8 ({error})") from error


def parse(file: Path, text: str) -> ast.Module:
    """Return the syntax tree of a source, or raise a BuildError with its line."""
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise BuildError(f"{file}:{error.lineno or 1}: {error.msg}") from error


def imported_modules(
    package: Path, tree: ast.Module, file: Path | None
) -> Iterator[Path]:
    """Yield the files of `package` that importing a source executes first."""
    for name in imported_names(package, tree, file):
        parts = name.split(".")
        if parts[0] != package.name:
            continue
        for count in range(1, len(parts) + 1):
            base = package.parent.joinpath(*parts[:count])
            for candidate in (base.with_suffix(".py"), base / "__init__.py"):
                if candidate.is_file():
                    yield candidate


def imported_names(package: Path, tree: ast.Module, file: Path | None) -> Iterator[str]:
    """Yield the dotted names in the import statements of a source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = absolute_name(package, node, file)
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def absolute_name(package: Path, node: ast.ImportFrom, file: Path | None) -> str:
    """Return the module that `from … import …` names, leading dots resolved."""
    if not node.level or file is None:
        return node.module or ""
    folder = file.parents[node.level - 1].relative_to(package.parent)
    return ".".join([*folder.parts, *(node.module or "").split(".")]).rstrip(".")


def data_files(package: Path, module: Path) -> Iterator[Path]:
    """Yield the files that a module's literal `DATA_FILES` names."""
    for node in parse_file(module).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "DATA_FILES"
            for target in node.targets
        ):
            for pattern in literal(module, node):
                yield from (path for path in package.glob(pattern) if path.is_file())


def literal(module: Path, node: ast.Assign) -> tuple[str, ...]:
    """Return the strings that an assignment writes down."""
    try:
        return tuple(ast.literal_eval(node.value))
    except (ValueError, TypeError) as error:
        raise BuildError(
            f"{module}:{node.lineno}: DATA_FILES has to be a tuple of plain strings"
        ) from error
