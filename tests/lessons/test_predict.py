"""The checker of predict(program, a, b): each misconception has its hint."""

import re
from pathlib import Path

import pytest

from tutorial_utils.exercises.training import predict as exercise
from tutorial_utils.exercises.training.predict import PROGRAMS, check_predict

LESSON = Path(__file__).parents[2] / "examples/4_training/plot_24_gradients_add_up.py"
RIGHT = {
    "A": lambda a, b: a + b + a,
    "B": lambda a, b: a + b,
    "C": lambda a, b: a,
    "D": lambda a, b: a,
    "E": lambda a, b: b,
}
MISTAKES = [
    ("A", lambda a, b: a, exercise.REPLACED),
    ("A", lambda a, b: a + b, exercise.SUM),
    ("A", lambda a, b: 3 * (a + b + a), exercise.VALUE),
    ("A", lambda a, b: a * b, exercise.WRONG),
    ("B", lambda a, b: a, exercise.NO_COPY),
    ("B", lambda a, b: b, exercise.REPLACED),
    ("B", lambda a, b: 3 * (a + b), exercise.VALUE),
    ("C", lambda a, b: a + b, exercise.COPY),
    ("C", lambda a, b: b, exercise.COPY),
    ("C", lambda a, b: 3 * a, exercise.VALUE),
    ("D", lambda a, b: a + b, exercise.LET_GO),
    ("D", lambda a, b: b, exercise.LET_GO),
    ("D", lambda a, b: 0, exercise.LET_GO),
    ("D", lambda a, b: None, exercise.LET_GO),
    ("E", lambda a, b: a, exercise.ZEROED),
    ("E", lambda a, b: 0.0, exercise.ADDED_AGAIN),
    ("E", lambda a, b: a + b, exercise.CLEARED),
    ("E", lambda a, b: 3 * b, exercise.VALUE),
]


def answer(formulas):
    """Make an answer of formulas, as the lesson's solution does."""
    return lambda program, a, b: formulas[program](a, b)


def test_the_solution_passes(line):
    """Five programs, twice each."""
    assert line(check_predict, answer(RIGHT)) == "predict: all 10 cases right"


@pytest.mark.parametrize(
    ("letter", "wrong", "hint"), MISTAKES, ids=range(len(MISTAKES))
)
def test_each_misconception_gets_its_own_hint(line, letter, wrong, hint):
    """The hint is chosen by the number that comes out."""
    printed = line(check_predict, answer(RIGHT | {letter: wrong}))

    named = hint if letter in hint else f"{letter}: {hint}"
    assert printed == f"not yet: {named}"


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, _, hint in MISTAKES}


def test_the_lesson_shows_the_programs_that_are_run():
    """The reader predicts what the checker runs."""
    shown = re.findall(r"^#    # (\w): (.*)$", LESSON.read_text("utf-8"), re.MULTILINE)

    assert shown == list(zip("ABCDE", PROGRAMS, strict=True))
