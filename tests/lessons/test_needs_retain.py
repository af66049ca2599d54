"""The checker of the six pairs: each wrong answer has its hint."""

from pathlib import Path

import pytest
import torch

from tutorial_utils.exercises.training import needs_retain as exercise
from tutorial_utils.exercises.training.needs_retain import (
    PAIRS,
    check_needs_retain,
    fails_without,
)
from tutorial_utils.graph import read_graph

LESSON = Path(__file__).parents[2] / "examples/4_training/plot_28_several_losses.py"
TRUTH = (False, True, False, True, False, True)
PASSED = "needs_retain: all 6 cases right"
WHOLE = {
    "always": ((True,) * 6, exercise.ALWAYS),
    "never": ((False,) * 6, exercise.NEVER),
    "the other way round": (tuple(not x for x in TRUTH), exercise.OPPOSITE),
    "five answers": (TRUTH[:5], exercise.COUNT),
    "one answer": ((True,), exercise.COUNT),
    "one left out": ((*TRUTH[:5], ...), exercise.NOT_ANSWERS),
    "words": (("no", "yes") * 3, exercise.NOT_ANSWERS),
    "numbers": ((0, 1) * 3, exercise.NOT_ANSWERS),
    "a set": ({True, False}, exercise.NOT_ANSWERS),
    "a string": ("FTFTFT", exercise.NOT_ANSWERS),
}


def test_the_solution_passes(line):
    """A tuple with the six answers."""
    assert line(check_needs_retain, lambda: TRUTH) == PASSED


@pytest.mark.parametrize("number", range(6))
def test_each_pair_has_its_hint(line, number):
    """One wrong answer, and the hint names the pair."""
    answers = tuple(x != (i == number) for i, x in enumerate(TRUTH))
    printed = line(check_needs_retain, lambda: answers)

    assert printed == f"not yet: {list(PAIRS.values())[number]}"
    assert f"pair {number + 1}:" in printed


@pytest.mark.parametrize(("answers", "hint"), WHOLE.values(), ids=WHOLE)
def test_each_way_to_answer_them_all_has_its_hint(line, answers, hint):
    """Who keeps every graph, as the recipe says, hears why not."""
    assert line(check_needs_retain, lambda: answers) == f"not yet: {hint}"


@pytest.mark.parametrize("pair", PAIRS)
def test_the_lesson_asks_for_the_pairs_that_are_run(pair):
    """What the reader sees is what decides."""
    assert f"# {pair}\n" in LESSON.read_text(encoding="utf-8")


@pytest.mark.parametrize("pair", PAIRS)
def test_running_agrees_with_looking_at_the_graphs(pair):
    """A second call fails where both graphs have an operation with saved tensors."""
    names = {"w": torch.tensor([0.5, 2.0], requires_grad=True)}
    exec(pair, names)
    graph = read_graph(names["loss1"] + names["loss2"])
    first, second = (edge.target for edge in graph.edges if edge.source == 0)
    shared = below(graph, first) & below(graph, second)

    assert fails_without(pair) is any(graph.nodes[i].saved for i in shared)


def below(graph, start):
    """Return the ids of the nodes that can be reached."""
    found = {start}
    while more := {e.target for e in graph.edges if e.source in found} - found:
        found |= more
    return found
