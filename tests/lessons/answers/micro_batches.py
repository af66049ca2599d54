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
        ({WEIGHT: " / len(window)"}, lesson.EQUAL_WEIGHTS),
        ({"0, len": "0, len(micro_batches) + 1 - accum_steps or len"}, "step used"),
        ({"_ in window": "_ in micro_batches[:accum_steps]"}, lesson.OTHER_N),
        ({"_ in window": "_ in micro_batches"}, lesson.WHOLE_EPOCH),
        ({" / N": ""}, "each loss is multiplied by n"),
        ({COUNT: "N = 0", "loss =": "N += len(X); loss ="}, lesson.GROWING),
        ({WEIGHT: " * N / len(X)"}, "the weight is upside down: n"),
        ({" / N": " / N / accum_steps"}, lesson.TWICE),
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
        ({"return": f"{STEP}; return"}, "there were more steps than windows"),
        ({"return": f"{CLEAR}; {STEP}; return"}, "step() is also called where no"),
        ({STEP: "pass"}, "the parameters have not moved: call"),
        (
            {
                BACKWARD: "losses.append(loss)",
                COUNT: f"{COUNT}; losses = []",
                STEP: f"sum(losses).backward(); {STEP}",
            },
            lesson.AT_ONCE,
        ),
        ({"return len(starts)": "return len(starts) + 1"}, "the steps are right"),
        ({" / N": " / N * (1 + 1e-5)"}, lesson.WRONG),
        ({BACKWARD: "loss.item().backward()"}, "that is a Python number: call"),
        ({"X, y in window": "X, y in enumerate(window)"}, "enumerate() gives (i, (X"),
        ({"loss =": "loss = loss +", COUNT: f"{COUNT}; loss = 0"}, "backward() went"),
    ]
}
