"""Known answers to the six functions to repair."""

import torch

from tutorial_utils.lessons import reading_errors as lesson

RIGHT = {
    "scores": [lambda X, W: torch.einsum("nd,kd->nk", X, W)],
    "average": [
        lambda counts: counts.sum() / len(counts),
        lambda counts: torch.mean(counts, dtype=torch.float64),
    ],
    "center": [lambda X: (X.T - X.mean(dim=1)).T],
    "columns": [
        lambda X: X.T.contiguous().view(-1),
        lambda X: torch.cat(X.unbind(dim=1)),
    ],
    "darker": [lambda image: image.float().mul_(0.5), lambda image: image / 2],
    "positive": [torch.relu, lambda x: x * (x > 0)],
}
# The first of each is what the page shows to be repaired; it stops here, too.
WRONG = {
    "scores": [
        (lambda X, W: X @ W, "mat1 and mat2 shapes cannot be multiplied"),
        (lambda X, W: X @ W.view(3, -1), "W in the wrong order"),
        (lambda X, W: X[:, :2], "each row of X times each row of W"),
    ],
    "average": [
        (lambda counts: counts.mean(), "mean(): could not infer output dtype"),
        (lambda counts: counts.sum() // 7, "lost its fraction"),
        (lambda counts: counts.sum(), "returns the sum"),
        (lambda counts: counts.median(), "returns the median"),
        (lambda counts: counts.max(), "is not the mean"),
    ],
    "center": [
        (lambda X: X - X.mean(dim=1), "The size of tensor a"),
        (lambda X: X - X.mean(dim=0), "means of the columns"),
        (lambda X: X - X.mean(), "one mean from all"),
        (lambda X: X.mean(1)[:, None].expand_as(X), "returns the means"),
        (lambda X: X + X.mean(1, keepdim=True), "rows whose mean is 0"),
    ],
    "columns": [
        (lambda X: X.T.view(-1), "view size is not compatible"),
        (lambda X: X.view(-1), "goes through the rows"),
        (lambda X: X.flip(0).T.flatten(), "from top to bottom"),
    ],
    "darker": [
        (lambda image: image.mul_(0.5), lesson.BYTES),
        (lambda image: image // 2, "lost the fractions"),
        (lambda image: image, "as it was"),
        (lambda image: image * 0.4, "each pixel by 0.5"),
    ],
    "positive": [
        (lambda x: x if x > 0 else 0 * x, "Boolean value of Tensor"),
        (lambda x: x if (x > 0).any() else 0 * x, "keeps the negative"),
        (lambda x: x if (x > 0).all() else 0 * x, "only zeros left"),
        (lambda x: x.abs(), "not drop its sign"),
        (lambda x: (x > 0).float(), "choose between x and 0"),
        (lambda x: x.clamp(max=0), "keep what is above 0"),
        (lambda x: x.mul_(x > 0), lesson.CHANGED),
    ],
}
