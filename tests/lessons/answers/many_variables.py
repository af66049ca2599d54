"""Known answers to jacobian(f, x)."""

import torch

from tutorial_utils.lessons import many_variables as lesson

GRAD = "(row,) = torch.autograd.grad(y, x, v, retain_graph=True)"
BACKWARD = "y.backward(v, retain_graph=True)"
ALL_AT_ONCE = (
    "torch.autograd.grad(y, x, torch.eye(len(y)).to(y), is_grads_batched=True)"
)
STOPS = {
    "only for scalar outputs": {"y, x, v": "y, x"},
    "Mismatch": {"zeros_like(y)": "zeros_like(x)"},
    "a second time": {", retain_graph=True": ""},
    "but got tuple": {"(row,)": "row"},
    "does not require grad": {"f(x)": "f(x.detach())"},
    "to not have been used in the graph": {"y, x, v": "y, x[0], v"},
}
RIGHT = {
    "jacobian": [
        {"y, x, v": "y[i], x"},
        {"y, x, v, retain_graph=True": "f(x)[i], x"},
        {"torch.stack(rows)": f"{ALL_AT_ONCE}[0]"},
        {GRAD: f"x.grad = None; {BACKWARD}", "(row)": "(x.grad)"},
    ]
}
WRONG = {
    "jacobian": [
        ({"torch.stack(rows)": "rows"}, lesson.A_LIST),
        ({"torch.stack(rows)": "tuple(rows)"}, lesson.A_LIST),
        ({"torch.stack(rows)": "sum(rows)"}, lesson.ONE_ROW),
        ({"(rows)": "(rows).T"}, lesson.TURNED),
        ({GRAD: BACKWARD, "(row)": "(x.grad.clone())"}, lesson.ADDED_UP),
        ({"v[i]": "v[:]"}, lesson.ALL_ONES),
        ({GRAD: BACKWARD, "(row)": "(x.grad)"}, lesson.SAME_ROW),
        ({"torch.stack(rows)": "torch.diag(sum(rows))"}, lesson.DIAGONAL),
        ({"(rows)": "(rows).diag().diag()"}, lesson.DIAGONAL),
        ({"(rows)": "(rows[::-1])"}, lesson.BACKWARDS),
        ({"(rows)": "(rows) * 2"}, lesson.WRONG),
        (lambda f, x: torch.autograd.functional.jacobian(f, x), lesson.BY_HAND),
        (lambda f, x: torch.func.jacrev(f)(x), lesson.BY_HAND),
        (lambda f, x: torch.func.jacfwd(f)(x), lesson.BY_HAND),
        *((answer, lesson.ERRORS[words]) for words, answer in STOPS.items()),
    ]
}
