"""
Matrix multiplication
=====================

The layers of neural networks are built on one operation, and in PyTorch it is one sign: ``@``.
We will write it by hand, get the same numbers, and put the clock on both.
"""

# %%
# What stands in the corner?
# --------------------------
#
# Two :term:`matrices <matrix>` and their product.
# :func:`torch.matmul` is its name, ``@`` is the short form.
# Decide before you read on: is the top left number 5, which is 1 times 5?

# sphinx_gallery_parallel = False
# sphinx_gallery_before = ["elementwise_and_broadcasting"]
import torch

mat1 = torch.tensor([[1, 2], [3, 4]], dtype=torch.float32)
mat2 = torch.tensor([[5, 6], [7, 8]], dtype=torch.float32)

print(torch.matmul(mat1, mat2))
print(mat1 @ mat2)

# %%
# It is 19, and the two spellings agree.
# The 5 is in there, but it is not alone:

from tutorial_utils.lessons.matrix_multiplication import draw_row_times_column

draw_row_times_column(mat1, mat2, row=0, column=0)

assert torch.allclose((mat1[0] * mat2[:, 0]).sum(), torch.tensor(19.0))

# sphinx_gallery_alt = "Three grids of two rows and two columns, joined by @ and an equals sign. Blue and bold are row 0 of the first, 1 and 2, column 0 of the second, 5 and 7, and the 19 in the top left corner of the third."

# %%
# A row of the first matrix meets a column of the second: multiply :term:`element by element <element-wise>`, then add up.
# **Row times column** is the whole rule of :term:`matrix multiplication`.
# The number in row :math:`i` and column :math:`j` is
#
# .. math:: C_{ij} = \sum_k A_{ik} B_{kj}
#
# Can we write it by hand?
# ------------------------
#
# The formula has three indices, ``i``, ``j`` and ``k``, so the code has three loops.
# It asks for nothing but indices, and so it takes lists as well as tensors.


def multiply(A, B):
    C = [[0.0] * len(B[0]) for _ in A]
    for i in range(len(A)):
        for j in range(len(B[0])):
            for k in range(len(B)):
                C[i][j] += A[i][k] * B[k][j]
    return C


multiply(mat1.tolist(), mat2.tolist())

# %%
# The same four numbers.
# Rows come from the left and columns from the right, so the order counts:

mat2 @ mat1

# %%
# Which shapes fit?
# -----------------
#
# A row and a column can be paired off only if they are equally long.
# So the first matrix needs as many columns as the second has rows.
# What :term:`shape` will a product of three matrices have, of shapes ``(2, 3)``, ``(3, 4)`` and ``(4, 5)``?

from tutorial_utils.lessons.matrix_multiplication import draw_shape_chain

left, middle, right = torch.rand(2, 3), torch.rand(3, 4), torch.rand(4, 5)

draw_shape_chain(left.shape, middle.shape, right.shape)
print((left @ middle @ right).shape)

# sphinx_gallery_alt = "Three blue boxes joined by @ signs: 2 high and 3 wide, 3 high and 4 wide, 4 high and 5 wide. Curved arrows join the 3 with the 3 and the 4 with the 4. After an equals sign stands a green box, 2 high and 5 wide."

# %%
# Lengths that stand side by side have to be equal, and they vanish; the first and the last one stay.
# And if an inner length is 1?
# ``*`` :term:`repeats <broadcasting>` a length of 1; will ``@`` do it, too?

from textwrap import fill

try:
    left @ torch.ones(1, 4)
except RuntimeError as error:
    print(fill(str(error)))

# %%
# ``@`` refuses: it repeats no inner length.
# Who multiplies by hand has to refuse, too, for with ``*`` a row of three times a column of one raises no error:

row, column = left[0], torch.ones(1, 4)[:, 0]

row.shape, column.shape, (row * column).shape

# %%
# Who is fastest?
# ---------------
#
# Two matrices of 16 rows and 16 columns, which makes 4096 products of two numbers.
# Three ways: our loops on tensors, the same loops on lists of Python, and ``@``.
# Put them in order before you look.

from tutorial_utils.timing import measure

A, B = torch.rand(16, 16), torch.rand(16, 16)
A_list, B_list = A.tolist(), B.tolist()
assert 16**3 == 4096

timings = {
    "loops,\ntensors": measure(lambda: multiply(A, B), device="cpu", repeats=3),
    "loops,\nlists": measure(lambda: multiply(A_list, B_list), device="cpu"),
    "@": measure(lambda: A @ B, device="cpu", repeats=15),
}

# %%
# First of all, they have to agree:

