"""The core of the checkers: whatever a function does, one line comes out."""

import numpy as np
import pytest
import torch

from tutorial_utils.checking import Calls, Case, Checker

HINT = "one number"  # any message that has its Chinese


def expecting(answer, **options):
    """Return a case that wants this answer."""
    return Case(**{"inputs": (2.0,), "expected": answer, "hint": HINT} | options)


NUMBER, BOOL, REFUSAL = map(expecting, (4.0, True, ArithmeticError))
PAIR, TENSOR, ANYTHING = map(expecting, ((2, 6), torch.tensor([2.0, 4.0]), None))
JUDGED = expecting(4.0, judge=lambda answer: HINT, hint="")
NOTHING_JUDGED = expecting(None, judge=lambda answer: None if answer else HINT)
META = torch.ones(1, device="meta")


@pytest.fixture
def line(capsys, monkeypatch):
    """Return a function that checks another one and returns the one line printed."""
    monkeypatch.setenv("TUTORIAL_LANG", "en")

    def check(function, *cases):
        Checker("f", f=lambda: cases)(function)
        printed, complaint = capsys.readouterr()
        assert complaint == ""
        (only,) = printed.splitlines()
        return only

    return check


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (NUMBER, 4),
        (NUMBER, np.float32(4)),
        (NUMBER, torch.tensor(4, dtype=torch.bfloat16)),
        (NUMBER, torch.tensor([4.0], requires_grad=True)),
        (BOOL, True),
        (BOOL, np.bool_(True)),
        (BOOL, torch.tensor(True)),
        (PAIR, (2, 6)),
        (PAIR, (torch.tensor(2), 6.0)),
        (TENSOR, torch.tensor([2, 4])),
        (TENSOR, np.array([4.0, 2.0])[::-1]),
        (ANYTHING, {"a": 1}),
        (ANYTHING, META),
        (expecting(4.0, tolerance=1e-2), 4.01),
    ],
)
def test_right_answers_of_any_type_pass(line, case, answer):
    """Values count, not data types, within the case's own tolerance."""
    assert line(lambda x: answer, case, case) == "f: all 2 cases right"


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (NUMBER, 4.01),
        (NUMBER, float("nan")),
        (BOOL, False),
        (PAIR, (6, 2)),
        (TENSOR, torch.tensor([2.0, 5.0])),
        (expecting(TENSOR.expected, shapes={(3,): HINT}, hint=""), torch.ones(3)),
        (REFUSAL, 4.0),
        (REFUSAL, "text"),
        (JUDGED, 4.0),  # how an answer was found can be wrong
        (NOTHING_JUDGED, None),
        (NOTHING_JUDGED, {}),
    ],
)
def test_wrong_answers_get_the_hint(line, case, answer):
    """An answer where an exception is due is one; the judge speaks first."""
    assert line(lambda x: answer, case) == f"not yet: {HINT}"


@pytest.mark.parametrize(
    ("case", "answer", "said"),
    [
        (NUMBER, None, "f() returns nothing yet."),
        (NUMBER, ..., "f() returns nothing yet."),
        (ANYTHING, None, "f() returns nothing yet."),
        (NUMBER, True, "returns True or False; what is needed is one number."),
        (NUMBER, "4", "returns str; what is needed is one number."),
        (NUMBER, np.array(["4"]), "returns ndarray; what is needed is one number."),
        (NUMBER, META, "f() stops with"),
        (BOOL, 1, "returns one number; what is needed is True or False."),
        (PAIR, 2, "returns one number; what is needed is a tuple with 2 numbers."),
        (PAIR, (2, 6, 1), "a tuple with 3 numbers; what is needed is a tuple with 2"),
        (PAIR, ((2, 3), 6), "returns tuple; what is needed is a tuple with 2 numbers."),
        (PAIR, torch.tensor([2, 6]), "a tensor of shape (2,); what is needed is a tup"),
        (TENSOR, 2.0, "returns one number; what is needed is a tensor of shape (2,)."),
        (TENSOR, torch.ones(2, 1), "a tensor of shape (2, 1); what is needed is a te"),
    ],
)
def test_answers_of_another_kind_get_a_sentence(line, case, answer, said):
    """The sentence names what came back and what is needed."""
    printed = line(lambda x: answer, case)

    assert printed.startswith("not yet: f() ")
    assert said in printed


