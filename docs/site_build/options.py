"""The options of the commands: each is declared here, once."""

import argparse
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from gallery_store.errors import BuildError
from lesson_pages.languages import FOLDERS
from site_build.project import Project


def folder(text: str) -> Path:
    """Return a folder, named from where the user is."""
    return Path(text).resolve()


def positive(text: str) -> int:
    """Return a number that is at least one."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def port(text: str) -> int:
    """Return the number of a port."""
    if (number := positive(text)) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number up to 65535")
    return number


def option(help: str, default: Any = None, **more: object) -> Any:
    """Return a field that tells argparse what it is."""
    return field(default=default, metadata={"help": help, **more})


def switch(help: str) -> Any:
    """Return a field of an option that is on or off."""
    return option(help, default=False, action="store_true")


@dataclass(frozen=True)
class Options:
    """What a command is asked for; a command takes some of them."""

    lang: str | None = option("one language, as a preview", choices=FOLDERS)
    only: str | None = option("some lessons, as a preview", metavar="PATTERN")
    jobs: int | None = option("lessons that run at a time", type=positive)
    store: Path | None = option("folder of the results", type=folder)
    out: Path | None = option("folder of the site", type=folder)
    fresh: bool = switch("run every lesson again")
    prune: bool = switch("delete results that nothing needs now")
    only_execute: bool = switch("fill the store, render nothing")
    as_built: Path | None = option(
        "render another machine's results, run nothing", type=folder, metavar="STORE"
    )
    scheduler: str | None = option("run lessons on a dask cluster", metavar="ADDRESS")
    port: int = option("where to serve", default=8000, type=port)
    against: str = option(
        "folder of another store, or a tag or commit of the project",
        required=True,
        metavar="STORE_OR_VERSION",
    )
    lesson: str = option("part of a lesson's name", default="", nargs="?")
    lessons: tuple[str, ...] = option(
        "part of a lesson's name", default=(), nargs="*", metavar="LESSON"
    )
    part: str = option("folder of the part, as 4_training", nargs=None)
    number: int = option("sorts the file", nargs=None, type=positive)
    name: str = option("name of the file after plot_NN_", nargs=None)
    title: str = option("title of the page", nargs=None)
    stores: tuple[Path, ...] = option(
        "folder of results", type=folder, nargs="+", metavar="STORE"
    )

    served: bool = False

    def check(self) -> None:
        """Raise a BuildError if one option leaves nothing for another to do."""
        idle = [
            flag(name)
            for name in ("store", "jobs", "fresh", "prune", "only_execute", "scheduler")
            if getattr(self, name)
        ]
        if self.as_built and idle:
            raise BuildError(f"--as-built runs nothing; leave out {', '.join(idle)}")
        if self.scheduler and (self.jobs or self.prune):
            raise BuildError("--scheduler goes with neither --jobs nor --prune")

    @property
    def languages(self) -> tuple[str, ...]:
        """Folders of the languages to build."""
        return (self.lang,) if self.lang else FOLDERS

    @property
    def entry(self) -> str:
        """The page to open first, below the site's folder."""
        return f"{self.lang}/index.html" if self.lang else "index.html"

    @property
    def partial(self) -> bool:
        """Whether the result is a preview and not the site."""
        return bool(self.lang or self.only)

    def site(self, project: Project) -> Path:
        """Return the folder that the site is written to."""
        if self.served:
            return project.served
        default = project.preview if self.partial else project.site
        return (self.out or default).resolve()


def flag(name: str) -> str:
    """Return what a user writes for an option."""
    return "--" + name.replace("_", "-")


def add_options(parser: argparse.ArgumentParser, names: str) -> None:
    """Let a command take some of the options, named with spaces between."""
    known = {x.name: x for x in fields(Options)}
    for name in names.split():
        more = known[name].metadata
        what = name if "nargs" in more else flag(name)
        parser.add_argument(what, default=known[name].default, **more)
