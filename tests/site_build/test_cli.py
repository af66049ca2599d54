"""The command line: exit codes and messages."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, get_origin, get_type_hints

import pytest
from small_project import ROOT, edit, write

from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from site_build import cli
from site_build.cli import COMMANDS, main
from site_build.options import Options
from site_build.project import Project


def test_build_succeeds_with_zero(built: Project, capsys) -> None:
    """The summary is on standard output."""
    assert main(built.root, ["build"]) == 0
    assert "0 ran, 2 restored" in capsys.readouterr().out


def test_mistake_is_one_message_and_one(built: Project, capsys) -> None:
    """No traceback for a pattern that matches nothing."""
    assert main(built.root, ["build", "--only", "nothing"]) == 1

    captured = capsys.readouterr()
    assert captured.err.startswith("error: no lesson matches 'nothing'")
    assert "Traceback" not in captured.out + captured.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--lang", "fr"], "invalid choice: 'fr' (choose from"),
        (["build", "--jobs", "0"], "'0' is not a number from 1 on"),
        (["build", "--jobs", "many"], "'many' is not a number from 1 on"),
        (["paint"], "invalid choice: 'paint'"),
    ],
)
def test_wrong_option_is_named(capsys, arguments: list[str], words: str) -> None:
    """Argparse says what it takes, and the exit code is 2."""
    with pytest.raises(SystemExit) as caught:
        main(ROOT, arguments)

    assert caught.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_what_a_command_takes(name: str, capsys) -> None:
    """`--help` is its manual: every option with a sentence."""
    with pytest.raises(SystemExit):
        main(ROOT, [name, "--help"])

    text = capsys.readouterr().out.replace("-", "_").lower()
    taken = COMMANDS[name].options.split()
    assert [option for option in taken if option.removesuffix("s") not in text] == []


def test_every_option_is_taken_by_a_command() -> None:
    """None is declared for nothing, and none is taken that is not declared."""
    taken = {x for c in COMMANDS.values() for x in c.options.split()}
    hints = get_type_hints(Options, include_extras=True)

    assert taken == {x for x, hint in hints.items() if get_origin(hint) is Annotated}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"as_built": Path(), "fresh": True, "jobs": 2}, "leave out --jobs, --fresh"),
        ({"scheduler": "x", "prune": True}, "goes with neither --jobs nor --prune"),
    ],
)
def test_option_that_leaves_nothing_for_another_is_named(
    options: dict[str, object], words: str
) -> None:
    """Before anything is done."""
    with pytest.raises(BuildError, match=words):
        Options(**options).check()


def test_store_and_out_are_read_from_here(
    built: Project, monkeypatch, tmp_path: Path
) -> None:
    """A relative folder is one below the folder that the user is in."""
    monkeypatch.chdir(tmp_path)

    code = main(built.root, ["build", "--out", "site", "--store", "results"])

    assert code == 0
    assert (tmp_path / "site" / "en" / "index.html").is_file()
    assert len(list((tmp_path / "results").rglob("*.zip"))) == 2


def test_why_tells_the_reason(built: Project, capsys) -> None:
    """A changed helper is named."""
    edit(built.package / "double.py", "2 * x", "x + x")

    assert main(built.root, ["why", "first"]) == 0
    assert "src/tutorial_utils/double.py changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left", "docs/x.rst"), "docs/x.rst: No space left"),
        (OSError(28, "No space left"), "a file of the build: No space left"),
        (
            BuildError("plot_27.py:100: \ud800 :smile:"),
            "plot_27.py:100: \\ud800 :smile:",
        ),
    ],
)
def test_error_is_one_message(monkeypatch, capfd, error: Exception, words: str) -> None:
    """No traceback; every character as it is, or as its number."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "build", fail)

    assert main(ROOT, ["build"]) == 1
    assert capfd.readouterr().err == f"error: {words}\n"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("> /dev/full", "error: standard output: No space left on device"),
        (">&-", "error: standard output is closed; send it to a file"),
    ],
)
def test_output_that_nobody_can_read_is_named(
    built: Project, output: str, words: str
) -> None:
    """In one line, instead of a failure of every lesson."""
    program = "import sys; from pathlib import Path; from site_build.cli import main; "
    program += f"sys.exit(main(Path({str(built.root)!r}), ['why', 'first']))"
    command = f'env -u PYTHONUNBUFFERED "{sys.executable}" -P -c "{program}" {output}'
    done = subprocess.run(
        command, shell=True, stderr=subprocess.PIPE, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (1, f"{words}\n")


def test_stopped_command_says_what_is_kept(monkeypatch, capsys) -> None:
    """Ctrl-C is no error; the exit code is the one of a signal."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "build", stop)

    assert main(ROOT, ["build"]) == 130
    assert capsys.readouterr().err.startswith("stopped; finished lessons are kept")


def test_translations_of_a_new_sentence_are_asked_for(built: Project, capsys) -> None:
    """The catalogue has the sentence, and a line says where."""
    edit(
        built.docs / "index.md", "The start.", "The start.\n\nAnother thing altogether."
    )

    assert main(built.root, ["translations"]) == 0
    assert "index.po:16: to translate: 'Another thing" in capsys.readouterr().out
    catalogue = built.catalogues(CHINESE) / "index.po"
    assert 'msgid "Another thing altogether."' in catalogue.read_text("utf-8")


def test_translations_that_are_complete_say_so(built: Project, capsys) -> None:
    """Twice in a row nothing changes."""
    main(built.root, ["translations"])
    before = {p: p.read_bytes() for p in built.catalogues(CHINESE).rglob("*.po")}
    capsys.readouterr()

    main(built.root, ["translations"])

    assert "every message is translated" in capsys.readouterr().out
    assert {p: p.read_bytes() for p in before} == before


def test_translations_stop_at_a_page_that_sphinx_cannot_read(
    built: Project, capsys
) -> None:
    """Sphinx's own words are the message."""
    write(built.docs / "conf.py", "1 / 0\n")

    assert main(built.root, ["translations"]) == 1
    assert "error: [gettext]" in capsys.readouterr().err
