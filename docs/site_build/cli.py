"""The command line: `python -I docs/site_build COMMAND`, which nox calls."""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from gallery_store.errors import BuildError
from gallery_store.lessons import find_lessons
from gallery_store.locks import locked
from gallery_store.merge import merge
from gallery_store.progress import Reporter, spare_standard_output
from gallery_store.restore import restore
from gallery_store.run import explain
from gallery_store.store import Store
from lesson_pages.languages import ENGLISH, TRANSLATIONS
from site_build.build import build, gather_results
from site_build.catalogues import refresh_catalogues
from site_build.linkcheck import check_links
from site_build.options import Options, add_options
from site_build.output_folders import check_store_folder
from site_build.project import Project
from site_build.render import extract_messages

STOPPED = 130


Command = Callable[[Project, Options, Reporter], int | None]


def main(root: Path, arguments: Sequence[str]) -> int:
    """Run a command; return its exit code."""
    hang_up = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none
    under_nohup = signal.getsignal(hang_up) == signal.SIG_IGN
    for number in {signal.SIGINT, signal.SIGTERM, hang_up} - {under_nohup and hang_up}:
        signal.signal(number, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdout is None:
        return complain("error: standard output is closed; send it to a file")
    try:
        values = vars(parser().parse_args(arguments))
        run = COMMANDS[values.pop("command")][0]
        with Reporter(Console(emoji=False)) as reporter:
            return int(run(Project(root), Options(**values), reporter) or 0)
    except BuildError as error:
        return complain(f"error: {error}".replace(f"{root}/", ""))
    except KeyboardInterrupt:
        complain("stopped; finished lessons are kept, no site is published in part")
        return STOPPED
    except OSError as error:
        spare_standard_output()
        gone = isinstance(error, FileNotFoundError) and "the current folder"
        place = error.filename or gone or "a file of the build"
        return complain(f"error: {place}: {error.strerror or error}")


def complain(text: str) -> int:
    """Write one message to standard error; return the exit code of a failure."""
    Reporter(Console(stderr=True, emoji=False)).say(text)
    return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="site_build", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (run, options) in COMMANDS.items():
        add_options(commands.add_parser(name, help=run.__doc__), options)
    return top


def run_build(project: Project, options: Options, reporter: Reporter) -> None:
    """Build the site; of one in English alone, say what a translator has to do."""
    build(project, options, reporter)
    if options.lang == ENGLISH.folder:
        for line in left_to_translate(project):
            reporter.say(line)


def left_to_translate(project: Project) -> list[str]:
    """Return what no catalogue says yet, a line for each."""
    from site_build.check.content import Content
    from site_build.check.translations import left_for_translators

    return list(map(str, sorted({*left_for_translators(Content(project.root))})))


def run_merge(project: Project, options: Options, reporter: Reporter) -> None:
    """Make one store of several."""
    target = (options.store or project.store).resolve()
    check_store_folder(project, target)
    stores = [Store(folder) for folder in options.stores]
    merge(project.gallery, stores, Store(target), reporter)


def run_why(project: Project, options: Options, reporter: Reporter) -> None:
    """Say why lessons would run."""
    store = Store(options.store or project.store)
    for line in explain(project.gallery, store, options.lesson):
        reporter.say(line)


def run_translations(project: Project, options: Options, reporter: Reporter) -> None:
    """Refresh the catalogues and say what is missing."""
    with locked(project.gallery, reporter):
        restore_english(project, reporter)
        templates, lines = project.work / "gettext", list[str]()
        extract_messages(project, templates)
        for language in TRANSLATIONS:
            folder = project.catalogues(language)
            lines += refresh_catalogues(templates, folder, language)
    lines += left_to_translate(project)
    for line in lines or ["every message is translated"]:
        reporter.say(line.replace(f"{project.root}/", ""))


def run_check(project: Project, options: Options, reporter: Reporter) -> int:
    """Say what breaks the rules on content; 1 if anything does."""
    from site_build.check import check_course, without_run
    from site_build.check.content import Content

    content = Content(project.root, options.store)
    faults = check_course(content, options.lessons)
    for line in [*map(str, faults), *without_run(content, options.lessons)]:
        reporter.say(line)
    reporter.say(f"{len(faults)} to mend" if faults else "nothing to mend")
    return int(bool(faults))


def run_new(project: Project, options: Options, reporter: Reporter) -> None:
    """Make what a new lesson needs and say what is still to be written."""
    from site_build.check import check_course
    from site_build.check.content import Content
    from site_build.new_lesson import NewLesson, make_lesson

    new = NewLesson(options.part, options.number, options.name, options.title)
    for line in make_lesson(Content(project.root), new):
        reporter.say(line)
    reporter.say("still to be written:")
    for fault in check_course(Content(project.root), [new.stem]):
        reporter.say(str(fault))


def run_serve(project: Project, options: Options, reporter: Reporter) -> None:
    """Build, then rebuild and reload whenever a source changes."""
    from site_build.serve import serve

    serve(project, options, reporter)


def run_drift(project: Project, options: Options, reporter: Reporter) -> int:
    """Compare the outputs with those of a store or a version; 1 if any drifted."""
    from gallery_store.drift.run import drift

    store = Store(options.store or project.store)
    return int(drift(project.gallery, store, options.against, reporter))


def run_linkcheck(project: Project, options: Options, reporter: Reporter) -> int:
    """Visit every link of the pages; 1 if any is dead, which a list then names."""
    path = project.build / "links.md"
    with locked(project.gallery, reporter):
        path.unlink(missing_ok=True)
        restore_english(project, reporter)
        dead = check_links(project)
    for line in dead or ["nothing to report"]:
        reporter.say(line)
    if dead:
        path.write_text("".join(f"- {line}\n" for line in dead), encoding="utf-8")
    return int(bool(dead))


def restore_english(project: Project, reporter: Reporter) -> None:
    """Put the executed lessons where Sphinx reads them, whatever is translated."""
    every = find_lessons(project.gallery)
    plan, _ = gather_results(project, Options(lang="en"), every, reporter)
    restore(project.gallery, plan.results)


COMMANDS: dict[str, tuple[Command, str]] = {
    "build": (
        run_build,
        "lang only only_execute as_built scheduler jobs store out fresh prune",
    ),
    "merge": (run_merge, "stores store"),
    "why": (run_why, "lesson store"),
    "translations": (run_translations, ""),
    "check": (run_check, "lessons store"),
    "new": (run_new, "part number name title"),
    "serve": (run_serve, "lang only port"),
    "drift": (run_drift, "against store"),
    "linkcheck": (run_linkcheck, ""),
}
"""What can be asked for; the names of its options have spaces between."""
