"""The checkers of the exercises on tensors: each misconception has its hint."""

import re

import numpy as np
import pytest
import torch

from tutorial_utils.exercises import tensors
from tutorial_utils.exercises.tensors import check_lowest, check_shares


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("TUTORIAL_LANG", "en")


def line(capsys, check, function):
    """Run a checker on a function and return the one line that it prints."""
    check(function)
    printed, complaint = capsys.readouterr()
    assert complaint == ""
    (only,) = printed.splitlines()
    return only


# -- lowest(f) ------------------------------------------------------------------------


def walk(f, *, steps=100, lr=0.1, sign=-1, clear=True, start=0.0):
    """Walk as the lesson's solution does, or not quite; return x and its gradient."""
    x = torch.tensor(start, requires_grad=True)
    slope = torch.tensor(0.0)
    for _ in range(steps):
        f(x).backward()
        slope = x.grad.clone()
        with torch.no_grad():
            x += sign * lr * x.grad
        if clear:
            x.grad = None
    return x, slope


def only_once(f):
    """Take the slope at the start for all steps."""
    x = torch.tensor(0.0, requires_grad=True)
    f(x).backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
    return x


LOWEST_MISTAKES = {
    "returns the height": (lambda f: f(walk(f)[0]), tensors.HEIGHT),
    "returns the slope": (lambda f: walk(f)[1], tensors.SLOPE),
    "stops too early": (lambda f: walk(f, steps=5)[0], tensors.NOT_THERE),
    "takes one step": (only_once, tensors.NOT_THERE),
    "never clears": (lambda f: walk(f, clear=False)[0], tensors.NOT_CLEARED),
    "climbs": (lambda f: walk(f, sign=1)[0], tensors.CLIMBED),
    "climbs for long": (lambda f: walk(f, sign=1, steps=2000)[0], tensors.CLIMBED),
    "jumps": (lambda f: walk(f, lr=1.1)[0], tensors.TOO_LARGE),
    "jumps to nan": (lambda f: walk(f, lr=3.0, steps=2000)[0], tensors.TOO_LARGE),
    "knows one answer": (lambda f: 4.0, tensors.NEVER_CALLED),
    "does nothing": (lambda f: 0.0, tensors.NEVER_CALLED),
}


@pytest.mark.parametrize(
    ("start", "lr", "steps"), [(0.0, 0.1, 100), (-5.0, 0.05, 300), (4.0, 0.3, 200)]
)
def test_any_good_walk_finds_the_lowest_points(capsys, start, lr, steps):
    """Where the walk starts and how long its steps are is the reader's choice."""
    printed = line(
        capsys, check_lowest, lambda f: walk(f, start=start, lr=lr, steps=steps)[0]
    )

    assert printed == "lowest: all 5 cases right"


def test_torch_optim_finds_the_lowest_points(capsys):
    """The checker asks for the answer and not for the lesson's loop."""

    def lowest(f):
        x = torch.tensor(0.0, requires_grad=True)
        optimizer = torch.optim.SGD([x], lr=0.1)
        for _ in range(100):
            optimizer.zero_grad()
            f(x).backward()
            optimizer.step()
        return x.item()

    assert line(capsys, check_lowest, lowest) == "lowest: all 5 cases right"


@pytest.mark.parametrize("mistake", LOWEST_MISTAKES)
def test_each_wrong_walk_gets_its_own_hint(capsys, mistake):
    """The hint is chosen by where the walk went."""
    wrong, hint = LOWEST_MISTAKES[mistake]

    assert line(capsys, check_lowest, wrong) == f"not yet: {hint}"


def test_an_error_above_a_thousandth_is_noticed(capsys):
    """An answer that is nearly right is not right."""
    near = line(capsys, check_lowest, lambda f: walk(f)[0] + 2e-3)
    nearer = line(capsys, check_lowest, lambda f: walk(f)[0] + 1e-4)

    assert near.startswith("not yet: ")
    assert nearer == "lowest: all 5 cases right"


def test_the_slope_is_as_good_as_zero_where_an_answer_passes():
    """The tolerance on x bounds the gradient too, on every case."""
    for case in tensors._valleys():
        margin = case.tolerance * (1 + abs(case.expected))
        x = torch.tensor(case.expected + margin, requires_grad=True)
        case.inputs[0](x).backward()

        assert margin <= 1e-3 + 1e-12
        assert abs(x.grad.item()) < 5e-3


# -- shares(a, b) ---------------------------------------------------------------------


def address(x):
    """Return the first address of an array or a tensor."""
    return np.asarray(x).ctypes.data


