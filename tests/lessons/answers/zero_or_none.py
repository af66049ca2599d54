"""Known answers to moves(momentum, weight_decay, set_to_none) and fine_tune(...)."""

from tutorial_utils.lessons import zero_or_none as lesson

LOSS, STEP, CLEAR = "loss_fn(model(X), y).back", "optimizer.step()", "model.zero_grad()"
OWN = "optimizer.zero_grad()"
FREEZE = "model[0].requires_grad_(optimizer is whole)"
RIGHT = {
    "fine_tune": [
        {CLEAR: "for p in model.parameters(): p.grad = None"},
        {CLEAR: "model.zero_grad(set_to_none=False)"},
        {CLEAR: "pass", LOSS: f"{CLEAR}; {LOSS}"},
        {CLEAR: OWN, "for step": f"{FREEZE}\n        for step"},
    ]
}
WRONG = {
    "fine_tune": [
        ({CLEAR: OWN}, lesson.LEFT_OVER),
        ({"(last, whole)": "(last, last)"}, lesson.FROZEN),
        ({"(last, whole)": "(whole, whole)"}, lesson.TOO_EARLY),
        ({CLEAR: "pass"}, lesson.NO_CLEAR),
        ({STEP: f"{CLEAR}; {STEP}"}, lesson.NO_STEPS),
        (lambda model, loss_fn, X, y: -1.0, lesson.WRONG),
        ({"last =": "model.requires_grad_(False); last ="}, "freeze model[0] alone"),
    ],
    "moves": [
        (lambda m, d, none: not none and m > 0, lesson.PULL),
        (lambda m, d, none: not none and d > 0, lesson.VELOCITY),
        (lambda m, d, none: not none, lesson.FORGETFUL),
        (lambda m, d, none: m > 0 or d > 0, lesson.RESTS),
    ],
}
