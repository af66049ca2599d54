"""Autograd in 60 lines, and the graph that it records."""

import ast
from pathlib import Path

import pytest
import torch
from tutorial_utils.engine_figures import draw_beside, read_engine

from tutorial_utils import engine
from tutorial_utils.engine import Value, backward
from tutorial_utils.graph import run_backward

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "examples/3_autograd/plot_21_autograd_in_60_lines.py"

FUNCTIONS = {
    "parabola": lambda x: x**2 + 3 * x + 1,
    "cube": lambda x: x * x * x,
    "three paths": lambda x: x.exp() + x + x,
    "shared": lambda x: (x * x) * (x * x).exp() + 2 * x**-1,
    "the leaf itself": lambda x: x,
}


@pytest.fixture
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def leaves():
    """Return the same number for the engine and for PyTorch."""
    return Value(0.7), torch.tensor(0.7, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_gradients_are_those_of_pytorch(f):
    """Value and slope agree to the last digits."""
    ours, theirs = leaves()
    end, result = f(ours), f(theirs)

    end.backward()
    result.backward()

    assert end.data == pytest.approx(result.item(), rel=1e-12)
    assert ours.grad == pytest.approx(theirs.grad.item(), rel=1e-12)


def test_only_leaves_add_up_over_calls():
    """A second call adds the same again, as in PyTorch."""
    ours, theirs = leaves()
    end, result = ours * ours * ours, theirs * theirs * theirs

    for _ in range(2):
        backward(end)
        result.backward(retain_graph=True)

    assert ours.grad == pytest.approx(theirs.grad.item(), rel=1e-12)


def test_the_engine_has_at_most_sixty_lines():
    """The title of the lesson is a promise."""
    lines = Path(engine.__file__).read_text(encoding="utf-8").splitlines()

    assert len(list(filter(str.strip, lines))) <= 60


def bodies(path):
    """Return the statements of each function, without docstrings and annotations."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for part in ast.walk(node):
                if isinstance(part, ast.FunctionDef | ast.arg):
                    part.returns = part.annotation = None
            found[node.name] = [
                ast.unparse(x).replace(": list[Value]", "")
                for x in node.body
                if not (isinstance(x, ast.Expr) and isinstance(x.value, ast.Constant))
            ]
    return found


def test_the_lesson_writes_the_same_functions():
    """What the page shows is what the file holds."""
    ours, lesson = bodies(Path(engine.__file__)), bodies(LESSON)

    shared = ours.keys() & lesson.keys()
    assert shared >= {"add", "mul", "power", "exp", "in_order", "backward"}
    for name in shared:
        assert ours[name] == lesson[name], name


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
    end, result = FUNCTIONS["parabola"](ours), FUNCTIONS["parabola"](theirs)
    end.backward()

    mine = read_engine(end, names={"x": ours, "y": end})
    other = run_backward(result, names={"x": theirs, "y": result})

    assert parts(mine) == parts(other)
    assert [n.order for n in mine.nodes] == [1, 2, None, 4, 3, None, None]
    constants = [n for n in mine.nodes if not n.is_leaf and not n.order]
    assert [n.operation for n in constants] == ["1", "3"]


def test_both_graphs_are_drawn_with_their_owner(pyplot):
    """Each title says whose graph it is, and the sum at the leaf."""
    ours, theirs = Value(2.0), torch.tensor(2.0, requires_grad=True)
    end = ours * ours
    end.backward()

    left, right = draw_beside(
        read_engine(end, names={"x": ours}),
        run_backward(theirs * theirs, names={"x": theirs}),
    )

    assert left.get_title(loc="left") == "ours: 4 = 2 + 2"
    assert right.get_title(loc="left") == "PyTorch: 4 = 2 + 2"
    assert "x = 2" in [text.get_text() for text in left.texts]
