"""Known answers to needs_retain()."""

from tutorial_utils.lessons.several_losses import (
    ALWAYS,
    COUNT,
    NEVER,
    NOT_ANSWERS,
    OPPOSITE,
    PAIRS,
)

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
        *((answer(all_but(i)), hint) for i, hint in enumerate(PAIRS.values())),
        (answer((True,) * 6), ALWAYS),
        (answer((False,) * 6), NEVER),
        (answer(tuple(not x for x in TRUTH)), OPPOSITE),
        (answer(TRUTH[:5]), COUNT),
        (answer((True,)), COUNT),
        (answer((*TRUTH[:5], ...)), NOT_ANSWERS),
        (answer(("no", "yes") * 3), NOT_ANSWERS),
        (answer((0, 1) * 3), NOT_ANSWERS),
        (answer({True, False}), NOT_ANSWERS),
        (answer("FTFTFT"), NOT_ANSWERS),
    ]
}
