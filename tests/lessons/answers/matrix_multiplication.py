"""Known answers to matrix products with two loops, one and none."""

import torch

from tutorial_utils.lessons import matrix_multiplication as lesson

CHECK, SUM = "check_shapes(A, B)", "(A[i] * B[:, j]).sum()"
ADD, SUM_OVER = "C += A[:, k, None] * B[k]", ".sum(dim=1)"
THREE_LOOPS = {SUM: "sum(A[i, k] * B[k, j] for k in range(len(B)))"}
COLUMNS = {"A.shape[1]": "B.shape[1]", ADD: "C[:, k] = (A * B[:, k]).sum(1)"}
ROWS = {"A.shape[1]": "A.shape[0]", ADD: "C[k] = (A[k, :, None] * B).sum(0)"}
NO_LOOP = {"for k": "return (A[:, :, None] * B).sum(dim=1)\n    for k"}
TWO_LOOPS = {
    "A.shape[1]": "B.shape[1]",
    ADD: "C[:, k] = torch.stack([(a * B[:, k]).sum() for a in A])",
}
ONE_LOOP = "sum(A[:, k, None] * B[k] for k in range(len(B)))"
FITTING = "if A.shape[1] != len(B): return None"

RIGHT = {"one_loop": [COLUMNS, ROWS, NO_LOOP]}
WRONG = {
    "two_loops": [
        (lambda A, B: A @ B, lesson.READY_MADE),
        ({SUM: "A[i].dot(B[:, j])"}, lesson.READY_MADE),
        (lambda A, B: torch.einsum("ik,kj->ij", A, B), lesson.READY_MADE),
        (lambda A, B: torch.from_numpy(A.numpy() @ B.numpy()), "stay with tensors: "),
        (lambda A, B: A * B, "* pairs equal places; what is"),
        ({CHECK: "A, B = B, A"}, "that is B times A: the"),
        ({"B[:, j]": "B[j]"}, "that is row times row: take"),
        ({"A[i]": "A[:, i]"}, "that is column times column: take"),
        ({"return C": "return C.T"}, lesson.TURNED),
        (THREE_LOOPS, lesson.THREE_LOOPS),
        ({SUM: f"{SUM} / len(B)"}, "entry i, j is the sum"),
        ({CHECK: FITTING}, lesson.LEFT_OVER),
        ({CHECK: ""}, lesson.STRETCHED),
    ],
    "one_loop": [
        ({", None]": "]"}, lesson.FLAT),
        (TWO_LOOPS, lesson.TWO_LOOPS),
        ({"+=": "="}, lesson.OVERWRITTEN),
        ({CHECK: ""}, lesson.LEFT_OVER),
    ],
    "no_loop": [
        ({f"products{SUM_OVER}": ONE_LOOP}, lesson.A_LOOP),
        ({SUM_OVER: ""}, lesson.NOT_SUMMED),
        ({SUM_OVER: ".sum(0)"}, lesson.WRONG_SUM),
        ({SUM_OVER: ".sum(2)"}, lesson.WRONG_SUM),
        ({CHECK: ""}, lesson.STRETCHED),
    ],
}
