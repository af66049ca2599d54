"""The command line: exit codes and messages."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from small_project import ROOT, edit, files_of, write

from gallery_store.errors import BuildError
from lesson_pages.languages import CHINESE
from site_build import cli
from site_build.cli import COMMANDS, main
from site_build.options import Options


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--lang", "fr"], "invalid choice: 'fr' (choose from"),
        (["build", "--jobs", "0"], "'0' is not a number from 1 on"),
        (["build", "--jobs", "many"], "'many' is not a number from 1 on"),
        (["serve", "--port", "70000"], "'70000' is not a number up to 65535"),
        (["paint"], "invalid choice: 'paint'"),
    ],
)
def test_wrong_option_is_named(capsys, arguments, words):
    """Argparse says what it takes, and the exit code is 2."""
    with pytest.raises(SystemExit) as caught:
        main(ROOT, arguments)

    assert caught.value.code == 2
    assert words in capsys.readouterr().err


def test_help_lists_what_a_command_takes(capsys):
    """`--help` is its manual: every option with a sentence, and each is taken."""
    taken = set()
    for name, (_, options) in COMMANDS.items():
        with pytest.raises(SystemExit):
            main(ROOT, [name, "--help"])
        text = capsys.readouterr().out.replace("-", "_").lower()
        names = options.split()
        assert [x for x in names if x.removesuffix("s") not in text] == []
        taken |= {*names}

    assert taken == {x.name for x in fields(Options) if x.metadata}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"as_built": Path(), "fresh": True, "jobs": 2}, "leave out --jobs, --fresh"),
        ({"scheduler": "x", "prune": True}, "goes with neither --jobs nor --prune"),
    ],
)
def test_option_that_leaves_nothing_for_another_is_named(options, words):
    """Before anything is done."""
    with pytest.raises(BuildError, match=words):
        Options(**options).check()


def test_store_and_out_are_read_from_here(built, monkeypatch, tmp_path, capsys):
    """A relative folder is one below the folder that the user is in."""
    monkeypatch.chdir(tmp_path)

    assert main(built.root, ["build", "--out", "site", "--store", "results"]) == 0
    assert "2 ran, 0 restored" in capsys.readouterr().out
    assert (tmp_path / "site" / "en" / "index.html").is_file()
    assert len(list((tmp_path / "results").rglob("*.zip"))) == 2


STOP = "stopped; finished lessons are kept, no site is published in part"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(28, "Is full", "docs/x.rst"), 1, "error: docs/x.rst: Is full"),
        (OSError(28, "Is full"), 1, "error: a file of the build: Is full"),
        (OSError(2, "Is gone"), 1, "error: the current folder: Is gone"),
        (BuildError("a.py:1: \ud800 :smile:"), 1, "error: a.py:1: \\ud800 :smile:"),
        (KeyboardInterrupt(), 130, STOP),
    ],
)
def test_error_is_one_message(monkeypatch, capfd, error, code, words):
    """No traceback; every character as it is, or as its number."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "build", fail)

    assert main(ROOT, ["build"]) == code
    assert capfd.readouterr().err == f"{words}\n"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("> /dev/full", "error: standard output: No space left on device"),
        (">&-", "error: standard output is closed; send it to a file"),
    ],
)
def test_output_that_nobody_can_read_is_named(built, output, words):
    """In one line, instead of a failure of every lesson."""
    program = "import sys; from pathlib import Path; from site_build.cli import main; "
    program += f"sys.exit(main(Path({str(built.root)!r}), ['why', 'first']))"
    command = f'env -u PYTHONUNBUFFERED "{sys.executable}" -P -c "{program}" {output}'
    done = subprocess.run(
        command, shell=True, stderr=subprocess.PIPE, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (1, f"{words}\n")


def test_surroundings_decide_nothing(tmp_path):
    """Neither a folder that Python would look into first, nor where the user is."""
    for name in ("json", "random", "sphinx", "signal"):
        write(tmp_path / f"{name}.py", "raise EOFError")
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "docs/site_build"), "why", "no such lesson"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": "x"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: no lesson")


def test_translations_of_a_new_sentence_are_asked_for(built, capsys):
    """The catalogue has the sentence, and a line says where; nothing else changed."""
    assert main(built.root, ["translations"]) == 0
    assert "every message is translated" in capsys.readouterr().out
    before = files_of(built.catalogues(CHINESE))
    edit(built.docs / "index.md", "The start.", "The start.\n\nAnother thing.")

    assert main(built.root, ["translations"]) == 0
    assert (
        "index.po:16: not in 简体中文 yet; write msgstr: 'Anot"
        in capsys.readouterr().out
    )
    after = files_of(built.catalogues(CHINESE))
    assert b'msgid "Another thing."' in after["index.po"]
    assert after == before | {"index.po": after["index.po"]}


@pytest.mark.parametrize(
    ("command", "builder"), [("translations", "gettext"), ("linkcheck", "linkcheck")]
)
def test_page_that_sphinx_cannot_read_stops_a_command(built, capsys, command, builder):
    """Sphinx's own words are the message, and no list of links is left."""
    write(built.docs / "conf.py", "1 / 0\n")

    assert main(built.root, [command]) == 1
    assert f"error: [{builder}]" in capsys.readouterr().err
    assert not (built.build / "links.md").exists()
