"""The engine of the page is that of the file, and its graph is PyTorch's."""

import ast
from pathlib import Path

import torch
from exercises import exercise_of
from figures import texts, title

from tutorial_utils import engine
from tutorial_utils.engine import Value
from tutorial_utils.graph import run_backward
from tutorial_utils.lessons.autograd_in_60_lines import draw_beside, read_engine


def test_the_engine_has_at_most_sixty_lines():
    """The title of the lesson is a promise; docstrings are not counted."""
    lines = Path(engine.__file__).read_text(encoding="utf-8").splitlines()

    assert len([x for x in lines if x.strip() and '"""' not in x]) <= 60


class Bare(ast.NodeTransformer):
    """Takes away docstrings and annotations."""

    def visit_FunctionDef(self, node):
        """Keep the statements alone."""
        self.generic_visit(node)
        for part in [node, *node.args.args]:
            part.returns = part.annotation = None
        if ast.get_docstring(node):
            del node.body[0]
        return node

    def visit_AnnAssign(self, node):
        """Make it an assignment without its type."""
        return ast.Assign([node.target], node.value, lineno=node.lineno)


def functions(path):
    """Return the statements of each function."""
    tree = Bare().visit(ast.parse(path.read_text(encoding="utf-8")))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {node.name: [ast.unparse(x) for x in node.body] for node in found}


def test_the_lesson_writes_the_same_functions():
    """What the page shows is what the file holds."""
    ours = functions(Path(engine.__file__))
    lesson = functions(exercise_of("autograd_in_60_lines").lesson)

    shared = ours.keys() & lesson.keys()
    assert shared >= {"add", "mul", "power", "exp", "in_order", "backward"}
    assert {x: ours[x] for x in shared} == {x: lesson[x] for x in shared}


def parts(graph):
    """Return what a reader sees of the operations and of named leaves."""
    kept = [n for n in graph.nodes if n.is_leaf or n.order]
    ids = {n.id for n in kept}
    return (
        [(n.operation, n.name, n.gradient.item()) for n in kept],
        [e.gradient.item() for e in graph.edges if e.target in ids],
    )


def test_the_graph_is_pytorchs_with_the_constants():
    """Operations, leaves and gradients agree; each constant is one box more."""
    ours, theirs = Value(2.0), torch.tensor(2.0, requires_grad=True)
    end, result = (x**2 + 3 * x + 1 for x in (ours, theirs))
    end.backward()

    mine = read_engine(end, names={"x": ours, "y": end})
    other = run_backward(result, names={"x": theirs, "y": result})

    assert parts(mine) == parts(other)
    assert [n.order for n in mine.nodes] == [1, 2, None, 4, 3, None, None]
    constants = [n for n in mine.nodes if not n.is_leaf and not n.order]
    assert [n.operation for n in constants] == ["1", "3"]


def test_both_graphs_are_drawn_with_their_owner():
    """Each title says whose graph it is, and the sum at the leaf."""
    ours, theirs = Value(2.0), torch.tensor(2.0, requires_grad=True)
    end = ours * ours
    end.backward()

    left, right = draw_beside(
        read_engine(end, names={"x": ours}),
        run_backward(theirs * theirs, names={"x": theirs}),
    )

    assert (title(left), title(right)) == ("ours: 4 = 2 + 2", "PyTorch: 4 = 2 + 2")
    assert "x = 2" in texts(left)
