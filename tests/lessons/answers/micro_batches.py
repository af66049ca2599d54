"""Known answers to accumulate(...)."""

from tutorial_utils.lessons import micro_batches as lesson

COUNT, WEIGHT = "N = sum(len(X) for X, _ in window)", " * len(X) / N"
BACKWARD, STEP, CLEAR = "loss.backward()", "optimizer.step()", "optimizer.zero_grad()"
STEP_THEN_CLEAR = {CLEAR: "pass", STEP: f"{STEP}; {CLEAR}"}
RIGHT = {
    "accumulate": [
        {**STEP_THEN_CLEAR, "starts =": "optimizer.zero_grad(); starts ="},
        {" / N": "", STEP: f"[p.grad.div_(N) for p in model.parameters()]; {STEP}"},
        {" / N": " / N * (1 + 1e-8)"},
    ]
}
WRONG = {
    "accumulate": [
        ({WEIGHT: ""}, lesson.NOT_DIVIDED),
        ({WEIGHT: " / accum_steps"}, lesson.EQUAL_WEIGHTS),
        ({WEIGHT: " / len(window)"}, lesson.EQUAL_WEIGHTS),
        (
            {"0, len": "0, len(micro_batches) + 1 - accum_steps or len"},
            lesson.LEFT_OVER,
        ),
        ({"_ in window": "_ in micro_batches[:accum_steps]"}, lesson.OTHER_N),
        ({"_ in window": "_ in micro_batches"}, lesson.WHOLE_EPOCH),
        ({" / N": ""}, lesson.ONLY_N),
        ({COUNT: "N = 0", "loss =": "N += len(X); loss ="}, lesson.GROWING),
        ({WEIGHT: " * N / len(X)"}, lesson.INVERTED),
        ({" / N": " / N / accum_steps"}, lesson.TWICE),
        ({" / N": " / N / len(window)"}, lesson.TWICE),
        (STEP_THEN_CLEAR, lesson.STALE),
        ({CLEAR: "pass", WEIGHT: ""}, lesson.STALE),
        ({CLEAR: f"start or {CLEAR}"}, lesson.NOT_CLEARED),
        ({BACKWARD: f"{CLEAR}; {BACKWARD}", COUNT: f"{COUNT}; "}, lesson.LAST_ONLY),
        ({STEP: f"{CLEAR}; {STEP}"}, lesson.EMPTY),
        (
            {STEP: "pass", BACKWARD: f"{BACKWARD}; X is window[0][0] and {STEP}"},
            lesson.OFF_BY_ONE,
        ),
        ({"starts =": "accum_steps = 1; starts ="}, lesson.EACH),
        ({"starts =": "accum_steps = len(micro_batches); starts ="}, lesson.SINGLE),
        ({STEP: f"model[0].bias.grad = None; {STEP}; return 1"}, lesson.SINGLE),
        ({STEP: f"{STEP}; return 1"}, lesson.EARLY),
        ({"return": f"{STEP}; return"}, lesson.TOO_MANY),
        ({"return": f"{CLEAR}; {STEP}; return"}, lesson.AGAIN),
        ({STEP: "pass"}, lesson.NO_STEP),
        ({"X, y in window": "X, y in [map(torch.cat, zip(*window))]"}, lesson.AT_ONCE),
        (
            {
                BACKWARD: "losses.append(loss)",
                COUNT: f"{COUNT}; losses = []",
                STEP: f"sum(losses).backward(); {STEP}",
            },
            lesson.AT_ONCE,
        ),
        ({"return len(starts)": "return len(starts) + 1"}, lesson.COUNT),
        ({WEIGHT: " * 0.3"}, lesson.WRONG),
        ({" / N": " / N * (1 + 1e-5)"}, lesson.WRONG),
        (
            {BACKWARD: "loss.item().backward()"},
            lesson.ERRORS["has no attribute 'backward'"],
        ),
        (
            {"X, y in window": "X, y in enumerate(window)"},
            lesson.ERRORS["linear"],
        ),
        (
            {"loss =": "loss = loss +", COUNT: f"{COUNT}; loss = 0"},
            lesson.ERRORS["backward through the graph a second time"],
        ),
    ]
}
