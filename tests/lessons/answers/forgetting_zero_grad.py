"""Known answers to the four loops."""

from tutorial_utils.lessons import forgetting_zero_grad as lesson

FORWARD, BACKWARD = "loss = loss_fn(w)", "loss.backward()"
STEP, CLEAR = "optimizer.step()", "optimizer.zero_grad()"
ANSWER = "loss_fn(w).item()"
RIGHT = {
    "first": [
        {CLEAR: "pass", FORWARD: f"{CLEAR}; {FORWARD}"},
        {CLEAR: "pass", STEP: f"{STEP}; w.grad.zero_()"},
        {CLEAR: "w.grad = None"},
        {CLEAR: "pass", BACKWARD: "(w.grad,) = torch.autograd.grad(loss, w)"},
    ]
}
WRONG = {
    "second": [
        ({CLEAR: "pass", BACKWARD: f"{BACKWARD}; {CLEAR}"}, lesson.STANDS_STILL),
        ({CLEAR: "optimizer.zero_grad"}, lesson.SWINGS),
        ({CLEAR: f"step % 2 or {CLEAR}"}, lesson.SOMETIMES),
        ({CLEAR: f"step % 5 or {CLEAR}"}, lesson.SOMETIMES),
        ({ANSWER: "loss.item()"}, lesson.BEHIND),
        ({"20": "30"}, lesson.TOO_LONG),
        ({FORWARD: "loss = -loss_fn(w)"}, lesson.UPHILL),
        ({ANSWER: "0.0"}, lesson.WRONG),
    ],
    "first": [
        ({CLEAR: "w.zero_grad()"}, lesson.ERRORS["has no attribute 'zero_grad'"]),
        ({CLEAR: "w.grad.zero_()"}, "w.grad is None before the first"),
        ({BACKWARD: "loss.item().backward()"}, "backward() belongs to the loss, not"),
    ],
}
