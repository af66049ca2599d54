"""The checker of standardize(X, dim) and distances(A, B): hints for both."""

import pytest
import torch

from tutorial_utils.lessons import elementwise_and_broadcasting as exercise
from tutorial_utils.lessons.elementwise_and_broadcasting import check_broadcasting

PASSED = "broadcasting: all 7 cases right"


def standardize(X, dim):
    """Answer as the lesson's solution does."""
    return (X - X.mean(dim, keepdim=True)) / X.std(dim, keepdim=True)


def distances(A, B):
    """Answer as the lesson's solution does."""
    return ((A[:, None] - B) ** 2).sum(-1).sqrt()


def by_products(A, B):
    """Use the second binomial formula."""
    squares = (A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T
    return squares.clamp(min=0).sqrt()


def with_columns(X, dim):
    """Standardize columns, after turning the rows into columns."""
    X = X.T if dim == 1 else X
    X = (X - X.mean(0)) / X.std(0)
    return X.T if dim == 1 else X


def looped_table(X, dim):
    """Fill the table row by row, or column by column."""
    Z = torch.empty_like(X)
    for i in range(X.shape[1 - dim]):
        x = X.select(1 - dim, i)
        Z.select(1 - dim, i).copy_((x - x.mean()) / x.std())
    return Z


def listed_table(X, dim):
    """Compute with lists of Python."""
    rows = (X if dim == 1 else X.T).tolist()
    means = [sum(row) / len(row) for row in rows]
    Z = torch.tensor([[x - m for x in r] for r, m in zip(rows, means, strict=True)])
    return Z if dim == 1 else Z.T


TABLES = {
    "transposed": with_columns,
    "named": lambda X, dim: (
        torch.sub(X, X.mean(dim=dim).unsqueeze(dim)) / X.std(dim).unsqueeze(dim)
    ),
    "std_mean": lambda X, dim: (
        (X - torch.std_mean(X, dim, keepdim=True)[1])
        / torch.std_mean(X, dim, keepdim=True)[0]
    ),
    "in place": lambda X, dim: X.sub_(X.mean(dim, True)).div_(X.std(dim, keepdim=True)),
}
DISTANCES = {
    "cdist": torch.cdist,
    "products": by_products,
    "norm": lambda A, B: (A.unsqueeze(1) - B.unsqueeze(0)).norm(dim=2),
    "other way": lambda A, B: (B - A[:, None]).pow(2).sum(2).pow(0.5),
}
TABLE_MISTAKES = {
    "only centred": (lambda X, dim: X - X.mean(dim, True), exercise.CENTERED),
    "only scaled": (lambda X, dim: X / X.std(dim, keepdim=True), exercise.SCALED),
    "variance": (
        lambda X, dim: (X - X.mean(dim, True)) / X.var(dim, keepdim=True),
        exercise.VARIANCE,
    ),
    "divides by n": (
        lambda X, dim: (
            (X - X.mean(dim, True)) / X.std(dim, unbiased=False, keepdim=True)
        ),
        exercise.UNEQUAL,
    ),
    "no brackets": (
        lambda X, dim: X - X.mean(dim, True) / X.std(dim, keepdim=True),
        exercise.BRACKETS,
    ),
    "whole table": (lambda X, dim: (X - X.mean()) / X.std(), exercise.WHOLE),
    "other axis": (lambda X, dim: standardize(X, 1 - dim), exercise.OTHER_AXIS),
    "always columns": (lambda X, dim: standardize(X, 0), exercise.OTHER_AXIS),
    "no keepdim": (
        lambda X, dim: (X - X.mean(dim)) / X.std(dim),
        exercise.NO_KEEPDIM,
    ),
    "keepdim for the mean alone": (
        lambda X, dim: (X - X.mean(dim, True)) / X.std(dim),
        exercise.NO_KEEPDIM,
    ),
    "True for unbiased": (
        lambda X, dim: X.sub_(X.mean(dim, True)).div_(X.std(dim, True)),
        exercise.NO_KEEPDIM,
    ),
    "keepdim for std alone": (
        lambda X, dim: (X - X.mean(dim)) / X.std(dim, keepdim=True),
        exercise.NO_KEEPDIM,
    ),
    "a loop": (looped_table, exercise.LOOPS),
    "lists": (listed_table, exercise.LISTS),
    "something else": (lambda X, dim: X, exercise.NOT_STANDARD),
}
DISTANCE_MISTAKES = {
    "pairs of rows": (lambda A, B: (A - B).norm(dim=1), exercise.ONE_TO_ONE),
    "differences of pairs": (lambda A, B: A - B, exercise.WRONG_SUM),
    "differences": (lambda A, B: A[:, None] - B, exercise.NOT_SUMMED),
    "sum over B": (lambda A, B: (A[:, None] - B).norm(dim=1), exercise.WRONG_SUM),
    "sum over A": (lambda A, B: (A[:, None] - B).norm(dim=0), exercise.WRONG_SUM),
    "swapped": (lambda A, B: distances(B, A), exercise.SWAPPED),
    "squared": (lambda A, B: distances(A, B) ** 2, exercise.SQUARED),
    "absolute": (
        lambda A, B: (A[:, None] - B).abs().sum(-1),
        exercise.ABSOLUTE,
    ),
    "root first": (
        lambda A, B: (A[:, None] - B).pow(2).sqrt().sum(-1),
        exercise.ABSOLUTE,
    ),
    "a loop over indices": (
        lambda A, B: torch.stack([(A[i] - B).norm(dim=1) for i in range(len(A))]),
        exercise.LOOPS,
    ),
    "a loop over rows": (
        lambda A, B: torch.stack([(a - B).norm(dim=1) for a in A]),
        exercise.LOOPS,
    ),
    "two loops": (exercise._distances, exercise.LOOPS),
    "lists": (
        lambda A, B: torch.tensor(distances(A, B).tolist()),
        exercise.LISTS,
    ),
    "products": (lambda A, B: A @ B.T, exercise.NOT_DISTANCES),
}


def test_the_solution_passes(line):
    """Both answers of the lesson are right on all cases."""
    assert line(check_broadcasting, standardize, distances) == PASSED


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_way_to_standardize_passes(line, table):
    """The checker asks for the answer and not for the lesson's line."""
    assert line(check_broadcasting, table, distances) == PASSED


@pytest.mark.parametrize("other", DISTANCES.values(), ids=DISTANCES)
def test_every_way_to_distances_passes(line, other):
    """Where no loop is needed, none is asked for."""
    assert line(check_broadcasting, standardize, other) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), TABLE_MISTAKES.values(), ids=TABLE_MISTAKES)
