"""The bars of steps for which no gradient has arrived, and the loop of the page."""

from exercises import exercise_of
from figures import texts, title
from torch.optim import SGD, Adam

from tutorial_utils.lessons.zero_or_none import LEFT_OVER, draw_idle_steps

OPTIMIZERS = {"plain": (SGD, {}), "quick": (SGD, {"momentum": 0.5}), "A": (Adam, {})}


def idle_step(make, *, set_to_none, momentum=0.0):
    """Move as far as the momentum is, and not at all on None."""
    return 0.0 if set_to_none else momentum + (make is Adam)


def test_each_optimizer_has_a_bar_for_zeros_and_one_for_none():
    """A bar of 0 cannot be seen, so each is written; the title counts who moves."""
    ax = draw_idle_steps(idle_step, OPTIMIZERS)

    assert [bar.get_width() for bar in ax.patches] == [0, 0, 0.5, 0, 1.0, 0]
    assert [name.get_text() for name in ax.get_yticklabels()] == [*OPTIMIZERS]
    assert texts(ax) == [
        *("zeros: 0", "None: 0"),
        *("zeros: 0.500", "None: 0"),
        *("zeros: 1.000", "None: 0"),
    ]
    assert title(ax) == "2 of 3 move on zeros, 0 on None"


def test_the_loop_of_the_page_has_the_mistake_of_the_page(line):
    """What the reader is given to repair leaves gradients over."""
    exercise, names = exercise_of("zero_or_none"), {}
    exec(exercise.stub.partition("\ncheck_fine_tune(")[0], names)
    answer = exercise.with_answer("fine_tune", names["fine_tune"])

    assert line(exercise.check, **answer) == f"not yet: fine_tune: {LEFT_OVER}"
