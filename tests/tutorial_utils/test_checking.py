"""The core of the checkers: whatever a function does, one line comes out."""

from contextlib import contextmanager

import numpy as np
import pytest
import torch

from tutorial_utils.checking import Calls, Case, check_cases, check_functions

HINT = "one number"  # any message that has its Chinese
NUMBER = Case(inputs=(2.0,), expected=4.0, hint=HINT)
BOOL = Case(inputs=(2.0,), expected=True, hint=HINT)
REFUSAL = Case(inputs=(2.0,), expected=ArithmeticError, hint=HINT)
PAIR = Case(inputs=(2.0,), expected=(2, 6), hint=HINT)
TENSOR = Case(inputs=(2.0,), expected=torch.tensor([2.0, 4.0]), hint=HINT)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("TUTORIAL_LANG", "en")


def line(capsys, answer, *cases):
    """Check a function that gives this answer; return the one line printed."""
    check_cases("f", lambda x: answer, cases)
    (printed,) = capsys.readouterr().out.splitlines()
    return printed


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (NUMBER, 4),
        (NUMBER, 4.000001),
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
    ],
)
def test_right_answers_of_any_type_pass(capsys, case, answer):
    """Numbers, arrays and tensors count by value, not by data type."""
    assert line(capsys, answer, case, case) == "f: all 2 cases right"


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (NUMBER, 4.01),
        (NUMBER, float("nan")),
        (NUMBER, float("inf")),
        (BOOL, False),
        (PAIR, (6, 2)),
        (TENSOR, torch.tensor([2.0, 5.0])),
    ],
)
def test_wrong_answers_get_the_hint(capsys, case, answer):
    """The hint of the first wrong case is printed."""
    assert line(capsys, answer, case) == f"not yet: {HINT}"


@pytest.mark.parametrize(
    ("case", "answer", "said"),
    [
        (NUMBER, None, "f() returns nothing yet."),
        (NUMBER, ..., "f() returns nothing yet."),
        (NUMBER, True, "returns True or False; what is needed is one number."),
        (NUMBER, "4", "returns str; what is needed is one number."),
        (NUMBER, [4.0], "returns list; what is needed is one number."),
        (NUMBER, np.array(["4"]), "returns ndarray; what is needed is one number."),
        (NUMBER, (4.0,), "a tuple with 1 numbers; what is needed is one number."),
        (BOOL, 1, "returns one number; what is needed is True or False."),
        (PAIR, 2, "returns one number; what is needed is a tuple with 2 numbers."),
        (PAIR, (2, 6, 1), "a tuple with 3 numbers; what is needed is a tuple with 2"),
        (PAIR, ((2, 3), 6), "returns tuple; what is needed is a tuple with 2 numbers."),
        (PAIR, torch.tensor([2, 6]), "a tensor of shape (2,); what is needed is a tup"),
        (PAIR, [2, 6], "returns list; what is needed is a tuple with 2 numbers."),
        (TENSOR, 2.0, "returns one number; what is needed is a tensor of shape (2,)."),
        (
            TENSOR,
            torch.ones(2, 1),
            "a tensor of shape (2, 1); what is needed is a tensor of shape (2,).",
        ),
    ],
)
def test_answers_of_another_kind_get_a_sentence(capsys, case, answer, said):
    """The sentence names what came back and what is needed."""
    printed = line(capsys, answer, case)

    assert printed.startswith("not yet: f() ")
    assert said in printed


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "error",
    [ValueError("first\nsecond"), ValueError(), RecursionError("deep"), SystemExit(3)],
)
def test_an_exception_is_said_in_one_line(monkeypatch, capsys, language, error):
    """A function that raises, or ends the program, costs no traceback."""
    monkeypatch.setenv("TUTORIAL_LANG", language)

    def broken(x):
        raise error

    check_cases("f", broken, [NUMBER])
    printed, complaint = capsys.readouterr()

    assert len(printed.splitlines()) == 1
    assert type(error).__name__ in printed
    assert "second" not in printed
    assert complaint == ""


def test_an_expected_exception_passes(capsys):
    """Where nothing can be computed, an error is the right answer."""
    check_cases("f", lambda x: 1 / 0, [REFUSAL])

    assert capsys.readouterr().out == "f: all 1 cases right\n"


@pytest.mark.parametrize("answer", [4.0, "text", torch.ones(2)])
def test_an_answer_instead_of_an_exception_gets_the_hint(capsys, answer):
    """Whatever comes back where nothing can is wrong."""
    assert line(capsys, answer, REFUSAL) == f"not yet: {HINT}"


def test_another_exception_than_the_expected_one_is_said(capsys):
    """A slip in the function is not taken for the refusal."""
    check_cases("f", lambda x: unknown, [REFUSAL])  # noqa: F821

    assert "f() stops with NameError" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [4.0, 5.0, "text"])
def test_the_judge_speaks_before_the_answer_is_compared(capsys, answer):
    """How an answer was found can be wrong although the answer is right."""
    case = Case(inputs=(2.0,), expected=4.0, hint="", judge=lambda answer: HINT)

    assert line(capsys, answer, case) == f"not yet: {HINT}"


@pytest.mark.parametrize("answer", [{"a": 1}, torch.ones(1, device="meta")])
def test_the_judge_alone_decides_where_nothing_is_expected(capsys, answer):
    """An answer that cannot be turned into numbers is judged as it came."""
    pleased = Case(inputs=(2.0,), expected=None)
    strict = Case(inputs=(2.0,), expected=None, judge=lambda x: HINT)

    assert line(capsys, answer, pleased) == "f: all 1 cases right"
    assert line(capsys, answer, strict) == f"not yet: {HINT}"


