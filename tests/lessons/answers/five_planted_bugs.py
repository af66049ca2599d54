"""Known answers to train(...): the repaired program with other bugs in it."""

from tutorial_utils.lessons import five_planted_bugs as lesson


def left(*names):
    """Return what these bugs change, and the line for who leaves them."""
    said = f"{len(names)} left: {', '.join(names)}. First: {lesson.HINTS[names[0]]}"
    return dict(lesson.BUGS[name] for name in names), said


PLANTED = [x for x in lesson.BUGS if x not in (lesson.OFTEN, lesson.EARLY)]
OTHER_FIXES = {
    "X.float() - 128": "X.int() - 128",
    "model(X_part)": "model(X_part).squeeze(1)",
    "y_part[:, None]": "y_part",
    "torch.tensor([64.0, 64.0], device=device)": "64.0",
    "optimizer.zero_grad()": "model.zero_grad()",
    ".mean() / accum_steps": ".mean()",
    "loss.backward()": "(loss / accum_steps).backward()",
}
NO_SENTENCES = {text for name, fix in lesson.BUGS.items() for text in (name, *fix)}
"""Names and code, which are never translated."""
RIGHT = {"train": [OTHER_FIXES]}
WRONG = {
    "train": [
        *(left(*names) for names in (PLANTED, PLANTED[1:3], PLANTED[3:])),
        *map(left, lesson.BUGS),
        ({"manual_seed(0)": "manual_seed(1)"}, lesson.CHANGED),
        ({"torch.stack(losses)": "losses"}, lesson.NOT_LOSSES),
        ({"torch.stack(losses)": "losses[-1]"}, lesson.NOT_LOSSES),
        ({"loss.backward()": "loss.backward(); loss.item()"}, lesson.ON_META),
        ({"X / scale": "X.double() / scale"}, "X is to be float32, like"),
        ({"= prediction - y": "= error - y"}, "a name is used above the"),
    ]
}
