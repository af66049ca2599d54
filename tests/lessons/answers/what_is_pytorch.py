"""Known answers to lowest(f)."""

import torch

from tutorial_utils.lessons import what_is_pytorch as lesson

START, STEPS, STEP = "torch.tensor(0.0, requires_grad=True)", "100", "x -= 0.1 * x.grad"
NO_GRAD, CLEAR, CALL = "with torch.no_grad():", "x.grad = None", "f(x).backward()"
REBOUND = {STEP: "x = x - 0.1 * x.grad"}
NEVER_RUN = {CALL: "f(x)"}


def by_optimizer(f):
    x = torch.tensor(0.0, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        f(x).backward()
        optimizer.step()
    return x.item()


def starting(x):
    return {START: f"torch.tensor({x}, requires_grad=True)"}


RIGHT = {
    "lowest": [
        {**starting(-5.0), "0.1": "0.05", STEPS: "300"},
        {**starting(4.0), "0.1": "0.3"},
        {"return x": "return x + 1e-4"},
        by_optimizer,
    ]
}
WRONG = {
    "lowest": [
        ({NO_GRAD: "if True:"}, lesson.STEP_TRACKED),
        (REBOUND, lesson.REBOUND),
        ({**REBOUND, NO_GRAD: "if True:"}, lesson.REBOUND),
        ({CALL: "f(x); x.grad.zero_()"}, lesson.NOTHING_TO_CLEAR),
        ({START: "torch.tensor(0.0)"}, lesson.NOT_TRACKED),
        (NEVER_RUN, lesson.NO_SLOPE),
        ({START: f"{START}; y = f(x)", CALL: "y.backward()"}, lesson.SAME_Y),
        (starting(0), lesson.INTEGER),
        ({START: "0.0"}, lesson.NO_TENSOR),
        (starting([0.0, 0.0]), lesson.SEVERAL),
        ({"return x": "return f(x)"}, lesson.HEIGHT),
        (
            {CLEAR: "slope, x.grad = x.grad, None", "return x": "return slope"},
            "which is 0 down there",
        ),
        ({STEPS: "5"}, lesson.NOT_THERE),
        ({**starting(2.0), STEP: "x - 0.1 * x.grad"}, lesson.NOT_MOVED),
        ({**starting(2.0), "0.1": "1.0"}, lesson.TOO_LARGE),
        ({CALL: f"x = {START}; {CALL}"}, "your x begins anew in each"),
        ({STEPS: "1"}, lesson.NOT_THERE),
        ({CLEAR: "pass"}, lesson.NOT_CLEARED),
        ({"-=": "+="}, lesson.CLIMBED),
        ({"0.1": "3.0", STEPS: "2000"}, lesson.TOO_LARGE),
        (lambda f: 4.0, lesson.NEVER_CALLED),
        ({"return x": "return x + 2e-3"}, "that is the slope, which is"),
    ]
}
