"""Known answers to moves(momentum, weight_decay, set_to_none) and fine_tune(...)."""

from torch.optim import SGD

from tutorial_utils.lessons import zero_or_none as lesson


def nothing(model, optimizer):
    """Clear nothing."""


def own(model, optimizer):
    """Clear what the optimizer was given."""
    optimizer.zero_grad()


def whole(model, optimizer):
    """Clear the whole model."""
    model.zero_grad()


def by_hand(model, optimizer):
    """Clear the whole model in a loop."""
    for p in model.parameters():
        p.grad = None


def zeros(model, optimizer):
    """Clear the whole model with zeros."""
    model.zero_grad(set_to_none=False)


def trainer(
    *,
    clear=whole,
    clear_first=nothing,
    between=nothing,
    start=lambda model: None,
    middle=lambda model: None,
    owners=("last", "whole"),
):
    """Make a fine_tune() that differs from the lesson's where it is told to."""

    def fine_tune(model, loss_fn, X, y):
        start(model)
        owned = {"last": model[1], "whole": model}
        for owner in owners:
            optimizer = SGD(owned[owner].parameters(), lr=0.1)
            for _ in range(5):
                clear_first(model, optimizer)
                loss_fn(model(X), y).backward()
                between(model, optimizer)
                optimizer.step()
                clear(model, optimizer)
            middle(model)
        return loss_fn(model(X), y).item()

    return fine_tune


def freeze_first(model):
    """Switch the gradients of the first layer off."""
    model[0].requires_grad_(False)


RIGHT = {
    "fine_tune": [
        trainer(),
        trainer(clear=by_hand),
        trainer(clear=zeros),
        trainer(clear=nothing, clear_first=whole),
        trainer(clear=nothing, clear_first=own),
        trainer(
            clear=own,
            start=freeze_first,
            middle=lambda model: model[0].requires_grad_(True),
        ),
    ]
}
WRONG = {
    "fine_tune": [
        (trainer(clear=own), lesson.LEFT_OVER),
        (trainer(start=freeze_first), lesson.FROZEN),
        (trainer(owners=("last", "last")), lesson.FROZEN),
        (trainer(owners=("whole", "whole")), lesson.TOO_EARLY),
        (trainer(clear=nothing), lesson.NO_CLEAR),
        (trainer(between=whole), lesson.NO_STEPS),
        (lambda model, loss_fn, X, y: -1.0, lesson.WRONG),
        (
            trainer(start=lambda model: model.requires_grad_(False)),
            lesson.ERRORS["not require grad"],
        ),
    ],
    "moves": [
        (lambda m, d, none: False, lesson.PULL),
        (lambda m, d, none: not none and m > 0, lesson.PULL),
        (lambda m, d, none: not none and d > 0, lesson.VELOCITY),
        (lambda m, d, none: not none and m > 0 and d > 0, lesson.PULL),
        (lambda m, d, none: True, lesson.FORGETFUL),
        (lambda m, d, none: not none, lesson.FORGETFUL),
        (lambda m, d, none: m > 0 or d > 0, lesson.RESTS),
        (lambda m, d, none: none and (m > 0 or d > 0), lesson.PULL),
    ],
}
