"""The checker of the six programs without a gradient: each mistake has its hint."""

import pytest
import torch

from tutorial_utils.exercises.autograd import missing as exercise
from tutorial_utils.exercises.autograd.missing import PROGRAMS, check_missing

PASSED = "missing: all 12 cases right"


def ones(**options):
    """Make the weights of the programs."""
    return torch.ones(3, requires_grad=True, **options)


def go_back(result):
    """Square, sum, and fill the gradients."""
    (result**2).sum().backward()


def bias(x, *, b=None, late=False, of_w=False):
    """Compute what the first program does, with another b."""
    w, b = ones(), ones() if b is None else b
    go_back(w * x + b)
    if late:
        b.requires_grad_()
    return w.grad if of_w else b.grad


def double(x, *, make=lambda: ones(dtype=torch.float64), keep=False, late=False):
    """Compute what the second program does, with another w."""
    w = make()
    if keep:
        w.retain_grad()
    go_back(w * x)
    if late:
        w.retain_grad()
    return w.grad


def between(x, *, keep=True, late=False, answer=lambda w, h: h.grad):
    """Compute what the third program does."""
    w = ones()
    h = w * x
    if keep:
        h.retain_grad()
    go_back(h)
    if late:
        h.retain_grad()
    return answer(w, h)


def simple(x, answer=lambda w: w.grad):
    """Compute what the fourth and the fifth program do."""
    w = ones()
    go_back(w * x)
    return answer(w)


def read_too_soon(x):
    """Convert a gradient that is not there yet."""
    w = ones()
    gradient = w.grad.clone()
    go_back(w * x)
    return gradient


def zeros_first(x):
    """Read zeros that were put there by hand."""
    w = ones()
    w.grad = torch.zeros(3)
    gradient = w.grad.clone()
    go_back(w * x)
    return gradient


def go_back_twice(x):
    """Go through one graph a second time."""
    loss = ((ones() * x) ** 2).sum()
    loss.backward()
    loss.backward()


def two_losses(x):
    """Compute the loss twice and go back from each."""
    w = ones()
    go_back(w * x)
    go_back(w * x)
    return w.grad


def scale(x, *, start=2.0, cut=lambda s: s, answer=lambda w, s: s.grad):
    """Compute what the sixth program does."""
    w, s = ones(), torch.tensor(start, requires_grad=True)
    go_back(cut(s) * w * x)
    return answer(w, s)


RIGHT = {
    "bias": bias,
    "double": double,
    "between": between,
    "early": simple,
    "element": lambda x: simple(x, lambda w: w.grad[0]),
    "scale": scale,
}
OTHERS = [
    ("bias", lambda x: bias(x, b=torch.ones(3).requires_grad_())),
    (
        "double",
        lambda x: double(x, make=lambda: torch.ones(3).double().requires_grad_()),
    ),
    ("element", lambda x: simple(x, lambda w: w.grad.tolist()[0])),
    ("scale", lambda x: scale(x, cut=torch.clone)),
]


def not_leaf():
    """Make w as the page does."""
    return ones().to(torch.float64)


