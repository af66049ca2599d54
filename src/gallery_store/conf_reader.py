"""Read a gallery's settings from the `conf.py` of its documentation."""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import chdir
from dataclasses import asdict, fields
from math import inf
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from gallery_store.limits import Limits
from gallery_store.settings import Settings

DERIVED = {"examples_dir", "docs_dir", "pages_dir", "gallery"}
"""What follows from where `conf.py` is, and from `sphinx_gallery_conf`."""
LIKE = Settings(Path())
"""Of each setting one that is right."""
KNOWN = sorted({field.name for field in fields(Settings)} - DERIVED)


def read_settings(docs: Path) -> Settings:
    """Return what `docs/conf.py` says; BuildError if it fails or makes no sense."""
    file = docs.resolve() / "conf.py"
    said = execute(file)
    gallery = said.get("sphinx_gallery_conf", {})
    own = said.get("gallery_store", {})
    check(file, gallery, own)
    own = {"root": ".."} | own
    root = (file.parent / own.pop("root")).resolve()

    def below_root(folder: str) -> str:
        found = (file.parent / folder).resolve()
        if not found.is_relative_to(root):
            raise BuildError(f"{file}: {found} is not below {root}; name another root")
        return found.relative_to(root).as_posix()

    def one_folder(name: str, otherwise: str) -> str:
        value = gallery.get(name, otherwise)
        values = [value] if isinstance(value, str | os.PathLike) else value
        if not (fits(values, ()) and len(values) == 1):
            raise BuildError(f"{file}: {name} has to be one folder, not {value!r:.80}")
        return str(values[0])

    if "limits" in own:
        own["limits"] = Limits(**own["limits"])
    docs_dir = below_root(".")
    values: dict[str, Any] = {
        "docs_dir": docs_dir,
        "examples_dir": below_root(one_folder("examples_dirs", "../examples")),
        "pages_dir": one_folder("gallery_dirs", "auto_examples"),
        "store_dir": f"{docs_dir}/_results",
        "build_dir": f"{docs_dir}/_build/gallery_store",
        **{n: tuple(x) if isinstance(x, list) else x for n, x in own.items()},
    }
    settings = Settings(root, gallery=gallery, **values)
    check_pages(file, settings)
    return settings


def check_pages(file: Path, settings: Settings) -> None:
    """Raise a BuildError if the folder of pages holds anything that is no page."""
    apart = settings.docs, settings.examples, settings.store, settings.build
    if any(x.resolve().is_relative_to(settings.pages.resolve()) for x in apart):
        raise BuildError(
            f"{file}: gallery_dirs names {settings.pages}, where each run clears what "
            "it has not made; give it a folder of its own"
        )


def check(file: Path, gallery: object, own: object) -> None:
    """Raise a BuildError unless both dictionaries hold what their readers expect."""
    for name, value in (("sphinx_gallery_conf", gallery), ("gallery_store", own)):
        if not isinstance(value, dict) or not all(isinstance(x, str) for x in value):
            raise BuildError(f"{file}: {name} has to be a dictionary by names")
    assert isinstance(own, dict)
    assert isinstance(gallery, dict)
    if unknown := sorted(own.keys() - KNOWN):
        known = f"it may have {', '.join(KNOWN)}"
        raise BuildError(f"{file}: gallery_store has {', '.join(unknown)}; {known}")
    for name, value in own.items():
        if not fits(value, getattr(LIKE, name)):
            like = f"what it is by itself is {getattr(LIKE, name)!r:.200}"
            raise BuildError(f"{file}: {name} cannot be {value!r:.80}; {like}")
    patterns = gallery.get("ignore_pattern", ""), own.get("names", [""])[0]
    try:
        for pattern in patterns:
            re.compile(pattern)
    except (re.error, TypeError) as error:
        raise BuildError(f"{file}: {pattern!r:.80} is no pattern ({error})") from error


def fits(value: object, like: object) -> bool:
    """Tell whether a setting is of the kind of another, and so is what it holds."""
    if isinstance(like, bool):
        return isinstance(value, bool)
    if isinstance(like, Limits):
        return (
            isinstance(value, dict)
            and value.keys() <= asdict(like).keys()
            and all(type(x) in (int, float) and 0 < x < inf for x in value.values())
        )
    if isinstance(like, Mapping):
        return isinstance(value, Mapping) and texts([*value, *value.values()])
    if isinstance(like, tuple):
        return isinstance(value, list | tuple) and texts(value)
    return texts([value])


def texts(values: Iterable[object]) -> bool:
    """Tell whether all of these are texts on one line, as names of folders are."""
    return all(isinstance(x, str | Path) and str(x).isprintable() for x in values)


def execute(file: Path) -> dict[str, Any]:
    """Return the names that a `conf.py` defines, executed as Sphinx does."""
    from sphinx.util.tags import Tags

    said: dict[str, Any] = {"__file__": str(file), "tags": Tags()}
    try:
        with chdir(file.parent):
            exec(compile(file.read_bytes(), str(file), "exec"), said)
    except FileNotFoundError as error:
        raise BuildError(f"{error.filename}: not there; name its folder") from error
    except (Exception, SystemExit) as error:
        raise BuildError(f"{file}: {type(error).__name__}: {error}") from error
    return said
