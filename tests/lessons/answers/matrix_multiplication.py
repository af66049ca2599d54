"""Known answers to matrix products with two loops, one and none."""

import torch

from tutorial_utils.lessons import matrix_multiplication as lesson


def entries(entry):
    """Return an answer that fills a matrix with two loops."""
    return lambda A, B: torch.tensor(
        [[entry(A, B, i, j) for j in range(B.shape[1])] for i in range(len(A))]
    )


def fitting(product):
    def checked(A, B):
        if A.shape[1] != B.shape[0]:
            raise ValueError("inner lengths differ")
        return product(A, B)

    return checked


unchecked_two_loops = entries(lambda A, B, i, j: (A[i] * B[:, j]).sum())


two_loops = fitting(unchecked_two_loops)


@fitting
def one_loop(A, B):
    result = torch.zeros(len(A), B.shape[1])
    for k in range(len(B)):
        result += A[:, k, None] * B[k]
    return result


@fitting
def no_loop(A, B):
    return (A[:, :, None] * B).sum(dim=1)


@fitting
def by_columns(A, B):
    return torch.stack([(A * column).sum(1) for column in B.T], dim=1)


@fitting
def by_rows(A, B):
    return torch.stack([(A[i, :, None] * B).sum(0) for i in range(len(A))])


three_loops = fitting(
    entries(lambda A, B, i, j: sum(A[i, k] * B[k, j] for k in range(len(B))))
)


def outer(A, B):
    return A[:, :, None] * B


def last_only(A, B):
    for k in range(len(B)):
        result = A[:, k, None] * B[k]
    return result


def unchecked_one_loop(A, B):
    result = torch.zeros(len(A), B.shape[1])
    for k in range(A.shape[1]):
        result += A[:, k, None] * B[k]
    return result


def flat(A, B):
    result = torch.zeros(len(A), B.shape[1])
    for k in range(len(B)):
        result += A[:, k] * B[k]
    return result


def returns_silently(A, B):
    return two_loops(A, B) if A.shape[1] == len(B) else None


RIGHT = {"two_loops": [one_loop, no_loop], "one_loop": [by_columns, by_rows]}
WRONG = {
    "two_loops": [
        (lambda A, B: A @ B, lesson.READY_MADE),
        (entries(lambda A, B, i, j: A[i].dot(B[:, j])), lesson.READY_MADE),
        (lambda A, B: torch.einsum("ik,kj->ij", A, B), lesson.READY_MADE),
        (lambda A, B: torch.from_numpy(A.numpy() @ B.numpy()), "stay with tensors: "),
        (lambda A, B: A * B, lesson.ELEMENTWISE),
        (lambda A, B: two_loops(B, A), lesson.SWAPPED),
        (entries(lambda A, B, i, j: (A[i] * B[j]).sum()), lesson.ROWS),
        (entries(lambda A, B, i, j: (A[:, i] * B[:, j]).sum()), lesson.COLUMNS),
        (lambda A, B: two_loops(A, B).T, lesson.TURNED),
        (three_loops, lesson.THREE_LOOPS),
        (lambda A, B: two_loops(A, B) / len(B), lesson.WRONG),
        (returns_silently, lesson.LEFT_OVER),
        (unchecked_two_loops, lesson.STRETCHED),
    ],
    "one_loop": [
        (flat, lesson.FLAT),
        (two_loops, lesson.TWO_LOOPS),
        (last_only, lesson.OVERWRITTEN),
        (unchecked_one_loop, lesson.LEFT_OVER),
    ],
    "no_loop": [
        (one_loop, lesson.A_LOOP),
        (outer, lesson.NOT_SUMMED),
        (lambda A, B: outer(A, B).sum(0), lesson.WRONG_SUM),
        (lambda A, B: outer(A, B).sum(2), lesson.WRONG_SUM),
        (lambda A, B: outer(A, B).sum(1), lesson.STRETCHED),
    ],
}
