"""The site's configuration."""

import ast
import re
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


def test_only_addresses_of_other_hosts_are_visited() -> None:
    """Files of the finished site are not there yet; the build checks those."""
    found = re.search(
        r"linkcheck_ignore = (\[.*?\n\])", (DOCS / "conf.py").read_text("utf-8"), re.S
    )
    assert found
    ignored = [re.compile(x) for x in ast.literal_eval(found[1])]
    links = ["zips/all.zip", "../wheels/x.whl", "http://127.0.0.1:8000/"]
    links += ["https://pytorch.org/", "http://localhost.example/"]

    visited = [x for x in links if not any(y.match(x) for y in ignored)]
    assert visited == links[3:]
