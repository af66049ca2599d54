"""Known answers to predict(program, a, b)."""

from tutorial_utils.lessons import gradients_add_up as lesson

MISTAKES = [
    ('"A": a + b + a', "a", lesson.REPLACED),
    ('"A": a + b + a', "a + b", lesson.SUM),
    ('"A": a + b + a', "3 * (a + b + a)", lesson.VALUE),
    ('"A": a + b + a', "a * b", lesson.WRONG),
    ('"B": a + b', "a", lesson.NO_COPY),
    ('"B": a + b', "b", lesson.REPLACED),
    ('"B": a + b', "3 * (a + b)", lesson.VALUE),
    ('"C": a', "a + b", lesson.COPY),
    ('"C": a', "b", lesson.COPY),
    ('"C": a', "3 * a", lesson.VALUE),
    ('"D": a', "a + b", lesson.LET_GO),
    ('"D": a', "b", lesson.LET_GO),
    ('"D": a', "0", lesson.LET_GO),
    ('"D": a', "None", lesson.LET_GO),
    ('"E": b', "a", lesson.ZEROED),
    ('"E": b', "0.0", lesson.ADDED_AGAIN),
    ('"E": b', "a + b", lesson.CLEARED),
    ('"E": b', "3 * b", lesson.VALUE),
]
NO_SENTENCES = set(lesson.PROGRAMS.values())
RIGHT = {}
WRONG = {
    "predict": [
        ({right: f"{right[:4]} {wrong}"}, hint) for right, wrong, hint in MISTAKES
    ]
}
