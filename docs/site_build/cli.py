"""The command line: `python -m site_build COMMAND`, which nox calls."""

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from gallery_store.errors import BuildError
from gallery_store.lessons import find_lessons
from gallery_store.merge import merge
from gallery_store.progress import Reporter
from gallery_store.restore import restore
from gallery_store.store import Store
from gallery_store.why import explain
from lesson_pages.languages import CHINESE, FOLDERS
from site_build.build import Options, build, gather_results, locked
from site_build.catalogues import refresh_catalogues
from site_build.links import check_links
from site_build.output_folders import check_store_folder
from site_build.project import Project
from site_build.render import extract_messages

STOPPED = 130
Command = Callable[[Project, argparse.Namespace, Reporter], int | None]
"""Does what was asked for; returns an exit code, or None for 0."""


def main(root: Path, arguments: Sequence[str]) -> int:
    """Run a command; return its exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parser().parse_args(arguments)
    command: Command = options.command
    with Reporter(Console()) as reporter:
        try:
            return command(Project(root), options, reporter) or 0
        except BuildError as error:
            complain(f"error: {error}")
            return 1
        except KeyboardInterrupt:
            complain("stopped; finished lessons are kept, the site is unchanged")
            return STOPPED
        except OSError as error:
            complain(f"error: {error.filename or ''}: {error.strerror or error}")
            return 1


def complain(text: str) -> None:
    """Write one message to standard error."""
    console = Console(stderr=True)
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="site_build", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_build(commands.add_parser("build", help="build the site"))
    add_merge(commands.add_parser("merge", help="make one store of several"))
    add_why(commands.add_parser("why", help="say why a lesson would run"))
    add_translations(
        commands.add_parser("translations", help="refresh the Chinese catalogues")
    )
    add_serve(commands.add_parser("serve", help="build, watch and reload"))
    add_drift(commands.add_parser("drift", help="compare the outputs with others"))
    links = commands.add_parser("linkcheck", help="visit every link")
    links.set_defaults(command=run_linkcheck)
    return top


def add_build(sub: argparse.ArgumentParser) -> None:
    """Add the options of `build`."""
    sub.set_defaults(command=run_build)
    sub.add_argument("--lang", choices=FOLDERS, help="one language, as a preview")
    sub.add_argument("--only", metavar="PATTERN", help="some lessons, as a preview")
    sub.add_argument(
        "--only-execute", action="store_true", help="fill the store, render nothing"
    )
    sub.add_argument(
        "--as-built", type=Path, metavar="STORE",
        help="render the results of another machine, run nothing",
    )  # fmt: skip
    sub.add_argument(
        "--scheduler", metavar="ADDRESS", help="run lessons on a dask cluster"
    )
    sub.add_argument("--jobs", type=positive, help="lessons that run at a time")
    sub.add_argument("--store", type=Path, help="folder of the results")
    sub.add_argument("--out", type=Path, help="folder of the site")
    sub.add_argument("--fresh", action="store_true", help="run every lesson again")
    sub.add_argument(
        "--prune", action="store_true", help="delete results that nothing needs now"
    )


def add_merge(sub: argparse.ArgumentParser) -> None:
    """Add the options of `merge`."""
    sub.set_defaults(command=run_merge)
    sub.add_argument(
        "stores", type=Path, nargs="+", metavar="STORE", help="folder of results"
    )
    sub.add_argument("--store", type=Path, help="folder of the merged results")


def add_why(sub: argparse.ArgumentParser) -> None:
    """Add the options of `why`."""
    sub.set_defaults(command=run_why)
    sub.add_argument("lesson", nargs="?", default="", help="part of a lesson's name")
    sub.add_argument("--store", type=Path, help="folder of the results")


def add_translations(sub: argparse.ArgumentParser) -> None:
    """Add the options of `translations`."""
    sub.set_defaults(command=run_translations)


def add_serve(sub: argparse.ArgumentParser) -> None:
    """Add the options of `serve`."""
    sub.set_defaults(command=run_serve)
    sub.add_argument("--port", type=positive, default=8000)


def add_drift(sub: argparse.ArgumentParser) -> None:
    """Add the options of `drift`."""
    sub.set_defaults(command=run_drift)
    sub.add_argument("--store", type=Path, help="folder of the results")
    sub.add_argument(
        "--against",
        metavar="STORE_OR_VERSION",
        required=True,
        help="folder of another store, or a tag or commit of the project",
    )


def positive(text: str) -> int:
    """Return a number that is at least one."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def run_build(
    project: Project, options: argparse.Namespace, reporter: Reporter
) -> None:
    """Build the site."""
    values = {n: v for n, v in vars(options).items() if n != "command"}
    for name in ("store", "out", "as_built"):
        values[name] = values[name] and values[name].resolve()
    build(project, Options(**values), reporter)


def run_merge(
    project: Project, options: argparse.Namespace, reporter: Reporter
) -> None:
    """Make one store of several."""
    target = (options.store or project.store).resolve()
    check_store_folder(project, target)
    stores = [Store(folder.resolve()) for folder in options.stores]
    merge(project.gallery, stores, Store(target), reporter)


def run_why(project: Project, options: argparse.Namespace, reporter: Reporter) -> None:
    """Say why lessons would run."""
    store = Store(options.store or project.store)
    for line in explain(project.gallery, store, options.lesson):
        reporter.say(line)


def run_translations(
    project: Project, options: argparse.Namespace, reporter: Reporter
) -> None:
    """Refresh the catalogues and say what is missing."""
    with locked(project, reporter):
        restore_english(project, reporter)
        extract_messages(project, project.work / "gettext")
        lines = list(
            refresh_catalogues(project.work / "gettext", project.catalogues(CHINESE))
        )
    for line in lines or ["every message is translated"]:
        reporter.say(line)


def run_serve(
    project: Project, options: argparse.Namespace, reporter: Reporter
) -> None:
    """Build, then rebuild and reload whenever a source changes."""
    from site_build.serve import serve

    serve(project, options.port, [sys.executable, "-P", "-m", "site_build"])


def run_drift(project: Project, options: argparse.Namespace, reporter: Reporter) -> int:
    """Compare the outputs with those of a store or a version; 1 if any drifted."""
    from gallery_store.drift.run import drift

    store = Store(options.store or project.store)
    return int(drift(project.gallery, store, options.against, reporter))


def run_linkcheck(
    project: Project, options: argparse.Namespace, reporter: Reporter
) -> int:
    """Visit every link of the pages; 1 if any is dead."""
    with locked(project, reporter):
        restore_english(project, reporter)
        dead = check_links(project)
    return leave(dead, project.build / "links.md", reporter)


def leave(found: list[str], path: Path, reporter: Reporter) -> int:
    """Say what was found and leave it as a list for an issue; 1 if there is any."""
    path.unlink(missing_ok=True)
    for line in found or ["nothing to report"]:
        reporter.say(line)
    if found:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"- {line}\n" for line in found), encoding="utf-8")
    return int(bool(found))


def restore_english(project: Project, reporter: Reporter) -> None:
    """Put the executed lessons where Sphinx reads them, whatever is translated."""
    every = find_lessons(project.gallery)
    store = Store(project.store)
    plan, _ = gather_results(project, Options(lang="en"), every, store, reporter)
    restore(project.gallery, plan.results)
