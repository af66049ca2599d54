"""The content key of a lesson's results, and which part of it changed."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from gallery_store.closure import import_closure
from gallery_store.environment import Environment, as_parts
from gallery_store.lessons import Lesson
from gallery_store.project import Project

MAKERS = (
    "docs/lesson_pages/figures/gallery.py",
    "docs/lesson_pages/figures/scraper.py",
    "src/gallery_store/child.py",
    "src/gallery_store/raised.py",
)
"""The files of the checkout that take part when a lesson is executed."""


def key_parts(
    project: Project, lesson: Lesson, environment: Environment
) -> dict[str, str]:
    """Return everything that a lesson's results depend on.

    Parameters
    ----------
    project : Project
        The checkout.
    lesson : Lesson
        The lesson.
    environment : Environment
        Where it runs.

    Returns
    -------
    dict of str to str
        Digest of each file, by its path from the root, and the version of each
        distribution, by its name.
    """
    return source_parts(project, lesson) | as_parts(environment)


def source_parts(project: Project, lesson: Lesson) -> dict[str, str]:
    """Return the digest of each file that a lesson's results depend on."""
    makers = [project.root / name for name in MAKERS]
    source = lesson.file
    closure = import_closure(project.package, Path(source), lesson.text)
    files = [*closure, *makers]
    parts = {project.relative(file).as_posix(): file_digest(file) for file in files}
    parts[source] = hashlib.sha256(lesson.text.encode()).hexdigest()
    return parts


def lesson_key(project: Project, lesson: Lesson, environment: Environment) -> str:
    """Return the key of a lesson's results in an environment."""
    return digest(key_parts(project, lesson, environment))


def file_digest(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(parts: Mapping[str, object]) -> str:
    """Return one short key for a set of parts."""
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return one sentence a part that differs, in the order of names."""
    return [
        describe_change(name, old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def describe_change(name: str, old: str | None, new: str | None) -> str:
    """Return what happened to one part of a key."""
    if old is None:
        return f"{name} is new"
    if new is None:
        return f"{name} is gone"
    return f"{name} changed" if "/" in name else f"{name}: {old} -> {new}"
