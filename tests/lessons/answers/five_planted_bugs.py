"""Known answers to train(...): the repaired program with other bugs in it."""

import inspect

import torch

from tutorial_utils.lessons import five_planted_bugs as lesson


def changed(*changes):
    """Return the repaired program with some of its text replaced."""
    source = inspect.getsource(lesson.repaired)
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    names = {"torch": torch, "nn": torch.nn, "Tensor": torch.Tensor}
    exec(source, names)
    return names["repaired"]


def left(*names):
    """Write the line for who leaves these bugs."""
    return f"{len(names)} left: {', '.join(names)}. First: {lesson.HINTS[names[0]]}"


PLANTED = tuple(
    name for name in lesson.BUGS if name not in (lesson.OFTEN, lesson.EARLY)
)
SETS = [PLANTED, PLANTED[1:3], PLANTED[3:], *((name,) for name in PLANTED)]
OTHER_FIXES = [
    ("X.float() - 128", "X.int() - 128"),
    ("model(X_part)", "model(X_part).squeeze(1)"),
    ("y_part[:, None]", "y_part"),
    ("torch.tensor([64.0, 64.0], device=device)", "64.0"),
    ("optimizer.zero_grad()", "model.zero_grad()"),
    (".mean() / accum_steps", ".mean()"),
    ("loss.backward()", "(loss / accum_steps).backward()"),
]
NO_SENTENCES = {text for name, fix in lesson.BUGS.items() for text in (name, *fix)}
"""Names and code, which are never translated."""
RIGHT = {"train": [changed(*OTHER_FIXES)]}
WRONG = {
    "train": [
        *((lesson.with_bugs(names), left(*names)) for names in SETS),
        *(
            (lesson.with_bugs((name,)), left(name))
            for name in (lesson.OFTEN, lesson.EARLY)
        ),
        (changed(("manual_seed(0)", "manual_seed(1)")), lesson.CHANGED),
        (changed(("torch.stack(losses)", "losses")), lesson.NOT_LOSSES),
        (changed(("torch.stack(losses)", "losses[-1]")), lesson.NOT_LOSSES),
        (changed(("loss.backward()", "loss.backward(); loss.item()")), lesson.ON_META),
        (
            changed(("X / scale", "X.double() / scale")),
            lesson.ERRORS["must have the same dtype"],
        ),
        (
            changed(("= prediction - y", "= error - y")),
            lesson.ERRORS["cannot access local variable"],
        ),
    ]
}
