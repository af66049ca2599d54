"""Known answers to train_epoch(...): orders of the five lines."""

from tutorial_utils.lessons import the_training_loop as lesson

FORWARD, LOSS = "prediction = model(X)", "loss = loss_fn(prediction, y)"
BACKWARD, STEP, CLEAR = "loss.backward()", "optimizer.step()", "optimizer.zero_grad()"
ANSWER = "loss.item()"
STOPS = {
    "local variable": {BACKWARD: "pass", LOSS: f"{BACKWARD}; {LOSS}"},
    "log_softmax": {LOSS: "loss = loss_fn(y, prediction)"},
    "type for target": {LOSS: "loss = loss_fn(prediction.argmax(1), y)"},
    "has no attribute 'backward'": {LOSS: f"{LOSS}.item()"},
    "second time": {BACKWARD: f"{BACKWARD}; {BACKWARD}"},
}
RIGHT = {"train_epoch": [{CLEAR: "model.zero_grad()"}]}
WRONG = {
    "train_epoch": [
        ({FORWARD: "continue", ANSWER: "0.0"}, lesson.NO_LINE["forward"]),
        ({LOSS: "continue", ANSWER: "0.0"}, lesson.NO_LINE["loss"]),
        ({BACKWARD: "pass"}, lesson.NO_LINE["backward"]),
        ({STEP: "pass"}, lesson.NO_LINE["step"]),
        ({CLEAR: "pass"}, lesson.NOT_CLEARED),
        ({f"    {STEP}": STEP}, lesson.AFTER_LOOP),
        ({CLEAR: "pass", STEP: f"{CLEAR}; {STEP}"}, lesson.CLEARED),
        ({STEP: "pass", BACKWARD: f"{STEP}; {BACKWARD}"}, lesson.STEP_FIRST),
        (
            {CLEAR: "pass", STEP: "pass", BACKWARD: f"{STEP}; {CLEAR}; {BACKWARD}"},
            lesson.STEP_FIRST,
        ),
        ({STEP: f"{STEP}; return {ANSWER}"}, lesson.FIRST_ONLY),
        ({STEP: f"{STEP}; {STEP}"}, lesson.TOO_MANY),
        ({ANSWER: "loss"}, lesson.NOT_A_NUMBER),
        ({ANSWER: "1.5"}, "the lines are in order; return"),
        ({BACKWARD: "(1e-4 * loss).backward()"}, lesson.TOO_FEW),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
    ]
}
