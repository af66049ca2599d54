"""The checker of the four repaired lines: each misconception has its hint."""

import numpy as np
import pytest
import torch

from tutorial_utils.lessons import creating_and_dtypes as exercise
from tutorial_utils.lessons.creating_and_dtypes import check_dtypes

RIGHT = {
    "average": lambda scores: scores.float().mean(),
    "blend": lambda a, b: ((a.int() + b) // 2).to(torch.uint8),
    "project": lambda weights, data: weights @ data.to(weights.dtype),
    "count_up": lambda counter: counter.double() + 1,
}

ALSO_RIGHT = [
    ("average", lambda scores: scores.mean(dtype=torch.float32)),
    ("average", lambda scores: scores.sum() / scores.numel()),
    ("blend", lambda a, b: ((a.float() + b) / 2).to(torch.uint8)),
    ("blend", lambda a, b: ((a.long() + b.long()) >> 1).byte()),
    ("blend", lambda a, b: a // 2 + b // 2 + (a % 2 + b % 2) // 2),
    ("project", lambda weights, data: (weights.double() @ data).float()),
    ("count_up", lambda counter: (counter.long() + 1).double()),
    ("count_up", lambda c: torch.tensor(c.item() + 1, dtype=torch.float64)),
    ("count_up", lambda counter: counter.to(torch.float64).add_(1)),
]

STOPS = [
    ("average", lambda scores: scores.mean(), exercise.NO_MEAN),
    ("blend", lambda a, b: a.add_(b).div_(2), exercise.IN_PLACE),
    ("blend", lambda a, b: int(a + b) // 2, exercise.PYTHON_INT),
    ("project", lambda weights, data: weights @ data, exercise.TWO_TYPES),
]

MISTAKES = [
    ("average", lambda s: s.sum() // s.numel(), exercise.ROUNDED),
    ("average", lambda s: s.float().mean().long(), exercise.ROUNDED),
    ("average", lambda s: s.float().mean().round(), exercise.ROUNDED),
    ("average", lambda s: s.sum() / len(s), exercise.ROWS),
    ("average", lambda s: s.double().mean(), exercise.AVERAGE_TYPE),
    ("average", lambda s: s.float().mean().item(), exercise.AVERAGE_TYPE),
    ("average", lambda s: s.numpy().mean(), exercise.AVERAGE_TYPE),
    ("average", lambda s: s.float().sum(), exercise.WRONG_AVERAGE),
    ("blend", lambda a, b: (a + b) // 2, exercise.OVERFLOW),
    ("blend", lambda a, b: (a + b).int() // 2, exercise.OVERFLOW),
    ("blend", lambda a, b: (a + b) / 2, exercise.OVERFLOW),
    ("blend", lambda a, b: a // 2 + b // 2, exercise.HALVES),
    ("blend", lambda a, b: (a.float() + b) / 2, exercise.POINT_FIVE),
    ("blend", lambda a, b: a.int() + b, exercise.NOT_HALVED),
    ("blend", lambda a, b: a + b, exercise.NOT_HALVED),
    ("blend", lambda a, b: (a.int() + b) // 2, exercise.BLEND_TYPE),
    ("blend", lambda a, b: a, exercise.WRONG_BLEND),
    ("project", lambda w, d: w.long() @ d.long(), exercise.TRUNCATED),
    ("project", lambda w, d: w @ d.long().float(), exercise.TRUNCATED),
    ("project", lambda w, d: (w.double() @ d).long(), exercise.TRUNCATED),
    ("project", lambda w, d: w.double() @ d, exercise.PROJECT_TYPE),
    ("project", lambda w, d: w.numpy() @ d.numpy(), exercise.PROJECT_TYPE),
    ("project", lambda w, d: 2 * w @ d.float(), exercise.WRONG_PROJECT),
    ("count_up", lambda c: c + 1, exercise.LOST),
    ("count_up", lambda c: (c + 1).double(), exercise.LOST),
    ("count_up", lambda c: c.double(), exercise.LOST),
    ("count_up", lambda c: c.long() + 1, exercise.COUNT_TYPE),
    ("count_up", lambda c: c.item() + 1, exercise.COUNT_TYPE),
    ("count_up", lambda c: c.double() + 2, exercise.WRONG_COUNT),
]

ODD = {
    "text": lambda *inputs: np.array("x"),
    "complex": lambda *inputs: torch.ones((), dtype=torch.complex64),
    "huge": lambda *inputs: 10**30,
    "another shape": lambda *inputs: torch.ones(5, 1, dtype=torch.float16),
}


def numbered(answers):
    """Give each answer an id of its own."""
    return [pytest.param(*x, id=f"{x[0]} {n}") for n, x in enumerate(answers)]


def check(line, **written):
    """Check the right answers but for those given; return the line."""
    return line(check_dtypes, **(RIGHT | written))


def test_the_solution_passes(line):
    """Four right answers print the passing line."""
    assert check(line) == "dtypes: all 12 cases right"


@pytest.mark.parametrize(("name", "right"), numbered(ALSO_RIGHT))
def test_other_repairs_pass(line, name, right):
    """Value and data type count, not the way to them."""
    assert check(line, **{name: right}) == "dtypes: all 12 cases right"


@pytest.mark.parametrize(("name", "wrong", "hint"), numbered(MISTAKES))
def test_each_misconception_gets_its_own_hint(line, name, wrong, hint):
    """A known mistake is named."""
    assert check(line, **{name: wrong}) == f"not yet: {hint}"


@pytest.mark.parametrize(("name", "wrong", "hint"), numbered(STOPS))
def test_a_line_that_stops_is_quoted_and_explained(line, name, wrong, hint):
    """PyTorch's own message stays, and what it means here follows."""
    said = check(line, **{name: wrong})

    assert said.startswith(f"not yet: {name}() stops with ")
    assert said.endswith(f" (Hint: {hint})")


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_gets_one_sentence(line, name, odd):
    """Nothing that a function returns makes the checker raise or warn."""
    assert check(line, **{name: ODD[odd]}).startswith("not yet: ")


def test_the_lines_as_they_stand_are_wrong_on_every_case():
    """Each case shows the mistake, so that one repaired by luck does not pass."""
    generator = torch.Generator().manual_seed(0)

    for case in exercise._blends(generator):
        assert not torch.equal(sum(case.inputs) // 2, case.expected)
    for case in exercise._counts(generator):
        assert case.inputs[0].double().item() == case.expected.item() - 1
        assert (case.inputs[0] + 1).item() == case.inputs[0].item()
    for case in exercise._averages(generator):
        assert case.expected.item() % 1
