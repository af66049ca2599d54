"""Checker of the exercise on retain_graph: the pairs of losses are run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tutorial_utils.checking import Case, check_cases

PAIRS = {
    "loss1 = w.exp().sum(); loss2 = w.exp().sum()": (
        "pair 1: exp() is computed twice, so each loss has a graph of its own."
    ),
    "h = w.exp(); loss1 = h.sum(); loss2 = (h * h).sum()": (
        "pair 2: both losses go back through one exp(), and it keeps its output."
    ),
    "h = w + 1; loss1 = (h * h).sum(); loss2 = h.exp().sum()": (
        "pair 3: the addition is all that the two share, and it keeps no tensor."
    ),
    "h = 3 * w; loss1 = h.sum(); loss2 = (h * h).sum()": (
        "pair 4: both losses go back through 3 * w, and a product keeps its factor, "
        "even a constant one."
    ),
    "h = w.exp(); loss1 = h.sum(); loss2 = (w * h.detach()).sum()": (
        "pair 5: detach() hands on the numbers without the way back, so the second "
        "loss never comes to exp()."
    ),
    "loss1 = (w * w).sum(); loss2 = 2 * loss1": (
        "pair 6: the second loss goes back through the first one, and w * w keeps w."
    ),
}
"""Each pair as the lesson writes it, and the hint for a wrong answer."""

NOT_ANSWERS = "return six answers in round brackets, each of them True or False."
COUNT = "there are six pairs, one answer for each."
ALWAYS = (
    "not every pair needs it: a graph is kept only where both losses go through an "
    "operation that keeps tensors."
)
NEVER = "some of these pairs stop with an error: look for operations that both share."
OPPOSITE = "all six are the other way round: True stands for retain_graph=True."


def check_needs_retain(needs_retain: Callable[[], tuple[bool, ...]]) -> None:
    """Run the six pairs of losses and compare with what the reader expects.

    Parameters
    ----------
    needs_retain
        Takes nothing and returns six truth values: whether ``loss1.backward()`` needs
        ``retain_graph=True`` so that ``loss2.backward()`` can follow.
    """
    truth = tuple(fails_without(pair) for pair in PAIRS)
    case = Case(inputs=(), expected=truth, hint=_explain, judge=_judge)
    check_cases("needs_retain", needs_retain, [case] * len(PAIRS))  # one a pair


def fails_without(pair: str) -> bool:
    """Run a pair without retain_graph; tell whether the second call stops."""
    names: dict[str, Any] = {"w": torch.tensor([0.5, 2.0], requires_grad=True)}
    exec(pair, names)
    names["loss1"].backward()
    try:
        names["loss2"].backward()
    except RuntimeError:
        return True
    return False


def _judge(answer: object) -> str | None:
    """Say what is wrong with the answers before they are compared."""
    if not isinstance(answer, tuple) or not answer:
        return None if answer is None or answer is ... else NOT_ANSWERS
    if not all(isinstance(value, bool) for value in answer):
        return NOT_ANSWERS
    return COUNT if len(answer) != len(PAIRS) else None


def _explain(found: np.ndarray) -> str:
    """Return the hint for one way to answer them all, or for the first mistake."""
    truth = np.array([fails_without(pair) for pair in PAIRS])
    whole = [(True, ALWAYS), (False, NEVER), (~truth, OPPOSITE)]
    for answers, hint in whole:
        if (found == answers).all():
            return hint
    return list(PAIRS.values())[int((found != truth).argmax())]
