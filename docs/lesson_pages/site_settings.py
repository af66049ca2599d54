"""Where the site is published: `docs/site.toml`, or the environment."""

import os
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from gallery_store.errors import BuildError
from gallery_store.files import read_source

FILE = "site.toml"
LOCAL = ("127.0.0.1", "::1", "localhost")
OPTIONAL = {"notebooks_branch"}
OVERRIDES = {"base_url": "SITE_BASE_URL", "repository": "SITE_REPOSITORY"}
ADDRESS = re.compile(
    r"https?://([a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\])(:\d+)?"
    r"(/(?!\.+(/|$))[\w.~-]+)*/?",
    re.IGNORECASE | re.ASCII,
)
"""What means the same in a page, in Markdown and in the file of any host."""
BRANCH = re.compile(r"(?!-)[\w.+-]+(/[\w.+-]+)*")


@dataclass(frozen=True)
class Settings:
    """What the pages have to know about the place where they are published."""

    base_url: str  # of the folder with the languages, ending in a slash
    repository: str  # its address on GitHub
    branch: str  # where the sources are
    notebooks_branch: str  # where Colab opens notebooks; empty for no link to Colab

    @property
    def is_local(self) -> bool:
        """Whether nobody else can open the site's address."""
        return urlsplit(self.base_url).hostname in LOCAL


def read_settings(docs: Path) -> Settings:
    """Read the settings of the site whose sources are in `docs`.

    Raises
    ------
    BuildError
        If a setting is missing, unknown or no address.
    """
    path = docs / FILE
    try:
        values = tomllib.loads(read_source(path))
    except (OSError, ValueError, RecursionError) as error:
        raise BuildError(f"docs/{FILE}: {error}") from error
    values |= {n: os.environ[v] for n, v in OVERRIDES.items() if os.environ.get(v)}
    names = {field.name for field in fields(Settings)}
    if wrong := names ^ values.keys():
        raise BuildError(f"docs/{FILE}: missing or unknown: {', '.join(sorted(wrong))}")
    for name, value in values.items():
        if not isinstance(value, str) or not (value or name in OPTIONAL):
            raise BuildError(f"docs/{FILE}: {name} has to be a text")
        if name not in OVERRIDES:
            if value and not BRANCH.fullmatch(value):
                raise BuildError(f"docs/{FILE}: {name} {value!r} is no branch's name")
            continue
        if not is_address(value):
            form = "an address such as https://host/folder/, of letters a-z and digits"
            raise BuildError(f"{name} {value!r} is not {form}")
        values[name] = value.rstrip("/") + ("/" if name == "base_url" else "")
    return Settings(**values)


def is_address(text: str) -> bool:
    """Tell whether a browser and every host would read an address alike."""
    try:
        return bool(ADDRESS.fullmatch(text)) and urlsplit(text).port != 0
    except ValueError:  # a port, or a host in brackets, that cannot be
        return False
