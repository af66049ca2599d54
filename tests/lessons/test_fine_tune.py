"""The checker of moves() and fine_tune(): each misconception has its hint."""

import re
import textwrap
from pathlib import Path

import pytest
from torch.optim import SGD

from tutorial_utils.exercises.training import fine_tune as exercise
from tutorial_utils.exercises.training.fine_tune import check_fine_tune

LESSON = Path(__file__).parents[2] / "examples/4_training/plot_26_zero_or_none.py"
PASSED = "fine_tune: all 11 cases right"


def moves(momentum, weight_decay, set_to_none):
    """Return the rule of the lesson."""
    return not set_to_none and (momentum > 0 or weight_decay > 0)


def trainer(
    *,
    clear=lambda model, optimizer: model.zero_grad(),
    clear_first=lambda model, optimizer: None,
    between=lambda model, optimizer: None,
    start=lambda model: None,
    owners=("last", "whole"),
):
    """Make a fine_tune() that differs from the lesson's where it is told to."""

    def fine_tune(model, loss_fn, X, y):
        start(model)
        owned = {"last": model[1], "whole": model}
        for owner in owners:
            optimizer = SGD(owned[owner].parameters(), lr=0.1)
            for _ in range(5):
                clear_first(model, optimizer)
                loss_fn(model(X), y).backward()
                between(model, optimizer)
                optimizer.step()
                clear(model, optimizer)
        return loss_fn(model(X), y).item()

    return fine_tune


def nothing(model, optimizer):
    """Clear nothing."""


def own(model, optimizer):
    """Clear what the optimizer was given."""
    optimizer.zero_grad()


def whole(model, optimizer):
    """Clear the whole model."""
    model.zero_grad()


def by_hand(model, optimizer):
    """Clear the whole model in a loop."""
    for p in model.parameters():
        p.grad = None


def zeros(model, optimizer):
    """Clear the whole model with zeros."""
    model.zero_grad(set_to_none=False)


def frozen_for_a_while(model, loss_fn, X, y):
    """Switch the gradients of the first layer off and on again."""
    model[0].requires_grad_(False)
    for owned in (model[1], model):
        optimizer = SGD(owned.parameters(), lr=0.1)
        for _ in range(5):
            loss_fn(model(X), y).backward()
            optimizer.step()
            optimizer.zero_grad()
        model[0].requires_grad_(True)
    return loss_fn(model(X), y).item()


RIGHT = {
    "model": trainer(),
    "by hand": trainer(clear=by_hand),
    "zeros": trainer(clear=zeros),
    "cleared first": trainer(clear=nothing, clear_first=whole),
    "owner clears first": trainer(clear=nothing, clear_first=own),
    "frozen for a while": frozen_for_a_while,
}
MISTAKES = {
    "as given": (trainer(clear=own), "LEFT_OVER"),
    "never on again": (
        trainer(start=lambda model: model[0].requires_grad_(False)),
        "FROZEN",
    ),
    "always last": (trainer(owners=("last", "last")), "FROZEN"),
    "always whole": (trainer(owners=("whole", "whole")), "TOO_EARLY"),
    "nothing cleared": (trainer(clear=nothing), "NO_CLEAR"),
    "cleared too soon": (trainer(between=whole), "NO_STEPS"),
    "another number": (lambda model, loss_fn, X, y: -1.0, "WRONG"),
}
RULES = {
    "the gradient is 0": (lambda m, d, none: False, "PULL"),
    "only momentum": (lambda m, d, none: not none and m > 0, "PULL"),
    "only decay": (lambda m, d, none: not none and d > 0, "VELOCITY"),
    "both at once": (lambda m, d, none: not none and m > 0 and d > 0, "PULL"),
    "always": (lambda m, d, none: True, "FORGETFUL"),
    "on zeros": (lambda m, d, none: not none, "FORGETFUL"),
    "no difference": (lambda m, d, none: m > 0 or d > 0, "RESTS"),
    "the wrong way": (lambda m, d, none: none and (m > 0 or d > 0), "PULL"),
}


@pytest.mark.parametrize("fine_tune", RIGHT.values(), ids=RIGHT)
def test_each_repair_passes(line, fine_tune):
    """Whoever clears the first layer before it is trained is right."""
    assert line(check_fine_tune, moves, fine_tune) == PASSED


@pytest.mark.parametrize(("wrong", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_each_wrong_repair_gets_its_hint(line, wrong, hint):
    """The hint is chosen by the loss that comes out."""
    printed = line(check_fine_tune, moves, wrong)

    assert printed == f"not yet: fine_tune: {getattr(exercise, hint)}"


@pytest.mark.parametrize(("rule", "hint"), RULES.values(), ids=RULES)
def test_each_wrong_rule_gets_its_hint(line, rule, hint):
    """The hint belongs to the first options for which the rule fails."""
    printed = line(check_fine_tune, rule, trainer())

    assert printed == f"not yet: moves: {getattr(exercise, hint)}"


def test_freezing_the_whole_model_is_explained(line):
    """backward() stops, and the hint says what to freeze."""
    wrong = trainer(start=lambda model: model.requires_grad_(False))
    printed = line(check_fine_tune, moves, wrong)

    assert printed.startswith("not yet: fine_tune() stops with RuntimeError: ")
    assert printed.endswith(f"(Hint: {exercise.ALL_FROZEN})")


def test_every_hint_belongs_to_a_mistake():
    """A hint that no mistake leads to would be dead."""
    texts = {k for k, v in vars(exercise).items() if k.isupper() and type(v) is str}
    used = {hint for _, hint in [*MISTAKES.values(), *RULES.values()]}

    assert texts == used | {"ALL_FROZEN"}


def test_the_loop_of_the_page_has_the_mistake_of_the_page(line):
    """What the reader is given to repair leaves gradients over."""
    text = LESSON.read_text("utf-8")
    (stub,) = re.findall(r"# \.\. code-block:: python\n((?:#.*\n)+)", text)
    code = textwrap.dedent(re.sub("^#", "", stub, flags=re.MULTILINE))
    names = {}
    exec(code.partition("\ncheck_fine_tune(")[0], names)

    printed = line(check_fine_tune, moves, names["fine_tune"])

    assert printed == f"not yet: fine_tune: {exercise.LEFT_OVER}"
