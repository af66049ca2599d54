"""Serve the site and build it again when a source changes."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from livereload import Server

from site_build.project import Project
from site_build.inputs import is_made

HOST = "127.0.0.1"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
WATCHED = (
    "docs/**",
    "examples/**",
    "src/**",
    "pyproject.toml",
    "README.md",
    "LICENSE*",
)


def serve(project: Project, port: int, pipeline: Sequence[str]) -> None:
    """Build, serve at 127.0.0.1 and watch until Ctrl-C.

    A build that fails says why, and the last good site stays.
    """
    served = project.build / "serve"
    served.mkdir(parents=True, exist_ok=True)

    def rebuild() -> None:
        subprocess.run([*pipeline, "build"], check=False)
        copy_open(project.site, served)

    def ignored(path: str) -> bool:
        return is_made(project, Path(path))

    rebuild()
    server = Server()
    for pattern in WATCHED:
        server.watch(str(project.root / pattern), rebuild, ignore=ignored)
    server.serve(root=str(served), host=HOST, port=port)


def copy_open(site: Path, served: Path) -> None:
    """Copy a site without its policy, which forbids the script that reloads a page."""
    shutil.rmtree(served, ignore_errors=True)
    if site.is_dir():
        shutil.copytree(site, served)
    for page in served.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(POLICY.sub("", text), encoding="utf-8")
