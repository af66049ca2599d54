"""Read a gallery's settings from the `conf.py` of its documentation."""

import os
from contextlib import chdir
from dataclasses import fields
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from gallery_store.limits import Limits
from gallery_store.settings import Settings

DERIVED = {"examples_dir", "docs_dir", "pages_dir", "gallery"}
"""What follows from where `conf.py` is, and from `sphinx_gallery_conf`."""
KNOWN = sorted({field.name for field in fields(Settings)} - DERIVED)


def read_settings(docs: Path) -> Settings:
    """Return what `docs/conf.py` says; BuildError if it fails or makes no sense."""
    file = docs.resolve() / "conf.py"
    said = execute(file)
    gallery = said.get("sphinx_gallery_conf", {})
    own = {"root": ".."} | said.get("gallery_store", {})
    if unknown := ", ".join(sorted(own.keys() - KNOWN)):
        known = ", ".join(KNOWN)
        raise BuildError(f"{file}: gallery_store has {unknown}; it may have {known}")
    root = (file.parent / own.pop("root")).resolve()

    def below_root(folder: str) -> str:
        found = (file.parent / folder).resolve()
        if not found.is_relative_to(root):
            raise BuildError(f"{file}: {found} is not below {root}; name another root")
        return found.relative_to(root).as_posix()

    def one_folder(name: str, otherwise: str) -> str:
        value = gallery.get(name, otherwise)
        values = [value] if isinstance(value, str | os.PathLike) else list(value)
        if len(values) != 1:
            many = f"has to be one folder, not {len(values)}"
            raise BuildError(f"{file}: {name} {many}")
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
