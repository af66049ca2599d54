"""Known answers to predict(program, a, b)."""

from tutorial_utils.lessons.gradients_add_up import (
    ADDED_AGAIN,
    CLEARED,
    COPY,
    LET_GO,
    NO_COPY,
    REPLACED,
    SUM,
    VALUE,
    ZEROED,
)
from tutorial_utils.lessons.gradients_add_up import (
    WRONG as SOMETHING_ELSE,
)

SOLUTION = {
    "A": lambda a, b: a + b + a,
    "B": lambda a, b: a + b,
    "C": lambda a, b: a,
    "D": lambda a, b: a,
    "E": lambda a, b: b,
}
MISTAKES = [
    ("A", lambda a, b: a, REPLACED),
    ("A", lambda a, b: a + b, SUM),
    ("A", lambda a, b: 3 * (a + b + a), VALUE),
    ("A", lambda a, b: a * b, SOMETHING_ELSE),
    ("B", lambda a, b: a, NO_COPY),
    ("B", lambda a, b: b, REPLACED),
    ("B", lambda a, b: 3 * (a + b), VALUE),
    ("C", lambda a, b: a + b, COPY),
    ("C", lambda a, b: b, COPY),
    ("C", lambda a, b: 3 * a, VALUE),
    ("D", lambda a, b: a + b, LET_GO),
    ("D", lambda a, b: b, LET_GO),
    ("D", lambda a, b: 0, LET_GO),
    ("D", lambda a, b: None, LET_GO),
    ("E", lambda a, b: a, ZEROED),
    ("E", lambda a, b: 0.0, ADDED_AGAIN),
    ("E", lambda a, b: a + b, CLEARED),
    ("E", lambda a, b: 3 * b, VALUE),
]


def answer(letter, formula):
    """Answer as the lesson's solution does, but for one program."""
    formulas = SOLUTION | {letter: formula}
    return lambda program, a, b: formulas[program](a, b)


RIGHT = {}
WRONG = {
    "predict": [
        (answer(letter, wrong), hint if letter in hint else f"{letter}: {hint}")
        for letter, wrong, hint in MISTAKES
    ]
}
