"""The checker of the four loops: what a misplaced call does gets its hint."""

import re
import textwrap
from pathlib import Path

import pytest
import torch

from tutorial_utils.exercises.training import loops as exercise
from tutorial_utils.exercises.training.loops import check_loops

LESSON = Path(__file__).parents[2] / "examples/4_training"
PASSED = "loops: all 12 cases right"


def loop(body, *, before="", num_steps=20):
    """Make a loop of the lines in its body."""
    lines = "".join(f"        {line}\n" for line in body.split("; "))
    code = (
        f"def train(w, loss_fn, optimizer):\n    {before or 'pass'}\n"
        f"    for step in range({num_steps}):\n{lines}    return loss_fn(w).item()\n"
    )
    names = {"torch": torch}
    exec(code, names)
    return names["train"]


FORWARD, BACKWARD = "loss = loss_fn(w)", "loss.backward()"
STEP, CLEAR = "optimizer.step()", "optimizer.zero_grad()"
RIGHT = [
    loop("; ".join(order))
    for order in [
        (CLEAR, FORWARD, BACKWARD, STEP),
        (FORWARD, CLEAR, BACKWARD, STEP),
        (FORWARD, BACKWARD, STEP, CLEAR),
        ("w.grad = None", FORWARD, BACKWARD, STEP),
        (FORWARD, BACKWARD, STEP, "w.grad.zero_()"),
        ("(w.grad,) = torch.autograd.grad(loss_fn(w), w)", STEP),
    ]
]


def stale(w, loss_fn, optimizer):
    """Return the loss from before the last step."""
    for _ in range(20):
        optimizer.zero_grad()
        loss = loss_fn(w)
        loss.backward()
        optimizer.step()
    return loss.item()


FOUND = f"{FORWARD}; {BACKWARD}; {STEP}"
MISTAKES = {
    "between": (loop(f"{FORWARD}; {BACKWARD}; {CLEAR}; {STEP}"), "STANDS_STILL"),
    "no step": (loop(f"{CLEAR}; {FORWARD}; {BACKWARD}"), "STANDS_STILL"),
    "no backward": (loop(f"{CLEAR}; {FORWARD}; {STEP}"), "STANDS_STILL"),
    "step first": (loop(f"{CLEAR}; {STEP}; {FORWARD}; {BACKWARD}"), "STANDS_STILL"),
    "before the loop": (loop(FOUND, before=CLEAR), "SWINGS"),
    "no brackets": (loop(f"optimizer.zero_grad; {FOUND}"), "SWINGS"),
    "no call": (loop(FOUND), "SWINGS"),
    "every other": (loop(f"step % 2 or {CLEAR}; {FOUND}"), "SOMETIMES"),
    "every fifth": (loop(f"step % 5 or {CLEAR}; {FOUND}"), "SOMETIMES"),
    "one late": (loop(f"{STEP}; {CLEAR}; {FORWARD}; {BACKWARD}"), "BEHIND"),
    "stale loss": (stale, "BEHIND"),
    "longer": (loop(f"{CLEAR}; {FOUND}", num_steps=30), "TOO_LONG"),
    "uphill": (loop(f"{CLEAR}; loss = -loss_fn(w); {BACKWARD}; {STEP}"), "UPHILL"),
    "another number": (lambda w, loss_fn, optimizer: 0.0, "WRONG"),
}
STOPS = {
    "w.zero_grad()": "METHOD",
    "w.grad.zero_()": "NO_GRADIENT",
    "loss_fn(w).item().backward()": "NUMBER",
}


@pytest.mark.parametrize("right", RIGHT, ids=range(len(RIGHT)))
def test_each_place_that_clears_in_time_passes(line, right):
    """Anywhere between a step and the next backward pass."""
    assert line(check_loops, *[right] * 4) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_misplaced_call_gets_its_hint(line, wrong, hint):
    """The hint is chosen by the loss that comes out."""
    printed = line(check_loops, RIGHT[0], wrong, RIGHT[0], RIGHT[0])

    assert printed == f"not yet: second: {getattr(exercise, hint)}"


@pytest.mark.parametrize("statement", STOPS)
def test_each_exception_is_explained(line, statement):
    """What stops is told with its cause."""
    printed = line(check_loops, *[loop(f"{statement}; {FOUND}")] * 4)

    assert printed.startswith("not yet: first() stops with AttributeError: ")
    assert printed.endswith(f"(Hint: {getattr(exercise, STOPS[statement])})")


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {k for k, v in vars(exercise).items() if k.isupper() and type(v) is str}

    assert texts == {hint for _, hint in MISTAKES.values()} | set(STOPS.values())


@pytest.mark.parametrize(
    ("name", "hint"),
    [("first", "STANDS_STILL"), ("second", "SWINGS"), ("fourth", "SWINGS")],
)
def test_three_loops_of_the_page_are_wrong_and_one_is_right(line, name, hint):
    """Each of the page's loops does what the solution says of it."""
    text = (LESSON / "plot_25_forgetting_zero_grad.py").read_text("utf-8")
    (stub,) = re.findall(r"# \.\. code-block:: python\n((?:#.*\n)+)", text)
    loops = {}
    code = textwrap.dedent(re.sub("^#", "", stub, flags=re.MULTILINE))
    exec(code.partition("\ncheck_loops(")[0], loops)

    printed = line(check_loops, *[loops[name]] * 4)

    assert printed == f"not yet: first: {getattr(exercise, hint)}"
    assert line(check_loops, *[loops["third"]] * 4) == PASSED
