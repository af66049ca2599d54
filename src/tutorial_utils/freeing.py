"""Draw a graph before and after a backward pass has freed what was saved."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from tutorial_utils.graph import Graph
from tutorial_utils.graph_drawing import draw_graph
from tutorial_utils.plotting import DATA, use_style


def draw_freeing(before: Graph, after: Graph) -> Axes:
    """Draw a graph twice, side by side, with the saved tensors that it keeps.

    Parameters
    ----------
    before
        From :func:`read_graph`, of one column: each operation has one input.
    after
        The same graph from :func:`mark_freed`.

    Returns
    -------
    Axes
        Those on the left; the others are in the same figure.
    """
    use_style()
    _, (first, second) = plt.subplots(1, 2)
    for ax, graph, name in [(first, before, "before"), (second, after, "after")]:
        draw_graph(graph, ax, saved=True)
        ax.set_xlim(right=ax.get_xlim()[1] + 0.6)
        ax.text(0, ax.get_ylim()[0], name, ha="center", color=DATA)
    gone = sum(kept.freed for node in after.nodes for kept in node.saved)
    stay = f"all {len(after.nodes)} boxes stay"
    left: Axes = first
    left.set_title(f"{gone} saved tensor{'s' * (gone != 1)} gone, {stay}")
    return left
