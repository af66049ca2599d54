"""Serve the site and build it again when a source changes."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from livereload import Server

from pipeline.project import Project
from pipeline.site import is_made

HOST = "127.0.0.1"


def serve(project: Project, port: int, pipeline: Sequence[str]) -> None:
    """Build, serve at 127.0.0.1 and watch until Ctrl-C.

    A build that fails says why, and the last good site stays.
    """
    project.site.mkdir(parents=True, exist_ok=True)

    def rebuild() -> None:
        subprocess.run([*pipeline, "build"], check=False)

    def ignored(path: str) -> bool:
        return is_made(project, Path(path))

    rebuild()
    server = Server()
    for folder in (project.docs, project.examples, project.package):
        server.watch(f"{folder}/**", rebuild, ignore=ignored)
    server.serve(root=str(project.site), host=HOST, port=port)
