"""The checker of walk(grad_fn): each misconception has its hint."""

import pytest

from tutorial_utils.exercises.autograd import walk as exercise
from tutorial_utils.exercises.autograd.walk import check_walk

PASSED = "walk: all 7 cases right"


def inputs(node):
    """Return the notes that one note leads to."""
    return [target for target, _ in node.next_functions if target is not None]


def reach(grad_fn):
    """Collect every note once, as the lesson's solution does."""
    nodes = [grad_fn]
    for node in nodes:
        nodes += [n for n in dict.fromkeys(inputs(node)) if n not in nodes]
    return nodes


def recursive(node, seen=None):
    """Go down by calling itself, with a set of what it has seen."""
    seen = set() if seen is None else seen
    if node is None or node in seen:
        return 0
    seen.add(node)
    return 1 + sum(recursive(target, seen) for target, _ in node.next_functions)


def from_a_stack(grad_fn):
    """Go through the notes in another order."""
    found, todo = set(), [grad_fn]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += inputs(node)
    return len(found)


RIGHT = [lambda g: len(reach(g)), recursive, from_a_stack]


def every_path(node):
    """Forget where it has been."""
    return 1 + sum(map(every_path, inputs(node)))


def every_path_and_none(node):
    """Count the end of a path that leads nowhere, too."""
    if node is None:
        return 1
    return 1 + sum(every_path_and_none(target) for target, _ in node.next_functions)


def with_none(grad_fn):
    """Put None into the set."""
    nodes = [grad_fn]
    for node in nodes:
        for target, _ in node.next_functions if node else ():
            if target not in nodes:
                nodes.append(target)
    return len(nodes)


def keeping_set():
    """Return an answer whose set is made only once."""

    def walk(grad_fn, seen=set()):  # noqa: B006
        seen.update(reach(grad_fn))
        return len(seen)

    return walk


def keeping_count():
    """Return an answer that counts what is new since the first call."""
    seen = set()
    return lambda grad_fn: recursive(grad_fn, seen)


def first_inputs(node):
    """Follow one path."""
    return 1 + (first_inputs(inputs(node)[0]) if inputs(node) else 0)


MISTAKES = {
    "a list": (reach, exercise.NOT_A_COUNT),
    "a set": (lambda g: set(reach(g)), exercise.NOT_A_COUNT),
    "every path": (every_path, exercise.VISITS),
    "every path and None": (every_path_and_none, exercise.VISITS),
    "arrows": (lambda g: sum(len(inputs(n)) for n in reach(g)), exercise.EDGES),
    "None once": (with_none, exercise.NONES),
    "None each time": (
        lambda g: sum(1 + len(n.next_functions) - len(inputs(n)) for n in reach(g)),
        exercise.NONES,
    ),
    "without the start": (lambda g: len(reach(g)) - 1, exercise.START),
    "without leaves": (
        lambda g: sum(bool(n.next_functions) for n in reach(g)),
        exercise.OPERATIONS,
    ),
    "leaves": (
        lambda g: sum(not n.next_functions for n in reach(g)),
        exercise.LEAVES,
    ),
    "names": (lambda g: len({n.name() for n in reach(g)}), exercise.NAMES),
    "neighbours": (lambda g: 1 + len(inputs(g)), exercise.ONE_STEP),
    "one path": (first_inputs, exercise.FIRST),
    "keeps its set": (keeping_set(), exercise.REMEMBERS),
    "counts what is new": (keeping_count(), exercise.REMEMBERS),
    "something else": (lambda g: -1, exercise.WRONG),
}


@pytest.mark.parametrize("walk", RIGHT)
def test_each_way_to_walk_passes(line, walk):
    """Down or across, with a list or a set: every note once."""
    assert line(check_walk, walk) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misconception_gets_its_own_hint(line, wrong, hint):
    """The hint is chosen by the number that comes out."""
    assert line(check_walk, wrong) == f"not yet: {hint}"


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in MISTAKES.values()}


def test_the_oracle_counts_what_the_helper_of_the_figures_reads():
    """Two walks of different authors agree on every case."""
    for case in exercise._cases():
        assert case.expected == len(reach(case.inputs[0]))