def test_the_judge_may_say_what_it_means_that_nothing_came(capsys):
    """Without its word, an answer of None is an unfinished function."""
    silent = Case(inputs=(2.0,), expected=None)
    case = Case(inputs=(2.0,), expected=None, judge=lambda x: HINT if not x else None)

    assert line(capsys, None, silent) == "not yet: f() returns nothing yet."
    assert line(capsys, None, case) == f"not yet: {HINT}"


def test_the_call_happens_inside_of_the_context(capsys):
    """What watches the call is entered before it and left after it."""
    seen = []

    @contextmanager
    def watch():
        seen.append("enter")
        yield
        seen.append("leave")

    case = Case(inputs=(2.0,), expected=4.0, hint=HINT, during=watch())
    check_cases("f", lambda x: seen.append("call") or 4.0, [case])

    assert seen == ["enter", "call", "leave"]


def test_a_tensor_without_numbers_is_said_in_one_line(capsys):
    """An answer that cannot be read counts as an exception of the function."""
    assert "f() stops with" in line(capsys, torch.ones(1, device="meta"), NUMBER)


def test_the_result_instead_of_the_function_is_noticed(capsys):
    """Calling the function in the checker's brackets is a common slip."""
    check_cases("f", 4.0, [NUMBER])

    assert "hand over f itself" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "said"), [(2.0, "True or False"), (3.0, "one number"), (5.0, HINT)]
)
def test_a_known_mistake_gets_its_hint(capsys, answer, said):
    """The first that the answer is near, and the hint of the case if there is none."""
    mistakes = [(2.0, "True or False"), (torch.tensor(3), "one number"), (2.0, "late")]
    case = Case(inputs=(2.0,), expected=4.0, mistakes=mistakes, hint=HINT)

    assert line(capsys, answer, case) == f"not yet: {said}"


def test_a_hint_can_depend_on_the_answer(capsys):
    """A function as the hint gets the answer as an array and chooses."""
    case = Case(
        inputs=(2.0,), expected=4.0, hint=lambda answer: f"half of {answer * 2}"
    )

    assert line(capsys, torch.tensor(3.0), case) == "not yet: half of 6.0"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("a leaf Variable", "not yet: f() stops with ValueError: a leaf Variable"),
        ("no number", f"not yet: f() stops with ValueError: no number (Hint: {HINT})"),
    ],
)
def test_a_known_exception_gets_a_hint_behind_its_line(capsys, message, said):
    """The exception's own words come first; without a hint they stand alone."""
    hints = {"number": HINT, "no num": "a later one"}
    case = Case(inputs=(2.0,), expected=4.0, hint="wrong", errors=hints)

    def broken(x):
        raise ValueError(message)

    check_cases("f", broken, [case])

    assert capsys.readouterr().out == f"{said}\n"


def test_the_tolerance_belongs_to_the_case(capsys):
    """A walk that ends near its goal may pass where an exact answer is not expected."""
    near = Case(inputs=(2.0,), expected=4.0, hint=HINT, tolerance=1e-2)

    assert line(capsys, 4.01, near) == "f: all 1 cases right"


def test_cases_after_a_wrong_one_are_not_made(capsys):
    """The first hint is enough; a lazy generator of cases stops there."""

    def cases():
        yield NUMBER
        pytest.fail("the second case was made")

    check_cases("f", lambda x: 0.0, cases())

    assert capsys.readouterr().out == f"not yet: {HINT}\n"


def test_several_functions_share_one_line(capsys):
    """The first function that is wrong is named; right ones are counted together."""
    check_functions(
        "both", {"f": (lambda x: 4.0, [NUMBER]), "g": (lambda x: True, [BOOL])}
    )
    check_functions("both", {"f": (lambda x: 4.0, [NUMBER]), "g": (print, [BOOL])})

    passing, hint = (
        text for text in capsys.readouterr().out.splitlines() if text != "2.0"
    )
    assert passing == "both: all 2 cases right"
    assert hint == "not yet: g() returns nothing yet."


def test_chinese_readers_get_chinese_hints(monkeypatch, capsys):
    """The line that all is right is Chinese, too, and so is each hint."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    assert line(capsys, 3.0, NUMBER) == "还差一点：一个数"
    assert line(capsys, "4", NUMBER) == (
        "还差一点：f() 应当返回“一个数”，现在返回的是“str”。"
    )
    assert line(capsys, 4.0, NUMBER, NUMBER) == "f：2 组测试全部通过"


def test_a_hint_of_several_functions_says_which_one_it_is_for(capsys):
    """The reader of a hint knows where to look."""
    right, wrong = (lambda x: 4.0), (lambda x: 5.0)
    check_functions("both", {"f": (right, [NUMBER]), "g": (wrong, [NUMBER])})

    assert capsys.readouterr().out == f"not yet: g: {HINT}\n"


def test_a_hint_that_names_its_function_stays_as_it_is(capsys):
    """No name is said twice."""
    named = Case(inputs=(2.0,), expected=4.0, hint="h is too large.")
    check_functions("both", {"h": (lambda x: 5.0, [named]), "k": (abs, [])})

    assert capsys.readouterr().out == "not yet: h is too large.\n"


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


@pytest.mark.parametrize(
    ("use", "left"),
    [
        (torch.Tensor.tolist, True),
        (torch.Tensor.numpy, True),
        (np.asarray, True),
        (lambda x: x.sum().item(), False),
    ],
)
def test_leaving_torch_is_noticed(use, left):
    """Numbers that are computed elsewhere leave by one of three doors; one is none."""
    with Calls() as calls:
        use(torch.ones(2))

    assert calls.left_torch() is left
