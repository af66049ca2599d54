"""Known answers to standardize(X, dim) and distances(A, B)."""

import torch

from tutorial_utils.lessons import elementwise_and_broadcasting as lesson

STD, KEEP = "X.std(dim, keepdim=True)", "mean(dim, keepdim=True)"
DIVIDED, DIFFERENCES = f" / {STD}", "A[:, None] - B  #"
SUMMED, ROOT = "differences**2).sum(dim=-1)", ".sqrt()"


COLUMNS = "torch.stack([(x - x.mean()) / x.std() for x in X.unbind(1 - dim)], 1 - dim)"


def looped(rows):
    return {"return": f"return torch.stack([{rows}]) #"}


RIGHT = {
    "standardize": [
        {KEEP: "mean(dim=dim).unsqueeze(dim)", STD: "X.std(dim).unsqueeze(dim)"},
        lambda X, dim: X.sub_(X.mean(dim, True)).div_(X.std(dim, keepdim=True)),
    ],
    "distances": [
        torch.cdist,
        lambda A, B: ((A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T).sqrt(),
        lambda A, B: (A.unsqueeze(1) - B.unsqueeze(0)).norm(dim=2),
        {ROOT: ".pow(0.5)"},
    ],
}
WRONG = {
    "standardize": [
        ({DIVIDED: ""}, lesson.CENTERED),
        ({"X - mean": "X"}, lesson.SCALED),
        ({"X.std": "X.var"}, lesson.VARIANCE),
        ({STD: "X.std(dim, False, True)"}, lesson.UNEQUAL),
        ({"(X - mean)": "X - mean"}, lesson.BRACKETS),
        ({KEEP: "mean()", STD: "X.std()"}, lesson.WHOLE),
        ({"mean =": "dim = 1 - dim; mean ="}, lesson.OTHER_AXIS),
        ({KEEP: "mean(dim)", STD: "X.std(dim)"}, lesson.NO_KEEPDIM),
        ({STD: "X.std(dim)"}, lesson.NO_KEEPDIM),
        ({KEEP: "mean(dim)"}, lesson.NO_KEEPDIM),
        ({"return": f"return {COLUMNS} #"}, lesson.LOOPS),
        ({"mean =": "X = torch.tensor(X.tolist()); mean ="}, "stay with tensors: "),
        (lambda X, dim: X, lesson.NOT_STANDARD),
    ],
    "distances": [
        ({DIFFERENCES: "A - B  #", "dim=-1": "dim=1"}, lesson.ONE_TO_ONE),
        (lambda A, B: A[:, None] - B, lesson.NOT_SUMMED),
        ({"dim=-1": "dim=1"}, lesson.WRONG_SUM),
        ({ROOT: ".sqrt().T"}, lesson.SWAPPED),
        ({ROOT: ""}, lesson.SQUARED),
        ({"differences**2": "differences.abs()", ROOT: ""}, lesson.ABSOLUTE),
        (looped("(a - B).norm(dim=1) for a in A"), lesson.LOOPS),
        (
            {"return": "return torch.tensor(", ROOT: ".sqrt().tolist())"},
            "stay with tensors: ",
        ),
        (lambda A, B: A @ B.T, "square the differences, sum over"),
        ({DIFFERENCES: "A[:, :, None] - B #"}, lesson.NOT_MET),
    ],
}
