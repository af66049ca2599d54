"""Read a gallery's settings from the `conf.py` of its documentation."""

import os
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import fields
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from gallery_store.limits import Limits
from gallery_store.settings import Settings

DERIVED = {"root", "examples_dir", "docs_dir", "pages_dir", "gallery"}
"""What follows from where `conf.py` is, and from `sphinx_gallery_conf`."""
KNOWN = sorted({field.name for field in fields(Settings)} - DERIVED | {"root"})


def read_settings(docs: Path) -> Settings:
    """Return what `gallery_store` and `sphinx_gallery_conf` in a `conf.py` say.

    Parameters
    ----------
    docs : Path
        The folder with `conf.py`.

    Raises
    ------
    BuildError
        If it is not there, fails, or says something that has no meaning.
    """
    file = docs.resolve() / "conf.py"
    said = execute(file)
    own, gallery = said.get("gallery_store", {}), said.get("sphinx_gallery_conf", {})
    if unknown := own.keys() - KNOWN:
        raise BuildError(
            f"{file}: gallery_store has {', '.join(sorted(unknown))}; "
            f"it may have {', '.join(KNOWN)}"
        )
    root = (file.parent / own.get("root", "..")).resolve()
    folder = one_of(file, gallery, "examples_dirs", "../examples")
    places = {
        "docs_dir": below(file, root, file.parent),
        "examples_dir": below(file, root, file.parent / folder),
        "pages_dir": one_of(file, gallery, "gallery_dirs", "auto_examples"),
    }
    places["store_dir"] = f"{places['docs_dir']}/_results"
    places["build_dir"] = f"{places['docs_dir']}/_build/gallery_store"
    values = {name: value for name, value in own.items() if name != "root"}
    if "limits" in values:
        values["limits"] = Limits(**values["limits"])
    for name in ("sources", "stated", "preload", "names"):
        if name in values:
            values[name] = tuple(values[name])
    return Settings(root, gallery=gallery, **{**places, **values})


def execute(file: Path) -> dict[str, Any]:
    """Return the names that a `conf.py` defines, executed as Sphinx does."""
    from sphinx.util.tags import Tags

    said: dict[str, Any] = {"__file__": str(file), "tags": Tags()}
    try:
        with chdir(file.parent):
            exec(compile(file.read_bytes(), str(file), "exec"), said)
    except FileNotFoundError as error:
        raise BuildError(f"{error.filename}: not there; name its folder") from error
    except Exception as error:
        raise BuildError(f"{file}: {type(error).__name__}: {error}") from error
    return said


def one_of(file: Path, gallery: Mapping[str, Any], name: str, otherwise: str) -> str:
    """Return a folder that sphinx-gallery's settings name; it may name several."""
    value = gallery.get(name, otherwise)
    values = [value] if isinstance(value, str | os.PathLike) else list(value)
    if len(values) != 1:
        raise BuildError(f"{file}: {name} has to be one folder, not {len(values)}")
    return str(values[0])


def below(file: Path, root: Path, folder: Path) -> str:
    """Return a folder as it is called from the root."""
    found = folder.resolve()
    if not found.is_relative_to(root):
        raise BuildError(f"{file}: {folder} is not below {root}; name another root")
    return found.relative_to(root).as_posix()
