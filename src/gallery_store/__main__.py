"""The command `gallery-store`: run the scripts of a gallery, and keep what they say."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from gallery_store.conf_reader import read_settings
from gallery_store.errors import BuildError
from gallery_store.lessons import find_lessons, select_lessons
from gallery_store.locks import locked
from gallery_store.merge import merge
from gallery_store.progress import Reporter, spare_standard_output
from gallery_store.run import check_lessons, explain, prune, run_lessons
from gallery_store.settings import Settings
from gallery_store.store import Store

STOPPED = 130
Options = argparse.Namespace
Command = Callable[[Options, Settings, Store, Reporter], int | None]


def positive(text: str) -> int:
    """Return a number that is at least one."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


OPTIONS: dict[str, dict[str, Any]] = {
    "pattern": {"nargs": "?", "default": "", "help": "a part of lessons' names"},
    "stores": {"nargs": "+", "type": Path, "metavar": "STORE"},
    "--docs": {
        **{"type": Path, "default": Path("docs"), "metavar": "FOLDER"},
        "help": "the folder with conf.py (docs)",
    },
    "--store": {"type": Path, "metavar": "FOLDER", "help": "the folder of results"},
    "--jobs": {"type": positive, "help": "lessons that run at a time"},
    "--fresh": {"action": "store_true", "help": "run every lesson again"},
    "--prune": {"action": "store_true", "help": "delete what nothing needs now"},
    "--scheduler": {"metavar": "ADDRESS", "help": "run on a dask cluster"},
    "--against": {
        **{"required": True, "metavar": "STORE_OR_VERSION"},
        "help": "folder of another store, or a tag or commit of the checkout",
    },
}


def run(options: Options, settings: Settings, store: Store, reporter: Reporter) -> None:
    """Run what the store lacks."""
    store.check_folder(settings.root)
    with locked(settings, reporter):
        lessons = select_lessons(find_lessons(settings), options.pattern)
        check_lessons(settings, lessons)
        how = {x: getattr(options, x) for x in ("jobs", "scheduler", "fresh")}
        plan, count = run_lessons(settings, lessons, store, reporter, **how)
        if options.prune:
            prune(settings, store, reporter)
    reporter.say(f"{store.folder}: {len(plan.lessons)} results, {count} of them new")


def say_why(
    options: Options, settings: Settings, store: Store, reporter: Reporter
) -> None:
    """Say why a lesson would run."""
    for line in explain(settings, store, options.pattern):
        reporter.say(line)


def merge_stores(
    options: Options, settings: Settings, store: Store, reporter: Reporter
) -> None:
    """Make one store of several."""
    merge(settings, [Store(x.resolve()) for x in options.stores], store, reporter)


def report_drift(
    options: Options, settings: Settings, store: Store, reporter: Reporter
) -> int:
    """Compare the outputs with others; 1 if any drifted."""
    from gallery_store.drift.run import drift

    return int(drift(settings, store, options.against, reporter))


COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (run, "pattern --jobs --fresh --prune --scheduler"),
    "why": (say_why, "pattern"),
    "merge": (merge_stores, "stores"),
    "drift": (report_drift, "--against"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["PYTHONSAFEPATH"] = "1"  # no scratch file stands in for a module
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="gallery-store", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, names) in COMMANDS.items():
        sub = commands.add_parser(name, help=command.__doc__)
        sub.set_defaults(command=command)
        for option in [*names.split(), "--docs", "--store"]:
            sub.add_argument(option, **OPTIONS[option])
    options = parser.parse_args(arguments)
    if sys.stdout is None:
        print("error: standard output is closed; send it to a file", file=sys.stderr)
        return 1
    try:
        with Reporter(Console()) as reporter:
            settings = read_settings(options.docs)
            store = Store((options.store or settings.store).resolve())
            return options.command(options, settings, store, reporter) or 0
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        place = error.filename or "a file of the run"
        print(f"error: {place}: {error.strerror or error}", file=sys.stderr)
        spare_standard_output()
    except KeyboardInterrupt:
        print("stopped; finished lessons are kept", file=sys.stderr)
        return STOPPED
    return 1


if __name__ == "__main__":
    sys.exit(main())
