"""Known answers to again(operation)."""

import torch

from tutorial_utils.lessons import graphs_are_used_once as lesson

PREDICTION = "operation in TWICE"
X = "x = torch.ones(3, requires_grad=True)"
TOTAL = f"{X}; total = eval(operation).sum()"


def trying(*statements):
    """Change the prediction into a trial that ends well."""
    return {f"return {PREDICTION}": "; ".join([*statements, "return True"])}


def tries(operation, *, total=torch.sum):
    """Try on the sum, or catch the complaint about three numbers, too."""
    result = total(eval(operation, {"x": torch.ones(3, requires_grad=True)}))
    try:
        result.backward()
        result.backward()
    except RuntimeError:
        return False
    return True


STOPS = {
    "scalar": trying(X, "eval(operation).backward()"),
    "second": trying(TOTAL, "total.backward()", "total.backward()"),
    "name 'x' is not defined": trying("eval(operation)"),
    "'str' object has no attribute": trying("operation.backward()"),
    "require grad": trying(TOTAL.replace("True", "False"), "total.backward()"),
}
RIGHT = {"again": [tries]}
WRONG = {
    "again": [
        *(
            ({PREDICTION: f"({PREDICTION}) != (operation == {text!r})"}, hint)
            for text, hint in lesson.PREDICTIONS.items()
        ),
        (lambda operation: tries(operation, total=torch.clone), lesson.ONLY_ONE),
        (trying(TOTAL, "total.backward()"), lesson.ONCE),
        (
            trying(TOTAL, "total.backward(retain_graph=True)", "total.backward()"),
            lesson.NEW_GRAPH,
        ),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
    ]
}