def test_each_wrong_table_gets_its_own_hint(line, wrong, hint):
    """The hint names what the reader has mixed up."""
    printed = line(check_broadcasting, wrong, distances)

    assert printed == f"not yet: standardize: {hint}"


@pytest.mark.parametrize(
    ("wrong", "hint"), DISTANCE_MISTAKES.values(), ids=DISTANCE_MISTAKES
)
def test_each_wrong_distance_gets_its_own_hint(line, wrong, hint):
    """Shape and value tell the mistakes apart."""
    printed = line(check_broadcasting, standardize, wrong)

    assert printed == f"not yet: distances: {hint}"


def test_an_axis_in_the_wrong_place_is_explained(line):
    """The message of torch stays, and the shape that is needed follows."""
    printed = line(check_broadcasting, standardize, lambda A, B: A[:, :, None] - B)

    assert printed.startswith("not yet: distances() stops with RuntimeError")
    assert printed.endswith(f"(Hint: {exercise.NOT_MET})")


def test_a_loop_is_noticed_on_the_smallest_case(line):
    """The limit on calls lies between the longest formula and the shortest loop."""
    with exercise.Calls() as formula:
        by_products(torch.ones(3, 2), torch.ones(3, 2))
    sizes = [len(case.inputs[0]) for case in exercise._points()]

    assert len(formula.names) <= exercise.MOST_CALLS < 2 * min(sizes)
