"""Known answers to the four loops."""

import torch

from tutorial_utils.lessons import forgetting_zero_grad as lesson

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
        (loop(FORWARD, BACKWARD, CLEAR, STEP), lesson.STANDS_STILL),
        (loop(CLEAR, FORWARD, BACKWARD), lesson.STANDS_STILL),
        (loop(CLEAR, FORWARD, STEP), lesson.STANDS_STILL),
        (loop(CLEAR, STEP, FORWARD, BACKWARD), lesson.STANDS_STILL),
        (loop(FOUND, before=CLEAR), lesson.SWINGS),
        (loop("optimizer.zero_grad", FOUND), lesson.SWINGS),
        (loop(FOUND), lesson.SWINGS),
        (loop(f"step % 2 or {CLEAR}", FOUND), lesson.SOMETIMES),
        (loop(f"step % 5 or {CLEAR}", FOUND), lesson.SOMETIMES),
        (loop(STEP, CLEAR, FORWARD, BACKWARD), lesson.BEHIND),
        (loop(CLEAR, FOUND, answer="loss.item()"), lesson.BEHIND),
        (loop(CLEAR, FOUND, num_steps=30), lesson.TOO_LONG),
        (loop(CLEAR, "loss = -loss_fn(w)", BACKWARD, STEP), lesson.UPHILL),
        (lambda w, loss_fn, optimizer: 0.0, lesson.WRONG),
    ],
    "first": [
        (loop("w.zero_grad()", FOUND), lesson.ERRORS["has no attribute 'zero_grad'"]),
        (
            loop("w.grad.zero_()", FOUND),
            lesson.ERRORS["'NoneType' object has no attribute"],
        ),
        (
            loop("loss_fn(w).item().backward()", FOUND),
            lesson.ERRORS["'float' object has no attribute 'backward'"],
        ),
    ],
}