torch.allclose(A @ B, torch.tensor(multiply(A_list, B_list)))

# %%
# And now the times.
# Mind the axis: each step to the right is ten times as long.

from tutorial_utils.lessons.matrix_multiplication import draw_times

draw_times(timings)

tensors, lists, at = [timing.median for timing in timings.values()]
assert tensors > 3 * lists, "the machine is too busy to measure: run it again"
assert lists > 3 * at, "the machine is too busy to measure: run it again"

# sphinx_gallery_alt = "Three horizontal bars on a logarithmic axis of seconds. Loops over tensors take by far the longest, loops over lists come next, and @ is the shortest. Each bar ends in its time."

# %%
# The same loops are slower on tensors than on plain lists.
# Each pair of brackets in ``A[i][k]`` builds a new tensor, with a shape and a :term:`data type <dtype>`, for a row or a single number.
# ``@`` is handed both matrices whole, builds one tensor, and multiplies in compiled code.
#
# **Give PyTorch whole tensors, never their numbers one by one.**
#
# .. admonition:: What broke elsewhere
#
#    A published lesson says that PyTorch multiplies 100,000 times as fast as Python.
#    It compared with a loop over the elements of tensors, which is Python at its slowest.
#    The same loop on lists is the fair opponent; see what each makes of the claim:

claim = 100_000
print(f"claimed       {claim:>9,}")
print(f"with tensors  {tensors / at:>9,.0f}")
print(f"with lists    {lists / at:>9,.0f}")

# %%
# ``@`` wins both times, and by how much depends on the opponent.
# Before you believe a factor, ask what it was compared with.
#
# Summary
# -------
#
# - Each number of ``A @ B`` is a row of ``A`` times a column of ``B``, added up; ``matmul()`` is the same operation.
# - ``(n, k) @ (k, m)`` has the shape ``(n, m)``; the inner lengths have to be equal.
# - A loop over the elements of a tensor is slower than one over a list; ``@`` is faster than both.
#
# Your turn
# ---------
#
# Get rid of one loop after the other.
# Write the product with two loops, as a row times a column each time.
# Then with one: column ``k`` of ``A`` and row ``k`` of ``B`` make a table of shape ``(n, m)``, and the product is the sum of these tables.
# Then with none, by broadcasting.
# Each returns a tensor.
# Multiply with ``*`` and add with ``+=`` or ``sum()``, without ``@`` and its relatives.
# Where the shapes do not fit, all three have to raise an error, and ``*`` will not always do it for you.
#
# .. code-block:: python
#
#    import torch
#    from tutorial_utils.lessons.matrix_multiplication import check_matmul
#
#    def two_loops(A, B):  # (n, k), (k, m)
#        ...
#
#    def one_loop(A, B):
#        ...
#
#    def no_loop(A, B):
#        ...
#
#    check_matmul(two_loops, one_loop, no_loop)

# %%
# Solution
# --------
#
# Each time, the innermost loop becomes an operation on whole tensors.
# The shapes are compared once, in a function that all three call.
# The line that the checker prints here is about this solution, not about yours.

from tutorial_utils.lessons.matrix_multiplication import check_matmul


def check_shapes(A, B):
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"cannot multiply {tuple(A.shape)} by {tuple(B.shape)}")


def two_loops(A, B):
    check_shapes(A, B)
    C = torch.zeros(A.shape[0], B.shape[1])
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            C[i, j] = (A[i] * B[:, j]).sum()
    return C


# %%
# One loop adds up tables: a column of ``A`` as ``(n, 1)`` and a row of ``B`` as ``(m,)`` meet as ``(n, m)``.
# Without a loop, all these tables are made at once, as one tensor, and then summed.


def one_loop(A, B):
    check_shapes(A, B)
    C = torch.zeros(A.shape[0], B.shape[1])
    for k in range(A.shape[1]):
        C += A[:, k, None] * B[k]
    return C


def no_loop(A, B):
    check_shapes(A, B)
    products = A[:, :, None] * B  # (n, k, 1) * (k, m) -> (n, k, m)
    return products.sum(dim=1)


check_matmul(two_loops, one_loop, no_loop)

# %%
# What comes next
# ---------------
#
# - :doc:`/lessons/1_tensors/plot_09_transpose_view_strides` turns a matrix on its side and moves none of its numbers.
# - :doc:`/lessons/2_devices/plot_13_matmul_lab` takes larger matrices and asks when a GPU pays off.
# - :doc:`/lessons/1_tensors/plot_05_elementwise_and_broadcasting` is the place to look when ``*`` gives a shape that you did not expect.
