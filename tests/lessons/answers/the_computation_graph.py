"""Known answers to walk(grad_fn)."""

from tutorial_utils.lessons import the_computation_graph as lesson

COUNT, INPUTS, NEW = "len(nodes)", "in node.next_functions", " and target not in nodes"
INPUTS_OR_NONE = "in node.next_functions if node else ()"


def recursive(node, seen=None):
    """Go down by calling itself, with a set of what it has seen."""
    seen = set() if seen is None else seen
    if node is None or node in seen:
        return 0
    seen.add(node)
    return 1 + sum(recursive(target, seen) for target, _ in node.next_functions)


def keeping_count(grad_fn, seen=set()):  # noqa: B006
    """Count what is new since the first call."""
    return recursive(grad_fn, seen)


RIGHT = {"walk": [recursive]}
WRONG = {
    "walk": [
        ({COUNT: "nodes"}, lesson.NOT_A_COUNT),
        ({COUNT: "set(nodes)"}, lesson.NOT_A_COUNT),
        ({NEW: ""}, lesson.VISITS),
        ({f"target is not None{NEW}": "True", INPUTS: INPUTS_OR_NONE}, lesson.VISITS),
        (
            {COUNT: "sum(t is not None for n in nodes for t, _ in n.next_functions)"},
            lesson.EDGES,
        ),
        ({"target is not None and ": "", INPUTS: INPUTS_OR_NONE}, lesson.NONES),
        (
            {COUNT: f"{COUNT} + sum((None, 0) in n.next_functions for n in nodes)"},
            lesson.NONES,
        ),
        ({COUNT: "len(nodes) - 1"}, "grad_fn itself counts, too"),
        ({COUNT: "sum(bool(n.next_functions) for n in nodes)"}, lesson.OPERATIONS),
        ({COUNT: "sum(not n.next_functions for n in nodes)"}, "those are the leaves"),
        ({COUNT: "len({n.name() for n in nodes})"}, lesson.NAMES),
        ({"for node in nodes": "for node in nodes[:1]"}, lesson.ONE_STEP),
        ({INPUTS: f"{INPUTS}[:1]"}, lesson.FIRST),
        ({"(grad_fn)": "(grad_fn, nodes=[])", "nodes =": "nodes +="}, lesson.REMEMBERS),
        (keeping_count, lesson.REMEMBERS),
        ({COUNT: "-1"}, lesson.WRONG),
    ]
}
