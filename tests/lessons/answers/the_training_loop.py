"""Known answers to train_epoch(...): orders of the five lines."""

from tutorial_utils.lessons.the_training_loop import (
    AFTER_LOOP,
    CLEARED,
    ERRORS,
    FIRST_ONLY,
    NO_LINE,
    NOT_A_NUMBER,
    NOT_CLEARED,
    OTHER_NUMBER,
    STEP_FIRST,
    TOO_FEW,
    TOO_MANY,
)

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


RIGHT = {
    "train_epoch": [
        written("fzlbs"),
        written("flbsz"),
        written("zflbs", z="model.zero_grad()"),
    ]
}
WRONG = {
    "train_epoch": [
        (written("z", answer="0.0"), NO_LINE["forward"]),
        (written("f", answer="0.0"), NO_LINE["loss"]),
        (written("zfls"), NO_LINE["backward"]),
        (written("zflb"), NO_LINE["step"]),
        (written("flbs"), NOT_CLEARED),
        (written("flbs", above="z"), NOT_CLEARED),
        (written("zflb", below="s"), AFTER_LOOP),
        (written("zfl", below="bs"), AFTER_LOOP),
        (written("flbzs"), CLEARED),
        (written("szflb"), STEP_FIRST),
        (written("zflsb"), STEP_FIRST),
        (written("sflbz"), STEP_FIRST),
        (written("zflbs", s="optimizer.step(); return loss.item()"), FIRST_ONLY),
        (written("zflbs", s="optimizer.step(); optimizer.step()"), TOO_MANY),
        (written("zflbs", answer="loss"), NOT_A_NUMBER),
        (written("zflbs", answer="1.5"), OTHER_NUMBER),
        (written("zflbs", b="(1e-4 * loss).backward()"), TOO_FEW),
        (written("fbls"), ERRORS["local variable"]),
        (written("flszb"), STEP_FIRST),
        (written("zflbs", l="loss = loss_fn(y, prediction)"), ERRORS["log_softmax"]),
        (
            written("zflbs", l="loss = loss_fn(prediction.argmax(1), y)"),
            ERRORS["type for target"],
        ),
        (
            written("zflbs", l="loss = loss_fn(prediction, y).item()"),
            ERRORS["has no attribute 'backward'"],
        ),
        (
            written("zflbs", b="loss.backward(); loss.backward()"),
            ERRORS["backward through the graph a second time"],
        ),
    ]
}
