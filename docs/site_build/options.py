"""The options of the commands: each is declared here, once."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_type_hints

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


def told(help: str, **more: object) -> dict[str, object]:
    """Return what argparse is told of an option."""
    return {"help": help, **more}


def switch(help: str) -> dict[str, object]:
    """Return what argparse is told of an option that is on or off."""
    return told(help, action="store_true")


@dataclass(frozen=True)
class Options:
    """What a command is asked for; a command takes some of them."""

    lang: Annotated[str | None, told("one language, as a preview", choices=FOLDERS)] = (
        None
    )
    only: Annotated[
        str | None, told("some lessons, as a preview", metavar="PATTERN")
    ] = None
    jobs: Annotated[int | None, told("lessons that run at a time", type=positive)] = (
        None
    )
    store: Annotated[Path | None, told("folder of the results", type=folder)] = None
    out: Annotated[Path | None, told("folder of the site", type=folder)] = None
    fresh: Annotated[bool, switch("run every lesson again")] = False
    prune: Annotated[bool, switch("delete results that nothing needs now")] = False
    only_execute: Annotated[bool, switch("fill the store, render nothing")] = False
    as_built: Annotated[
        Path | None,
        told("render another machine's results, run nothing",
             type=folder, metavar="STORE"),
    ] = None  # fmt: skip
    scheduler: Annotated[
        str | None, told("run lessons on a dask cluster", metavar="ADDRESS")
    ] = None
    port: Annotated[int, told("where to serve", type=positive)] = 8000
    against: Annotated[
        str,
        told("folder of another store, or a tag or commit of the project",
             required=True, metavar="STORE_OR_VERSION"),
    ] = ""  # fmt: skip
    lesson: Annotated[str, told("part of a lesson's name", nargs="?")] = ""
    lessons: Annotated[
        tuple[str, ...], told("part of a lesson's name", nargs="*", metavar="LESSON")
    ] = ()
    part: Annotated[str, told("folder of the part, as 4_training", nargs=None)] = ""
    number: Annotated[int, told("sorts the file", nargs=None, type=positive)] = 0
    name: Annotated[str, told("name of the file after plot_NN_", nargs=None)] = ""
    title: Annotated[str, told("title of the page", nargs=None)] = ""
    stores: Annotated[
        tuple[Path, ...],
        told("folder of results", type=folder, nargs="+", metavar="STORE"),
    ] = ()

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
    hints = get_type_hints(Options, include_extras=True)
    for name in names.split():
        (more,) = hints[name].__metadata__
        what = name if "nargs" in more else flag(name)
        parser.add_argument(what, default=getattr(Options, name), **more)
