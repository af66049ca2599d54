"""What holds for the exercise of every lesson, those to come included."""

import re

import pytest
import torch
from exercises import CATALOGUE, LESSONS, Exercise

from tutorial_utils import localize

ALL = [Exercise(path) for path in LESSONS]
HAN = re.compile("[\u4e00-\u9fff]")
NO_ANSWERS = {
    "is the stub": lambda *inputs: ...,
    "returns nothing": lambda *inputs: None,
    "returns text": lambda *inputs: "text",
    "returns a list of text": lambda *inputs: ["text"],
    "returns a complex number": lambda *inputs: torch.ones((), dtype=torch.complex64),
    "returns a huge number": lambda *inputs: 10**30,
    "returns another shape": lambda *inputs: torch.ones(5, 1, dtype=torch.float16),
    "raises": lambda *inputs: 1 / 0,
    "ends the program": lambda *inputs: exit(),
    "takes too little": lambda: 0,
    "is no function": torch.ones(2),
}


def each(chosen):
    """Run a test for each exercise, under its name."""
    return pytest.mark.parametrize("exercise", chosen, ids=[x.name for x in chosen])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@each(ALL)
def test_what_is_no_answer_gets_one_sentence(line, monkeypatch, language, exercise):
    """No traceback, no second line, in the reader's language."""
    monkeypatch.setenv("TUTORIAL_LANG", language)
    for name in exercise.solution:
        for kind, function in NO_ANSWERS.items():
            said = line(exercise.check, **exercise.with_answer(name, function))

            beginning = "not yet: " if language == "en" else "还差一点："
            assert said.startswith(beginning), (name, kind)
            assert bool(HAN.search(said)) is (language == "zh_CN"), (name, kind)


@each(ALL)
def test_stub_runs_as_pasted(capsys, exercise):
    """Before the reader has written anything, the checker says so."""
    exec(compile(exercise.stub, "stub", "exec"), {})

    assert re.fullmatch(r"not yet: .*\n", capsys.readouterr().out)


@each(ALL)
def test_right_answers_pass(line, exercise):
    """The lesson's own solution, and other ways to be right."""
    for answer in exercise.right():
        assert re.fullmatch(r"\w+: all \d+ cases right", line(exercise.check, **answer))


@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
@each(ALL)
def test_each_mistake_gets_its_own_hint(line, exercise):
    """The hint alone, or behind the line of the exception."""
    for number, (answer, name, hint) in enumerate(exercise.wrong()):
        said = line(exercise.check, **answer)

        exact = re.fullmatch(rf"not yet: (\w+: )?{re.escape(hint)}", said)
        stopped = said.startswith(f"not yet: {name}() stops with ")
        behind = stopped and said.endswith(f" (Hint: {hint})")
        same = exact or behind if hint in CATALOGUE else hint in said
        assert same, f"{name}, wrong answer {number}: {said}"


@pytest.mark.filterwarnings("ignore:The .grad attribute:UserWarning")
@each(ALL)
def test_every_sentence_is_said_and_translated(line, monkeypatch, exercise):
    """No hint is there for decoration, and none stays English for a Chinese reader."""
    said = set()

    class Noting(dict):
        def get(self, message, default=None):
            said.add(message)
            return super().get(message, default)

    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")
    monkeypatch.setattr(localize, "_catalogue", lambda: Noting(CATALOGUE))
    for answer, _, _ in exercise.wrong():
        assert line(exercise.check, **answer).startswith("还差一点：")

    assert sorted(exercise.sentences() - said) == []
    assert sorted(exercise.sentences() - CATALOGUE.keys()) == []


@each(ALL)
def test_lesson_has_a_checker_and_known_answers(exercise):
    """Its module has the lesson's name, and the tests know right and wrong answers."""
    assert exercise.module.__name__ == f"tutorial_utils.lessons.{exercise.name}"
    assert len(list(exercise.wrong())) >= 3
