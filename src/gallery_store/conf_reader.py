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
TUPLES = {"sources", "stated", "preload", "names"}
KNOWN = sorted({field.name for field in fields(Settings)} - DERIVED | {"root"})


def read_settings(docs: Path) -> Settings:
    """Return what `gallery_store` and `sphinx_gallery_conf` in `docs/conf.py` say.

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

    def below_root(folder: Path) -> str:
        if not (found := folder.resolve()).is_relative_to(root):
            raise BuildError(f"{file}: {folder} is not below {root}; name another root")
        return found.relative_to(root).as_posix()

    folder = one_of(file, gallery, "examples_dirs", "../examples")
    docs_dir = below_root(file.parent)
    values = {
        "docs_dir": docs_dir,
        "examples_dir": below_root(file.parent / folder),
        "pages_dir": one_of(file, gallery, "gallery_dirs", "auto_examples"),
        "store_dir": f"{docs_dir}/_results",
        "build_dir": f"{docs_dir}/_build/gallery_store",
        **{name: value for name, value in own.items() if name != "root"},
    }
    if "limits" in values:
        values["limits"] = Limits(**values["limits"])
    for name in TUPLES & values.keys():
        values[name] = tuple(values[name])
    return Settings(root, gallery=gallery, **values)


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
