"""The checkers of the exercises on autograd."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

import tutorial_utils
from tutorial_utils.exercises.autograd import derivatives as exercise
from tutorial_utils.exercises.autograd.derivatives import PROBLEMS, check_derivatives

RIGHT = {
    "df": lambda x: 3 * x**2 - 5,
    "dg": lambda x: 2 * x * torch.cos(x**2),
    "dh": lambda x: 2 * x * torch.sin(x) + x**2 * torch.cos(x),
}

# What a reader would write, and the words that tell what is wrong with it.
MISTAKES = [
    ("df", lambda x: x**3 - 5 * x + 4, "a height"),
    ("df", lambda x: 3 * x**2 - 1, "a constant has slope 0"),
    ("df", lambda x: 3 * x**2, "also goes through -5 * x"),
    ("df", lambda x: -5, "also goes through x**3"),
    ("df", lambda x: 3 * x**2 - 5 * x, "no x is left"),
    ("df", lambda x: 3 * x * x * x - 5, "must drop by one"),
    ("df", lambda x: x * x - 5, "must come down as a factor"),
    ("df", lambda x: 7 * x, "df is not the slope of f"),
    ("dg", lambda x: math.sin(x * x), "a height"),
    ("dg", lambda x: math.cos(x * x), "lacks the inner factor"),
    ("dg", lambda x: x + x, "lacks the outer factor"),
    ("dg", lambda x: math.cos(2 * x), "still taken at x**2"),
    ("dg", lambda x: 2 * x * math.cos(2 * x), "not at its slope"),
    ("dg", lambda x: 2 * x * math.sin(x * x), "the outer function must be"),
    ("dg", lambda x: -2 * x * math.cos(x * x), "wrong sign"),
    ("dg", lambda x: x**3, "dg is not the slope of g"),
    ("dh", lambda x: x * x * math.sin(x), "a height"),
    ("dh", lambda x: 2 * x * math.cos(x), "a product has two paths"),
    ("dh", lambda x: 2 * x * math.sin(x), "also goes through sin(x)"),
    ("dh", lambda x: x * x * math.cos(x), "also goes through x**2"),
    ("dh", lambda x: 2 * x + math.cos(x), "multiplied by the other factor"),
    ("dh", lambda x: 2 * x * math.sin(x) - x * x * math.cos(x), "wrong sign"),
    ("dh", lambda x: 0.0, "dh is not the slope of h"),
]


def line(capsys, **written):
    """Run the checker on the right answers but for those given; return its line."""
    check_derivatives(**(RIGHT | written))
    (printed,) = capsys.readouterr().out.splitlines()
    return printed


def test_right_derivatives_pass_on_all_cases(capsys):
    """Three right answers print the passing line."""
    assert line(capsys) == "derivatives: all 18 cases right"


def test_numbers_of_the_math_module_pass(capsys):
    """A derivative may return a Python float."""
    with_math = line(capsys, dg=lambda x: 2 * x.item() * math.cos(x.item() ** 2))

    assert with_math == "derivatives: all 18 cases right"


def test_the_first_unfinished_function_gets_the_hint(capsys):
    """One hint at a time, in the order of the exercise."""
    printed = line(capsys, dg=lambda x: ..., dh=lambda x: ...)

    assert printed == "not yet: dg() returns nothing yet."


@pytest.mark.parametrize(("name", "wrong", "words"), MISTAKES)
def test_each_misconception_gets_its_own_hint(capsys, name, wrong, words):
    """A known mistake is named."""
    hint = line(capsys, **{name: wrong})

    assert hint.startswith("not yet: ")
    assert words in hint


RAISING = {
    "circumflex": (lambda x: 3 * x ^ 2 - 5, exercise.POWER),
    "circumflex of numbers": (lambda x: 3 * x.item() ^ 2, exercise.POWER),
    "cos alone": (lambda x: cos(x), exercise.TORCH_NAMES),  # noqa: F821
    "tracked": (lambda x: np.cos(x.requires_grad_()), exercise.NOT_NUMPY),
    "a number": (lambda x: torch.cos(2), exercise.NOT_A_TENSOR),
    "backward()": (lambda x: (x**2).backward(), exercise.BY_HAND),
}


@pytest.mark.parametrize(("wrong", "hint"), RAISING.values(), ids=RAISING)
def test_a_known_exception_gets_a_hint_behind_its_line(capsys, wrong, hint):
    """The exception's line stays, and what it means here follows."""
    printed = line(capsys, dg=wrong)

    assert printed.startswith("not yet: dg() stops with ")
    assert printed.endswith(f" (Hint: {hint})")


def test_no_two_mistakes_of_a_function_share_a_hint():
    """A hint says one thing only, so each mistake of a function has its own."""
    for problem in PROBLEMS.values():
        hints = [hint for _, hint in problem.mistakes] + [problem.hint]

        assert len(hints) == len(set(hints))


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize(
    ("unfinished", "words"),
    [
        (lambda x: ..., "returns nothing yet"),
        (lambda x: None, "returns nothing yet"),
        (lambda x: "2 * x", "what is needed is one number"),
        (lambda x: torch.ones(2), "what is needed is one number"),
        (lambda x: 1 / 0, "stops with ZeroDivisionError"),
        (lambda: 7.0, "stops with TypeError"),
        (7.0, "without brackets"),
    ],
    ids=["dots", "none", "text", "shape", "raises", "no argument", "called"],
)
def test_an_unfinished_answer_gets_one_sentence(capsys, name, unfinished, words):
    """Whatever is handed over, the checker prints a hint and does not raise."""
    said = line(capsys, **{name: unfinished})

    assert said.startswith("not yet: ")
    assert words in said


@pytest.mark.parametrize("name", RIGHT)
def test_the_functions_have_the_derivatives_that_pass(name):
    """Gradcheck agrees, in double precision, that autograd differentiates each."""
    x = torch.linspace(0.5, 2, 7, dtype=torch.float64, requires_grad=True)

    assert torch.autograd.gradcheck(PROBLEMS[name].function, x)


def test_each_hint_is_translated():
    """A reader of Chinese gets every hint in Chinese."""
    folder = Path(tutorial_utils.__file__).parent
    catalogue = json.loads((folder / "locale/zh_CN.json").read_text(encoding="utf-8"))
    hints = {hint for p in PROBLEMS.values() for _, hint in p.mistakes}
    hints |= {problem.hint for problem in PROBLEMS.values()}

    assert hints <= catalogue.keys()


def test_hints_speak_chinese(capsys, monkeypatch):
    """With TUTORIAL_LANG=zh_CN the hint is the Chinese one."""
    monkeypatch.setenv("TUTORIAL_LANG", "zh_CN")

    said = line(capsys, dg=lambda x: torch.cos(x**2))

    assert said.endswith("：dg 漏了内层：还要乘上 x**2 的斜率。")
