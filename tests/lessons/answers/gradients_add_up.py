"""Known answers to predict(program, a, b)."""

from tutorial_utils.lessons import gradients_add_up as lesson

SOLUTION = {
    "A": lambda a, b: a + b + a,
    "B": lambda a, b: a + b,
    "C": lambda a, b: a,
    "D": lambda a, b: a,
    "E": lambda a, b: b,
}
MISTAKES = [
    ("A", lambda a, b: a, lesson.REPLACED),
    ("A", lambda a, b: a + b, lesson.SUM),
    ("A", lambda a, b: 3 * (a + b + a), lesson.VALUE),
    ("A", lambda a, b: a * b, lesson.WRONG),
    ("B", lambda a, b: a, lesson.NO_COPY),
    ("B", lambda a, b: b, lesson.REPLACED),
    ("B", lambda a, b: 3 * (a + b), lesson.VALUE),
    ("C", lambda a, b: a + b, lesson.COPY),
    ("C", lambda a, b: b, lesson.COPY),
    ("C", lambda a, b: 3 * a, lesson.VALUE),
    ("D", lambda a, b: a + b, lesson.LET_GO),
    ("D", lambda a, b: b, lesson.LET_GO),
    ("D", lambda a, b: 0, lesson.LET_GO),
    ("D", lambda a, b: None, lesson.LET_GO),
    ("E", lambda a, b: a, lesson.ZEROED),
    ("E", lambda a, b: 0.0, lesson.ADDED_AGAIN),
    ("E", lambda a, b: a + b, lesson.CLEARED),
    ("E", lambda a, b: 3 * b, lesson.VALUE),
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
