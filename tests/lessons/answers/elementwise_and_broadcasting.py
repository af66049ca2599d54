"""Known answers to standardize(X, dim) and distances(A, B)."""

import torch

from tutorial_utils.lessons import elementwise_and_broadcasting as lesson


def centered(X, dim):
    return X - X.mean(dim, keepdim=True)


def std(X, dim):
    return X.std(dim, keepdim=True)


def standardize(X, dim):
    return centered(X, dim) / std(X, dim)


def distances(A, B):
    return ((A[:, None] - B) ** 2).sum(-1).sqrt()


def by_products(A, B):
    squares = (A**2).sum(1)[:, None] + (B**2).sum(1) - 2 * A @ B.T
    return squares.clamp(min=0).sqrt()


def with_columns(X, dim):
    X = X.T if dim == 1 else X
    X = (X - X.mean(0)) / X.std(0)
    return X.T if dim == 1 else X


def looped_table(X, dim):
    Z = torch.empty_like(X)
    for i in range(X.shape[1 - dim]):
        x = X.select(1 - dim, i)
        Z.select(1 - dim, i).copy_((x - x.mean()) / x.std())
    return Z


def listed_table(X, dim):
    rows = (X if dim == 1 else X.T).tolist()
    means = [sum(row) / len(row) for row in rows]
    Z = torch.tensor([[x - m for x in r] for r, m in zip(rows, means, strict=True)])
    return Z if dim == 1 else Z.T


RIGHT = {
    "standardize": [
        with_columns,
        lambda X, dim: (
            torch.sub(X, X.mean(dim=dim).unsqueeze(dim)) / X.std(dim).unsqueeze(dim)
        ),
        lambda X, dim: (
            (X - torch.std_mean(X, dim, keepdim=True)[1])
            / torch.std_mean(X, dim, keepdim=True)[0]
        ),
        lambda X, dim: X.sub_(X.mean(dim, True)).div_(X.std(dim, keepdim=True)),
    ],
    "distances": [
        torch.cdist,
        by_products,
        lambda A, B: (A.unsqueeze(1) - B.unsqueeze(0)).norm(dim=2),
        lambda A, B: (B - A[:, None]).pow(2).sum(2).pow(0.5),
    ],
}
WRONG = {
    "standardize": [
        (centered, lesson.CENTERED),
        (lambda X, dim: X / std(X, dim), lesson.SCALED),
        (lambda X, dim: centered(X, dim) / X.var(dim, keepdim=True), lesson.VARIANCE),
        (lambda X, dim: centered(X, dim) / X.std(dim, False, True), lesson.UNEQUAL),
        (lambda X, dim: X - X.mean(dim, True) / std(X, dim), lesson.BRACKETS),
        (lambda X, dim: (X - X.mean()) / X.std(), lesson.WHOLE),
        (lambda X, dim: standardize(X, 1 - dim), lesson.OTHER_AXIS),
        (lambda X, dim: standardize(X, 0), lesson.OTHER_AXIS),
        (lambda X, dim: (X - X.mean(dim)) / X.std(dim), lesson.NO_KEEPDIM),
        (lambda X, dim: centered(X, dim) / X.std(dim), lesson.NO_KEEPDIM),
        (
            lambda X, dim: X.sub_(X.mean(dim, True)).div_(X.std(dim, True)),
            lesson.NO_KEEPDIM,
        ),
        (lambda X, dim: (X - X.mean(dim)) / std(X, dim), lesson.NO_KEEPDIM),
        (looped_table, lesson.LOOPS),
        (listed_table, "stay with tensors: "),
        (lambda X, dim: X, lesson.NOT_STANDARD),
    ],
    "distances": [
        (lambda A, B: (A - B).norm(dim=1), lesson.ONE_TO_ONE),
        (lambda A, B: A - B, lesson.WRONG_SUM),
        (lambda A, B: A[:, None] - B, lesson.NOT_SUMMED),
        (lambda A, B: (A[:, None] - B).norm(dim=1), lesson.WRONG_SUM),
        (lambda A, B: (A[:, None] - B).norm(dim=0), lesson.WRONG_SUM),
        (lambda A, B: distances(B, A), lesson.SWAPPED),
        (lambda A, B: distances(A, B) ** 2, lesson.SQUARED),
        (lambda A, B: (A[:, None] - B).abs().sum(-1), lesson.ABSOLUTE),
        (lambda A, B: (A[:, None] - B).pow(2).sqrt().sum(-1), lesson.ABSOLUTE),
        (
            lambda A, B: torch.stack([(A[i] - B).norm(dim=1) for i in range(len(A))]),
            lesson.LOOPS,
        ),
        (lambda A, B: torch.stack([(a - B).norm(dim=1) for a in A]), lesson.LOOPS),
        (
            lambda A, B: torch.tensor([[(a - b).norm() for b in B] for a in A]),
            lesson.LOOPS,
        ),
        (lambda A, B: torch.tensor(distances(A, B).tolist()), "stay with tensors: "),
        (lambda A, B: A @ B.T, lesson.NOT_DISTANCES),
        (lambda A, B: A[:, :, None] - B, lesson.NOT_MET),
    ],
}