def right(a, b):
    """Answer as the lesson's solution does."""
    return np.shares_memory(np.asarray(a), np.asarray(b))


def equal(a, b):
    """Compare the values."""
    return np.array_equal(np.asarray(a), np.asarray(b))


def whole_storage(a, b):
    """Compare where the storages begin, once every array is followed to its base."""

    def start(x):
        x = np.asarray(x)
        while isinstance(x.base, np.ndarray):
            x = x.base
        if isinstance(x.base, torch.Tensor):
            return x.base.untyped_storage().data_ptr()
        return x.ctypes.data

    return start(a) == start(b)


def believes_tensor_shares(a, b):
    """Take torch.tensor() for one more name of the array."""
    return right(a, b) or (
        type(a) is not type(b) and a.dtype.itemsize == 8 and equal(a, b)
    )


def believes_float_shares(a, b):
    """Take float() for one more name of the array."""
    return right(a, b) or a.dtype.itemsize != b.dtype.itemsize


SHARES_MISTAKES = {
    "always True": (lambda a, b: True, tensors.EQUAL),
    "compares values": (equal, tensors.EQUAL),
    "always False": (lambda a, b: False, tensors.HEADERS),
    "compares objects": (lambda a, b: a is b, tensors.HEADERS),
    "compares id()": (lambda a, b: id(a) == id(b), tensors.HEADERS),
    "tensor() shares": (believes_tensor_shares, tensors.COPIED),
    "float() shares": (believes_float_shares, tensors.CAST),
    "compares addresses": (lambda a, b: address(a) == address(b), tensors.SLICED),
    "compares storages": (whole_storage, tensors.BESIDE),
    "compares ranges": (
        lambda a, b: np.may_share_memory(np.asarray(a), np.asarray(b)),
        tensors.INTERLEAVED,
    ),
}


def test_the_solution_knows_every_pair(capsys):
    """NumPy's answer passes on all cases."""
    assert line(capsys, check_shares, right) == "shares: all 21 cases right"


def test_writing_and_looking_passes(capsys):
    """The exercise's own definition is an answer too: write, look, put it back."""

    def shares(a, b):
        before = np.asarray(b).copy()
        kept = np.asarray(a).copy()
        np.asarray(a)[:] = np.nan
        changed = not np.array_equal(before, np.asarray(b))
        np.asarray(a)[:] = kept
        return changed

    assert line(capsys, check_shares, shares) == "shares: all 21 cases right"


def test_writing_without_putting_back_passes(capsys):
    """No pair is spoilt by what a reader wrote into an earlier one."""

    def shares(a, b):
        before = np.asarray(b).copy()
        a[...] = 7.25
        return not np.array_equal(np.asarray(b), before)

    assert line(capsys, check_shares, shares) == "shares: all 21 cases right"


@pytest.mark.parametrize("mistake", SHARES_MISTAKES)
def test_each_wrong_test_of_sharing_gets_its_own_hint(capsys, mistake):
    """Each kind of pair refutes one misconception."""
    wrong, hint = SHARES_MISTAKES[mistake]

    assert line(capsys, check_shares, wrong) == f"not yet: {hint}"


@pytest.mark.parametrize("kind", range(7))
def test_answering_wrongly_on_one_kind_of_pair_is_noticed(kind):
    """No kind of pair is there for decoration: each has an answer of its own."""
    cases = list(tensors._pairs())

    assert len({case.hint for case in cases}) == 7
    assert len({case.expected for case in cases[kind::7]}) == 1


# -- both -----------------------------------------------------------------------------

BROKEN = {
    "is the stub": lambda *inputs: ...,
    "returns nothing": lambda *inputs: None,
    "returns text": lambda *inputs: "text",
    "returns a list": lambda *inputs: [1, 2],
    "returns a matrix": lambda *inputs: torch.ones(2, 3),
    "raises": lambda *inputs: 1 / 0,
    "takes too little": lambda: 0,
    "is no function": "no function",
}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("check", [check_lowest, check_shares])
@pytest.mark.parametrize("broken", BROKEN)
def test_anything_else_gets_one_sentence(monkeypatch, capsys, language, check, broken):
    """No traceback, no second line, in the reader's language."""
    monkeypatch.setenv("TUTORIAL_LANG", language)

    printed = line(capsys, check, BROKEN[broken])

    assert printed.startswith("not yet: " if language == "en" else "还差一点：")
    assert bool(re.search("[\u4e00-\u9fff]", printed)) is (language == "zh_CN")
