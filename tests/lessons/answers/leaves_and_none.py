"""Known answers to the six programs without a gradient."""

from tutorial_utils.lessons import leaves_and_none as lesson
from tutorial_utils.lessons.leaves_and_none import LATE, NONE

B = ", torch.ones(3, requires_grad=True)"
FLOAT64 = "dtype=torch.float64, requires_grad=True)"
NO_LEAF = "requires_grad=True).to(torch.float64)"
KEEP, RETURN = "h.retain_grad()", "return "
H = "h = torch.ones(3, requires_grad=True)"
LOSS, COPY = "((w * x) ** 2).sum()", "grad = w.grad.clone()"
RIGHT = {
    "bias": [{B: ", torch.ones(3).requires_grad_()"}],
    "double": [{f", {FLOAT64}": ").double().requires_grad_()"}],
    "element": [{"w.grad[0]": "w.grad.tolist()[0]"}],
    "scale": [{"s * w": "s.clone() * w"}],
}
WRONG = {
    "bias": [
        ({B: ", torch.ones(3)"}, NONE["bias"]),
        (
            {B: ", torch.ones(3)", RETURN: "b.requires_grad_(); return "},
            LATE["bias"],
        ),
        ({B: ", torch.ones(3)", RETURN: "b.retain_grad(); return "}, "asks with"),
        ({"b.grad": "w.grad"}, "of w, not of b"),
        ({B: ", torch.zeros(3, requires_grad=True)"}, "lost its ones"),
        ({"b.grad": "2 * b.grad"}, "let b ask"),
    ],
    "double": [
        ({FLOAT64: NO_LEAF}, NONE["double"]),
        ({FLOAT64: f"{NO_LEAF}; w.retain_grad()"}, lesson.STILL_NO_LEAF),
        ({FLOAT64: NO_LEAF, RETURN: "w.retain_grad(); return "}, LATE["double"]),
        ({FLOAT64: "requires_grad=True)"}, lesson.STILL_FLOAT32),
        ({FLOAT64: "requires_grad=True)", ".grad": ".grad.double()"}, lesson.CONVERTED),
        ({"w.grad": "3 * w.grad"}, "change how w is made"),
    ],
    "between": [
        ({KEEP: "pass"}, NONE["between"]),
        ({KEEP: "pass", RETURN: f"{KEEP}; return "}, LATE["between"]),
        ({H: f"w{H[1:]}; h = w", "return h": "return w"}, "of w, not of h"),
        ({"h.grad": "h"}, "returns h"),
        ({"h.grad": "3 * h.grad"}, "let h keep"),
    ],
    "early": [
        ({"w.grad": "None"}, NONE["early"]),
        ({LOSS: f"{COPY}; {LOSS}"}, lesson.ERRORS["'NoneType' object"]),
        (
            {LOSS: f"w.grad = torch.zeros(3); {COPY}; {LOSS}", "return w.": "return "},
            "those zeros",
        ),
        ({"w.grad": "w"}, "returns w, not"),
        ({LOSS: f"loss = {LOSS}; loss.backward(); loss"}, "one backward() is enough"),
        ({LOSS: f"{LOSS}.backward(); {LOSS}"}, "backward() ran twice"),
        ({"w.grad": "3 * w.grad"}, "move one line"),
        ({", requires_grad=True": ""}, lesson.ERRORS["a grad_fn"]),
    ],
    "element": [
        ({"w.grad[0]": "w[0].grad"}, NONE["element"]),
        ({"[0]": ""}, "the whole gradient"),
        ({"[0]": "[1]"}, "the index 0"),
        ({"[0]": "[-1]"}, "the index 0"),
        ({"w.grad[0]": "w[0]"}, "returns a weight"),
        ({"[0]": ".mean()"}, "then its first number"),
    ],
    "scale": [
        ({"s * w": "s.detach() * w"}, NONE["scale"]),
        ({"s.grad": "w.grad"}, "of w, not"),
        ({"2.0": "1.0"}, "lost its 2"),
        ({"s.grad": "s"}, "returns s"),
        ({"s.grad": "3 * s.grad"}, "let s itself"),
    ],
}