def stopping(error):
    """Return a function that raises."""

    def broken(x):
        raise error

    return broken


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("first\nsecond"), "ValueError: first"),
        (ValueError(), "ValueError."),
        (SystemExit(3), "SystemExit: 3"),
        (ValueError("no number"), f"ValueError: no number (Hint: {HINT})"),
    ],
)
def test_an_exception_is_said_in_one_line(line, monkeypatch, error, said):
    """A function that raises, or ends the program, costs no traceback.

    The exception's own words come first, the hint for them behind.
    """
    case = expecting(4.0, errors={"number": HINT, "no num": "a later one"})

    assert line(stopping(error), case) == f"not yet: f() stops with {said}"
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")
    assert type(error).__name__ in line(stopping(error), case)


def test_only_the_expected_exception_passes(line):
    """A slip in the function is not taken for the refusal."""
    assert line(lambda x: 1 / 0, REFUSAL) == "f: all 1 cases right"
    assert "f() stops with NameError: x" in line(stopping(NameError("x")), REFUSAL)


def test_the_result_instead_of_the_function_is_noticed(line):
    """Calling the function in the checker's brackets is a common slip."""
    assert "hand over f itself" in line(4.0, NUMBER)


@pytest.mark.parametrize(
    ("answer", "said"), [(2.0, "True or False"), (3.0, "one number"), (5.0, "5.0!")]
)
def test_a_known_mistake_gets_its_hint(line, answer, said):
    """The first that the answer is near, else that which the case chooses for it."""
    mistakes = [(2.0, "True or False"), (torch.tensor(3), "one number"), (2.0, "late")]
    case = expecting(4.0, mistakes=mistakes, hint=lambda found: f"{found}!")

    assert line(lambda x: answer, case) == f"not yet: {said}"


@pytest.mark.parametrize(
    ("answer", "hint", "said"),
    [
        (True, HINT, "both: all 2 cases right"),
        (None, HINT, "not yet: g() returns nothing yet."),
        (False, HINT, f"not yet: g: {HINT}"),
        (False, "g is too large.", "not yet: g is too large."),
    ],
)
def test_several_functions_share_one_line(line, capsys, answer, hint, said):
    """The first that is wrong is named once; right ones are counted together.

    Cases after a wrong one are not made.
    """

    def cases():
        yield expecting(True, hint=hint)
        assert answer, "the next case is made"

    Checker("both", f=lambda: [NUMBER], g=cases)(lambda x: 4.0, g=lambda x: answer)

    assert capsys.readouterr().out == f"{said}\n"


def test_chinese_readers_get_chinese(line, monkeypatch):
    """The line that all is right, too."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    assert line(lambda x: 3.0, NUMBER) == "还差一点：一个数"
    assert line(lambda x: 4.0, NUMBER, NUMBER) == "f：2 组测试全部通过"


def test_each_call_of_torch_is_noted():
    """However it is written, in a loop each time; looking at a shape is none."""
    x = torch.ones(2, 3)
    with Calls() as calls:
        torch.sum(x * x.mean())
        x.shape, x.size(0), len(x), x.ndim, x.dim(), x.numel()
        for i in range(len(x)):
            x[i] + 1
    x.sum()

    assert calls.names == ["mean", "mul", "sum", *["__getitem__", "add"] * 2]
    assert [calls.judge(most, HINT, x) for most in (6, 7)] == [HINT, None]


@pytest.mark.parametrize("leave", [torch.Tensor.tolist, torch.Tensor.numpy, np.asarray])
def test_leaving_torch_is_noticed(leave):
    """Numbers that are computed elsewhere leave by one of three doors; one is none."""
    with Calls() as calls:
        torch.ones(2).sum().item()
        assert calls.judge(9, HINT, 2.0) is None
        leave(torch.ones(2))

    assert calls.judge(9, HINT, 2.0).startswith("stay with tensors")
