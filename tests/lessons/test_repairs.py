"""The checker of the six repairs: a repair that runs may still be wrong."""

import pytest
import torch

from tutorial_utils.lessons.reading_errors import (
    BYTES,
    CHANGED,
    REPAIRS,
    check_repairs,
)

RIGHT = {
    "scores": lambda X, W: X @ W.T,
    "average": lambda counts: counts.float().mean(),
    "center": lambda X: X - X.mean(dim=1, keepdim=True),
    "columns": lambda X: X.T.reshape(-1),
    "darker": lambda image: image * 0.5,
    "positive": lambda x: torch.where(x > 0, x, 0.0),
}
BROKEN = {
    "scores": (lambda X, W: X @ W, "mat1 and mat2 shapes cannot be multiplied"),
    "average": (lambda counts: counts.mean(), "mean(): could not infer output dtype"),
    "center": (lambda X: X - X.mean(dim=1), "The size of tensor a"),
    "columns": (lambda X: X.T.view(-1), "view size is not compatible"),
    "darker": (lambda image: image.mul_(0.5), "result type Float can't be cast"),
    "positive": (lambda x: x if x > 0 else 0 * x, "Boolean value of Tensor"),
}
WRONG = [
    ("scores", lambda X, W: X @ W.view(3, -1), "W in the wrong order"),
    ("scores", lambda X, W: X @ W.reshape(3, -1), "W in the wrong order"),
    ("scores", lambda X, W: X[:, :2], "each row of X times each row of W"),
    ("average", lambda counts: counts.sum() // 7, "lost its fraction"),
    ("average", lambda counts: counts.float().mean().long(), "lost its fraction"),
    ("average", lambda counts: counts.sum(), "returns the sum"),
    ("average", lambda counts: counts.median(), "returns the median"),
    ("average", lambda counts: counts.max(), "is not the mean"),
    ("center", lambda X: X - X.mean(dim=0), "means of the columns"),
    ("center", lambda X: X - X.mean(), "one mean from all"),
    ("center", lambda X: X.mean(1)[:, None].expand_as(X), "returns the means"),
    ("center", lambda X: X + X.mean(1, keepdim=True), "rows whose mean is 0"),
    ("columns", lambda X: X.view(-1), "goes through the rows"),
    ("columns", lambda X: X.flip(0).T.flatten(), "from top to bottom"),
    ("darker", lambda image: image // 2, "lost the fractions"),
    ("darker", lambda image: (image * 0.5).byte(), "lost the fractions"),
    ("darker", lambda image: image, "as it was"),
    ("darker", lambda image: image * 0.4, "each pixel by 0.5"),
    ("positive", lambda x: x if (x > 0).any() else 0 * x, "keeps the negative"),
    ("positive", lambda x: x if (x > 0).all() else 0 * x, "only zeros left"),
    ("positive", lambda x: x.abs(), "not drop its sign"),
    ("positive", lambda x: (x > 0).float(), "choose between x and 0"),
    ("positive", lambda x: x.clamp(max=0), "keep what is above 0"),
]


def test_the_solution_passes(line):
    """Six functions with three cases each."""
    assert line(check_repairs, *RIGHT.values()) == "repairs: all 18 cases right"


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("scores", lambda X, W: torch.einsum("nd,kd->nk", X, W)),
        ("average", lambda counts: counts.sum() / len(counts)),
        ("average", lambda counts: torch.mean(counts, dtype=torch.float64)),
        ("center", lambda X: (X.T - X.mean(dim=1)).T),
        ("columns", lambda X: X.T.contiguous().view(-1)),
        ("columns", lambda X: torch.cat(X.unbind(dim=1))),
        ("darker", lambda image: image.float().mul_(0.5)),
        ("darker", lambda image: image / 2),
        ("positive", torch.relu),
        ("positive", lambda x: x * (x > 0)),
    ],
    ids=range(10),
)
def test_other_repairs_pass(line, name, repair):
    """There is more than one way to be right."""
    written = RIGHT | {name: repair}

    assert line(check_repairs, *written.values()) == "repairs: all 18 cases right"


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_repaired_stops_with_its_message(line, name):
    """Each of the six functions of the page stops in the checker, too."""
    broken, message = BROKEN[name]
    written = RIGHT | {name: broken}
    printed = line(check_repairs, *written.values())

    assert printed.startswith(f"not yet: {name}() stops with RuntimeError: {message}")


@pytest.mark.parametrize(("name", "repair", "hint"), WRONG, ids=range(len(WRONG)))
def test_each_wrong_repair_gets_its_own_hint(line, name, repair, hint):
    """What runs is compared with what was meant."""
    written = RIGHT | {name: repair}
    printed = line(check_repairs, *written.values())

    assert printed.startswith(f"not yet: {name}() ")
    assert hint in printed


def test_half_a_pixel_has_no_room_in_its_byte(line):
    """What torch says about its types is said again about pixels."""
    written = RIGHT | {"darker": BROKEN["darker"][0]}

    assert line(check_repairs, *written.values()).endswith(f"(Hint: {BYTES})")


def test_a_tensor_that_was_handed_over_stays_as_it_was(line):
    """The answer is right, and the caller has lost the negative numbers."""
    written = RIGHT | {"positive": lambda x: x.mul_(x > 0)}

    assert line(check_repairs, *written.values()) == f"not yet: positive: {CHANGED}"


@pytest.mark.parametrize("name", REPAIRS)
def test_each_hint_has_a_wrong_repair(name):
    """No hint is there for decoration."""
    hints = [REPAIRS[name].hint, *(hint for _, hint in REPAIRS[name].mistakes)]

    for hint in hints:
        assert any(part in hint for function, _, part in WRONG if function == name)
