"""Random expressions, and walks over PyTorch's nodes that are the tests' own."""

import torch

OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - 2 * b,
    lambda a, b: (a + b).exp() / 10,
    lambda a, b: a.sin() * b,
    lambda a, b: a**2 + b,
    lambda a, b: torch.stack([a, b]).relu().sum(0),
]


def random_expression(seed, *, steps=8):
    """Combine two leaves and earlier results at random into one number."""
    generator = torch.Generator().manual_seed(seed)
    leaves = [torch.rand(3, generator=generator, requires_grad=True) for _ in "ab"]
    values = list(leaves)
    for _ in range(steps):
        op, i, j = torch.randint(0, 10**6, (3,), generator=generator).tolist()
        operation = OPERATIONS[op % len(OPERATIONS)]
        values.append(operation(values[i % len(values)], values[j % len(values)]))
    return sum(values).sum(), leaves


def reach(tensor):
    """Collect the nodes that a tensor was computed through, depth first."""
    found, todo = [], [tensor.grad_fn]
    while todo:
        node = todo.pop()
        if node not in found:
            found.append(node)
            todo += [target for target, _ in node.next_functions if target is not None]
    return found


def edges(nodes):
    """Return the source, the target and the position of each way between nodes."""
    return [
        (node, target, position)
        for node in nodes
        for position, (target, _) in enumerate(node.next_functions)
        if target is not None
    ]


def watch(nodes):
    """Return a list that every node enters when it runs."""
    ran = []
    for node in nodes:
        node.register_prehook(lambda gradients, node=node: ran.append(node))
    return ran


def short(node):
    """Shorten ``torch::autograd::PowBackward0`` to ``Pow``."""
    return node.name().split("::")[-1].split("Backward")[0]