HINTS = {name: program.none for name, program in PROGRAMS.items()}
WRONG = {
    "the page's bias": ("bias", lambda x: bias(x, b=torch.ones(3)), HINTS["bias"]),
    "asks afterwards": (
        "bias",
        lambda x: bias(x, b=torch.ones(3), late=True),
        PROGRAMS["bias"].late[1],
    ),
    "keeps what is not tracked": (
        "bias",
        lambda x: torch.ones(3).retain_grad(),
        exercise.NOT_TRACKED,
    ),
    "gradient of w": ("bias", lambda x: bias(x, of_w=True), "of w, not of b"),
    "bias of zeros": (
        "bias",
        lambda x: bias(x, b=torch.zeros(3, requires_grad=True)),
        "lost its ones",
    ),
    "bias of twos": ("bias", lambda x: 2 * bias(x), "let b ask"),
    "the page's double": (
        "double",
        lambda x: double(x, make=not_leaf),
        HINTS["double"],
    ),
    "keeps the non-leaf": (
        "double",
        lambda x: double(x, make=not_leaf, keep=True),
        exercise.STILL_NO_LEAF,
    ),
    "keeps too late": (
        "double",
        lambda x: double(x, make=not_leaf, late=True),
        PROGRAMS["double"].late[1],
    ),
    "float32": ("double", lambda x: double(x, make=ones), exercise.STILL_FLOAT32),
    "converts the result": (
        "double",
        lambda x: double(x, make=ones).double(),
        exercise.CONVERTED,
    ),
    "other weights": ("double", lambda x: 3 * double(x), "change how w is made"),
    "the page's between": (
        "between",
        lambda x: between(x, keep=False),
        HINTS["between"],
    ),
    "keeps h too late": (
        "between",
        lambda x: between(x, keep=False, late=True),
        PROGRAMS["between"].late[1],
    ),
    "w instead of h": (
        "between",
        lambda x: between(x, answer=lambda w, h: w.grad),
        "of w, not of h",
    ),
    "h itself": ("between", lambda x: between(x, answer=lambda w, h: h), "returns h"),
    "h and more": ("between", lambda x: 3 * between(x), "let h keep"),
    "the page's early": ("early", lambda x: None, HINTS["early"]),
    "early copy": ("early", read_too_soon, exercise.NOTHING_YET),
    "early zeros": ("early", zeros_first, "those zeros"),
    "w itself": ("early", lambda x: simple(x, lambda w: w), "returns w, not"),
    "back twice": ("early", go_back_twice, exercise.TWICE),
    "two losses": ("early", two_losses, "backward() ran twice"),
    "early and more": ("early", lambda x: 3 * simple(x), "move one line"),
    "nothing tracked": ("early", lambda x: go_back(x), exercise.ALL_CUT),
    "the page's element": (
        "element",
        lambda x: simple(x, lambda w: w[0].grad),
        HINTS["element"],
    ),
    "whole": ("element", simple, "the whole gradient"),
    "second": ("element", lambda x: simple(x, lambda w: w.grad[1]), "the index 0"),
    "last": ("element", lambda x: simple(x, lambda w: w.grad[-1]), "the index 0"),
    "weight": ("element", lambda x: simple(x, lambda w: w[0]), "returns a weight"),
    "mean": ("element", lambda x: simple(x).mean(), "then its first number"),
    "the page's scale": (
        "scale",
        lambda x: scale(x, cut=torch.Tensor.item),
        HINTS["scale"],
    ),
    "detached": ("scale", lambda x: scale(x, cut=torch.detach), HINTS["scale"]),
    "w of scale": (
        "scale",
        lambda x: scale(x, answer=lambda w, s: w.grad),
        "of w, not",
    ),
    "scale of one": ("scale", lambda x: scale(x, start=1.0), "lost its 2"),
    "s itself": ("scale", lambda x: scale(x, answer=lambda w, s: s), "returns s"),
    "scale and more": ("scale", lambda x: 3 * scale(x), "let s itself"),
}


def test_the_solution_passes(line):
    """Six programs with two cases each."""
    assert line(check_missing, *RIGHT.values()) == PASSED


@pytest.mark.parametrize(("name", "repair"), OTHERS, ids=range(len(OTHERS)))
def test_other_repairs_pass(line, name, repair):
    """There is more than one way to be right."""
    assert line(check_missing, *(RIGHT | {name: repair}).values()) == PASSED


@pytest.mark.parametrize(("name", "repair", "hint"), WRONG.values(), ids=WRONG)
def test_each_mistake_gets_its_own_hint(line, name, repair, hint):
    """The hint names the function, and says where to look."""
    printed = line(check_missing, *(RIGHT | {name: repair}).values())

    assert printed.startswith(f"not yet: {name}")
    assert hint in printed


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_formulas_are_what_autograd_finds(name):
    """The oracle agrees with the programs that are right."""
    x = torch.tensor([2.0, 3.0, 5.0])

    torch.testing.assert_close(RIGHT[name](x).float(), PROGRAMS[name].right(x))


def test_every_hint_belongs_to_a_mistake():
    """No hint is there for decoration."""
    texts = {v for k, v in vars(exercise).items() if k.isupper() and type(v) is str}
    for program in PROGRAMS.values():
        texts |= {program.none, program.hint, program.late[1]} - {""}
        texts |= {hint for _, hint in program.mistakes}

    assert all(any(part in text for _, _, part in WRONG.values()) for text in texts)
