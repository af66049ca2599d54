"""Known answers to walk(grad_fn)."""

from tutorial_utils.lessons import the_computation_graph as lesson


def inputs(node):
    """Return the notes that one note leads to."""
    return [target for target, _ in node.next_functions if target is not None]


def reach(grad_fn):
    """Collect every note once, as the lesson's solution does."""
    nodes = [grad_fn]
    for node in nodes:
        nodes += [n for n in dict.fromkeys(inputs(node)) if n not in nodes]
    return nodes


def recursive(node, seen=None):
    """Go down by calling itself, with a set of what it has seen."""
    seen = set() if seen is None else seen
    if node is None or node in seen:
        return 0
    seen.add(node)
    return 1 + sum(recursive(target, seen) for target, _ in node.next_functions)


def from_a_stack(grad_fn):
    """Go through the notes in another order."""
    found, todo = set(), [grad_fn]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += inputs(node)
    return len(found)


def every_path(node):
    """Forget where it has been."""
    return 1 + sum(map(every_path, inputs(node)))


def every_path_and_none(node):
    """Count the end of a path that leads nowhere, too."""
    if node is None:
        return 1
    return 1 + sum(every_path_and_none(target) for target, _ in node.next_functions)


def with_none(grad_fn):
    """Put None into the set."""
    nodes = [grad_fn]
    for node in nodes:
        for target, _ in node.next_functions if node else ():
            if target not in nodes:
                nodes.append(target)
    return len(nodes)


def keeping_set(grad_fn, seen=set()):  # noqa: B006
    """Count with a set that is made only once."""
    seen.update(reach(grad_fn))
    return len(seen)


def keeping_count(grad_fn, seen=set()):  # noqa: B006
    """Count what is new since the first call."""
    return recursive(grad_fn, seen)


def first_inputs(node):
    """Follow one path."""
    return 1 + (first_inputs(inputs(node)[0]) if inputs(node) else 0)


RIGHT = {"walk": [recursive, from_a_stack]}
WRONG = {
    "walk": [
        (reach, lesson.NOT_A_COUNT),
        (lambda g: set(reach(g)), lesson.NOT_A_COUNT),
        (every_path, lesson.VISITS),
        (every_path_and_none, lesson.VISITS),
        (lambda g: sum(len(inputs(n)) for n in reach(g)), lesson.EDGES),
        (with_none, lesson.NONES),
        (
            lambda g: sum(1 + len(n.next_functions) - len(inputs(n)) for n in reach(g)),
            lesson.NONES,
        ),
        (lambda g: len(reach(g)) - 1, lesson.START),
        (lambda g: sum(bool(n.next_functions) for n in reach(g)), lesson.OPERATIONS),
        (lambda g: sum(not n.next_functions for n in reach(g)), lesson.LEAVES),
        (lambda g: len({n.name() for n in reach(g)}), lesson.NAMES),
        (lambda g: 1 + len(inputs(g)), lesson.ONE_STEP),
        (first_inputs, lesson.FIRST),
        (keeping_set, lesson.REMEMBERS),
        (keeping_count, lesson.REMEMBERS),
        (lambda g: -1, lesson.WRONG),
    ]
}
