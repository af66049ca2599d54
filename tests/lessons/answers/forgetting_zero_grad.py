"""Known answers to the four loops."""

import torch

from tutorial_utils.lessons.forgetting_zero_grad import (
    BEHIND,
    ERRORS,
    SOMETIMES,
    STANDS_STILL,
    SWINGS,
    TOO_LONG,
    UPHILL,
)
from tutorial_utils.lessons.forgetting_zero_grad import (
    WRONG as SOMETHING_ELSE,
)

FORWARD, BACKWARD = "loss = loss_fn(w)", "loss.backward()"
STEP, CLEAR = "optimizer.step()", "optimizer.zero_grad()"
FOUND = f"{FORWARD}; {BACKWARD}; {STEP}"


def loop(*body, before="pass", num_steps=20, answer="loss_fn(w).item()"):
    """Make a loop of the lines in its body."""
    code = (
        f"def train(w, loss_fn, optimizer):\n    {before}\n"
        f"    for step in range({num_steps}): {'; '.join(body)}\n    return {answer}\n"
    )
    names = {"torch": torch}
    exec(code, names)
    return names["train"]


RIGHT = {
    "first": [
        loop(CLEAR, FOUND),
        loop(FORWARD, CLEAR, BACKWARD, STEP),
        loop(FOUND, CLEAR),
        loop("w.grad = None", FOUND),
        loop(FOUND, "w.grad.zero_()"),
        loop("(w.grad,) = torch.autograd.grad(loss_fn(w), w)", STEP),
    ]
}
WRONG = {
    "second": [
        (loop(FORWARD, BACKWARD, CLEAR, STEP), STANDS_STILL),
        (loop(CLEAR, FORWARD, BACKWARD), STANDS_STILL),
        (loop(CLEAR, FORWARD, STEP), STANDS_STILL),
        (loop(CLEAR, STEP, FORWARD, BACKWARD), STANDS_STILL),
        (loop(FOUND, before=CLEAR), SWINGS),
        (loop("optimizer.zero_grad", FOUND), SWINGS),
        (loop(FOUND), SWINGS),
        (loop(f"step % 2 or {CLEAR}", FOUND), SOMETIMES),
        (loop(f"step % 5 or {CLEAR}", FOUND), SOMETIMES),
        (loop(STEP, CLEAR, FORWARD, BACKWARD), BEHIND),
        (loop(CLEAR, FOUND, answer="loss.item()"), BEHIND),
        (loop(CLEAR, FOUND, num_steps=30), TOO_LONG),
        (loop(CLEAR, "loss = -loss_fn(w)", BACKWARD, STEP), UPHILL),
        (lambda w, loss_fn, optimizer: 0.0, SOMETHING_ELSE),
    ],
    "first": [
        (loop("w.zero_grad()", FOUND), ERRORS["has no attribute 'zero_grad'"]),
        (
            loop("w.grad.zero_()", FOUND),
            ERRORS["'NoneType' object has no attribute"],
        ),
        (
            loop("loss_fn(w).item().backward()", FOUND),
            ERRORS["'float' object has no attribute 'backward'"],
        ),
    ],
}
