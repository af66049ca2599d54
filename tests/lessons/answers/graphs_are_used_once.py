"""Known answers to again(operation)."""

from functools import partial

import torch

from tutorial_utils.lessons import graphs_are_used_once as lesson

TWICE = {"x + x", "-x", "x.mean()", "x - x.mean()"}


def run(operation, *, tracked=True):
    """Compute an operation on a vector."""
    return eval(operation, {"x": torch.ones(3, requires_grad=tracked)})


def all_but(operation, text):
    """Predict one of the operations wrongly."""
    return (text in TWICE) != (text == operation)


def without_sum(operation):
    """Catch the complaint about three numbers, too."""
    result = run(operation)
    try:
        result.backward()
        result.backward()
    except RuntimeError:
        return False
    return True


def once(operation):
    """Forget the second call."""
    run(operation).sum().backward()
    return True


def rebuilding(operation):
    """Make a new graph for the second call."""
    return once(operation) and once(operation)


def retaining(operation):
    """Keep the graph."""
    total = run(operation).sum()
    total.backward(retain_graph=True)
    total.backward()
    return True


def refused(operation):
    """Let the refusal through."""
    total = run(operation).sum()
    total.backward()
    total.backward()
    return True


STOPS = {
    "only for scalar outputs": lambda text: run(text).backward(),
    "backward through the graph a second time": refused,
    "name 'x' is not defined": lambda text: eval(text, {}),
    "'str' object has no attribute": lambda text: text.backward(),
    "does not require grad": lambda text: run(text, tracked=False).sum().backward(),
}
RIGHT = {"again": [lambda text: lesson.works_twice(run(text))]}
WRONG = {
    "again": [
        *((partial(all_but, text), hint) for text, hint in lesson.PREDICTIONS.items()),
        (without_sum, lesson.ONLY_ONE),
        (once, lesson.ONCE),
        (rebuilding, lesson.NEW_GRAPH),
        (retaining, lesson.NEW_GRAPH),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
    ]
}
