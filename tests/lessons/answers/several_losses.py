"""Known answers to needs_retain()."""

from tutorial_utils.lessons import several_losses as lesson

TRUTH = (False, True, False, True, False, True)
ANSWERS = [
    *(
        (tuple(x != (i == number) for i, x in enumerate(TRUTH)), hint)
        for number, hint in enumerate(lesson.HINTS)
    ),
    ((True,) * 6, lesson.ALWAYS),
    ((False,) * 6, lesson.NEVER),
    (tuple(not x for x in TRUTH), lesson.OPPOSITE),
    (TRUTH[:5], "there are six pairs, one answer"),
    ((0, 1) * 3, lesson.NOT_ANSWERS),
    ({True, False}, lesson.NOT_ANSWERS),
]
NO_SENTENCES = lesson.PAIRS
RIGHT = {}
WRONG = {
    "needs_retain": [
        ({"False, True, False, True, False, True": repr(answers)}, hint)
        for answers, hint in ANSWERS
    ]
}
