"""Known answers to needs_retain()."""

from tutorial_utils.lessons import several_losses as lesson

TRUTH = (False, True, False, True, False, True)


def answer(answers):
    """Return these answers, whatever they are."""
    return lambda: answers


def all_but(number):
    """Answer one of the pairs wrongly."""
    return tuple(x != (i == number) for i, x in enumerate(TRUTH))


RIGHT = {}
WRONG = {
    "needs_retain": [
        *((answer(all_but(i)), hint) for i, hint in enumerate(lesson.PAIRS.values())),
        (answer((True,) * 6), lesson.ALWAYS),
        (answer((False,) * 6), lesson.NEVER),
        (answer(tuple(not x for x in TRUTH)), lesson.OPPOSITE),
        (answer(TRUTH[:5]), lesson.COUNT),
        (answer((True,)), lesson.COUNT),
        (answer((*TRUTH[:5], ...)), lesson.NOT_ANSWERS),
        (answer(("no", "yes") * 3), lesson.NOT_ANSWERS),
        (answer((0, 1) * 3), lesson.NOT_ANSWERS),
        (answer({True, False}), lesson.NOT_ANSWERS),
        (answer("FTFTFT"), lesson.NOT_ANSWERS),
    ]
}
