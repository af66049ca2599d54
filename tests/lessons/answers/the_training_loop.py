"""Known answers to train_epoch(...): orders of the five lines."""

from tutorial_utils.lessons import the_training_loop as lesson

LINES = {
    "z": "optimizer.zero_grad()",
    "f": "prediction = model(X)",
    "l": "loss = loss_fn(prediction, y)",
    "b": "loss.backward()",
    "s": "optimizer.step()",
}


def written(inside, *, above="", below="", answer="loss.item()", **other):
    """Write the function with these lines in the loop, above it and below it."""
    lines, names = LINES | other, {}
    source = [
        "def train_epoch(model, loss_fn, optimizer, train_loader):",
        *(f"    {lines[key]}" for key in above),
        "    for X, y in train_loader:",
        *(f"        {lines[key]}" for key in inside),
        *(f"    {lines[key]}" for key in below),
        f"    return {answer}",
    ]
    exec("\n".join(source), names)
    return names["train_epoch"]


RIGHT = {"train_epoch": [written("zflbs", z="model.zero_grad()")]}
WRONG = {
    "train_epoch": [
        (written("z", answer="0.0"), lesson.NO_LINE["forward"]),
        (written("f", answer="0.0"), lesson.NO_LINE["loss"]),
        (written("zfls"), lesson.NO_LINE["backward"]),
        (written("zflb"), lesson.NO_LINE["step"]),
        (written("flbs"), lesson.NOT_CLEARED),
        (written("flbs", above="z"), lesson.NOT_CLEARED),
        (written("zflb", below="s"), lesson.AFTER_LOOP),
        (written("zfl", below="bs"), lesson.AFTER_LOOP),
        (written("flbzs"), lesson.CLEARED),
        (written("szflb"), lesson.STEP_FIRST),
        (written("zflsb"), lesson.STEP_FIRST),
        (written("sflbz"), lesson.STEP_FIRST),
        (written("zflbs", s="optimizer.step(); return loss.item()"), lesson.FIRST_ONLY),
        (written("zflbs", s="optimizer.step(); optimizer.step()"), lesson.TOO_MANY),
        (written("zflbs", answer="loss"), lesson.NOT_A_NUMBER),
        (written("zflbs", answer="1.5"), lesson.OTHER_NUMBER),
        (written("zflbs", b="(1e-4 * loss).backward()"), lesson.TOO_FEW),
        (written("fbls"), lesson.ERRORS["local variable"]),
        (written("flszb"), lesson.STEP_FIRST),
        (
            written("zflbs", l="loss = loss_fn(y, prediction)"),
            lesson.ERRORS["log_softmax"],
        ),
        (
            written("zflbs", l="loss = loss_fn(prediction.argmax(1), y)"),
            lesson.ERRORS["type for target"],
        ),
        (
            written("zflbs", l="loss = loss_fn(prediction, y).item()"),
            lesson.ERRORS["has no attribute 'backward'"],
        ),
        (
            written("zflbs", b="loss.backward(); loss.backward()"),
            lesson.ERRORS["backward through the graph a second time"],
        ),
    ]
}
