"""Known answers to sgd_step(loss_fn, w, lr)."""

from tutorial_utils.lessons import not_tracking as lesson

FORWARD, BACKWARD = "loss = loss_fn(w)", "loss.backward()"
UNTRACKED, STEP, CLEAR = "with torch.no_grad()", "w -= lr * w.grad", "w.grad = None"
ANSWER = "loss.item()"
WITHOUT_GRAD = {
    BACKWARD: "(gradient,) = torch.autograd.grad(loss, w)",
    STEP: "w.detach().sub_(gradient, alpha=lr)",
    CLEAR: "pass",
    ANSWER: "loss.detach()",
}
STOPS = {
    "in-place": {UNTRACKED: "if True"},
    "a grad_fn": {FORWARD: "loss = torch.no_grad()(loss_fn)(w)"},
    "NoneType": {BACKWARD: f"{BACKWARD}; {CLEAR}"},
    "'float' object has no attribute 'backward'": {BACKWARD: "loss.item().backward()"},
    "a second time": {BACKWARD: f"{BACKWARD}; {BACKWARD}"},
    "assigned grad": {CLEAR: "w.grad = 0"},
}
RIGHT = {"sgd_step": [{CLEAR: "pass", FORWARD: f"{CLEAR}; {FORWARD}"}, WITHOUT_GRAD]}
WRONG = {
    "sgd_step": [
        ({STEP: "w = w - lr * w.grad"}, lesson.REBOUND),
        ({CLEAR: "pass", UNTRACKED: f"w.grad.zero_()\n    {UNTRACKED}"}, "step used"),
        ({"-=": "+="}, "w goes uphill: the gradient"),
        ({"lr * ": ""}, lesson.NO_LR),
        ({CLEAR: "pass"}, lesson.NOT_CLEARED),
        ({"lr * ": "2 * lr * "}, lesson.TWICE),
        ({"lr * ": "lr / 3 * "}, "w is not where torch.optim.SGD has"),
        ({STEP: f"w.requires_grad_(False); {STEP}"}, lesson.NO_LONGER_ASKS),
        ({ANSWER: "loss"}, lesson.WITH_GRAPH),
        ({ANSWER: "loss_fn(w).item()"}, lesson.LOSS_AFTER),
        ({ANSWER: "loss.item() + 1"}, "w is right; return the"),
        ({"return ": ""}, "sgd_step() returns nothing yet."),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
        ({STEP: "w = w.detach() - lr * w.grad; w.grad.zero_()"}, "w.grad is None here"),
    ]
}
