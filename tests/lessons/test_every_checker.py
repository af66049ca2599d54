"""What holds for the checker of every exercise, those to come included."""

import importlib
import inspect
import pkgutil
import re
import textwrap
from pathlib import Path

import pytest
import torch

import tutorial_utils.exercises

EXAMPLES = Path(__file__).parents[2] / "examples"
BROKEN = {
    "is the stub": lambda *inputs: ...,
    "returns nothing": lambda *inputs: None,
    "returns text": lambda *inputs: "text",
    "returns a list of text": lambda *inputs: ["text"],
    "raises": lambda *inputs: 1 / 0,
    "ends the program": lambda *inputs: exit(),
    "takes too little": lambda: 0,
    "is no function": torch.ones(2),
}


def checkers():
    """Find the functions whose name begins with check_, below a part's folder."""
    package = tutorial_utils.exercises
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name.endswith(".checking"):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if name.startswith("check_") and value.__module__ == found.name:
                yield pytest.param(value, id=name)


def stubs():
    """Find the code of each lesson's exercise."""
    for lesson in sorted(EXAMPLES.glob("*/plot_[0-9]*.py")):
        text = lesson.read_text(encoding="utf-8")
        for block in re.findall(r"# \.\. code-block:: python\n((?:#.*\n)+)", text):
            code = textwrap.dedent(re.sub("^#", "", block, flags=re.MULTILINE))
            if re.search(r"^check_\w+\(", code, re.MULTILINE):
                yield pytest.param(code, id=lesson.stem)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("check", list(checkers()))
@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_answer_gets_one_sentence(
    line, monkeypatch, language, check, broken
):
    """No traceback, no second line, in the reader's language."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    count = len(inspect.signature(check).parameters)

    printed = line(check, *[BROKEN[broken]] * count)

    assert printed.startswith("not yet: " if language == "en" else "还差一点：")
    assert bool(re.search("[\u4e00-\u9fff]", printed)) is (language == "zh_CN")


@pytest.mark.parametrize("stub", list(stubs()))
def test_stub_runs_as_pasted(capsys, stub):
    """Before the reader has written anything, the checker says so."""
    exec(compile(stub, "stub", "exec"), {})

    assert re.fullmatch(r"not yet: .*\n", capsys.readouterr().out)


def test_every_lesson_has_a_stub():
    """Each lesson ends with something to write."""
    assert len(list(stubs())) == len(list(EXAMPLES.glob("*/plot_[0-9]*.py")))
