"""The small checkout that each job carries: what a lesson's process needs."""

import io
import zipfile
from pathlib import Path

from gallery_store.keys import MAKERS
from gallery_store.project import Project
from lesson_pages.downloads.wheel import build_wheel


def pack_checkout(project: Project) -> bytes:
    """Return a zip of the package's wheel, the pipeline and what makes a page."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        wheel = zipfile.ZipFile(io.BytesIO(build_wheel(project).data))
        for name in wheel.namelist():
            archive.writestr(f"src/{name}", wheel.read(name))
        for path in needed_files(project):
            archive.write(path, project.relative(path).as_posix())
    return buffer.getvalue()


def needed_files(project: Project) -> list[Path]:
    """Return the sources that take part when a lesson is executed."""
    sources = {*(project.source / "gallery_store").rglob("*.py")}
    return sorted(sources | {project.root / name for name in MAKERS})
