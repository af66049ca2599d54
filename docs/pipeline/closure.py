"""What a lesson imports from the package, found without importing anything."""

import ast
from collections.abc import Iterator
from pathlib import Path


def import_closure(package: Path, text: str) -> list[Path]:
    """Return every file of `package` that `text` may read when it runs.

    Parameters
    ----------
    package : Path
        The package's folder.
    text : str
        Source of the lesson.

    Returns
    -------
    list of Path
        The modules imported, directly or through each other, also inside of
        functions, and the data files that they name in `DATA_FILES`.
    """
    modules: set[Path] = set()
    todo = list(imported_modules(package, text, None))
    while todo:
        module = todo.pop()
        if module in modules:
            continue
        modules.add(module)
        todo += imported_modules(package, module.read_text(encoding="utf-8"), module)
    data = {file for module in modules for file in data_files(package, module)}
    return sorted(modules | data)


def imported_modules(package: Path, text: str, file: Path | None) -> Iterator[Path]:
    """Yield the files of `package` that importing `text` executes first."""
    for name in imported_names(package, text, file):
        parts = name.split(".")
        if parts[0] != package.name:
            continue
        for count in range(1, len(parts) + 1):
            base = package.parent.joinpath(*parts[:count])
            for candidate in (base.with_suffix(".py"), base / "__init__.py"):
                if candidate.is_file():
                    yield candidate


def imported_names(package: Path, text: str, file: Path | None) -> Iterator[str]:
    """Yield the dotted names in the import statements of `text`."""
    for node in ast.walk(ast.parse(text)):
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
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "DATA_FILES"
            for target in node.targets
        ):
            for pattern in ast.literal_eval(node.value):
                yield from (path for path in package.glob(pattern) if path.is_file())
