"""The site's configuration."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def own_extensions() -> set[str]:
    """Return the modules that register something with Sphinx."""
    return {
        path.stem
        for path in (DOCS / "_ext").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == "setup"
    }


def listed_extensions() -> list[str]:
    """Return the extensions that `conf.py` names, in one list or several."""
    tree = ast.parse((DOCS / "conf.py").read_text(encoding="utf-8"))
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AugAssign)
        and "extensions" in {x.id for x in ast.walk(node) if isinstance(x, ast.Name)}
    ]
    return [name for names in lists for name in ast.literal_eval(names)]


def test_every_extension_of_our_own_is_listed() -> None:
    """One that is left out would stop its checks in silence."""
    assert own_extensions()
    assert own_extensions() - set(listed_extensions()) == set()


def test_no_extension_is_listed_twice() -> None:
    """The list is the whole of what the site is made with."""
    assert sorted(listed_extensions()) == sorted(set(listed_extensions()))


def test_extensions_are_python_only() -> None:
    """What Node.js runs, a browser loads or a page holds has a folder of its own."""
    files = [path for path in (DOCS / "_ext").rglob("*") if path.is_file()]

    assert {path.suffix for path in files} - {".pyc"} == {".py"}
