"""The capstone's program is the page's, its bugs can be told apart, and its figure."""

import ast

import pytest
import torch
from exercises import exercise_of
from figures import title

from tutorial_utils.lessons import five_planted_bugs as lesson

CPU = torch.device("cpu")
PLANTED = tuple(lesson.BUGS)[:5]


@pytest.fixture
def greys():
    """Return samples and labels."""
    return lesson.make_greys(torch.Generator().manual_seed(0))


def test_without_bugs_only_the_noise_is_left(greys):
    """No line fits better than the one of least squares."""
    X, y = greys
    columns = torch.cat([(X.float() - 128) / 64, torch.ones(len(X), 1)], dim=1)
    best = torch.linalg.lstsq(columns, y[:, None]).solution
    least = ((columns @ best)[:, 0] - y).square().mean()

    losses = lesson.repaired(X, y, CPU, lr=0.1, num_epochs=20)

    assert least <= losses[-1] < 1.05 * least


@pytest.mark.parametrize("bug", [bug for bug in PLANTED if bug != "device"])
def test_each_bug_alone_keeps_the_loss_high(greys, bug):
    """None of them is harmless."""
    assert lesson.with_bugs((bug,))(*greys, CPU)[-1] > 1


def test_the_device_shows_on_another_device_only(greys):
    """The CPU has both tensors."""
    wrong = lesson.with_bugs(("device",))

    assert torch.equal(lesson.repaired(*greys, CPU), wrong(*greys, CPU))
    with pytest.raises(RuntimeError, match="expected device"):
        wrong(*greys, torch.device("meta"))


def test_no_two_sets_of_bugs_give_the_same_losses(greys):
    """So what is left can be read off; who clears too early hides the rest."""
    sets = [
        bugs for bugs in lesson._sets() if lesson.EARLY not in bugs or len(bugs) == 1
    ]
    losses = [lesson.with_bugs(bugs)(*greys, CPU, *lesson.SETTINGS) for bugs in sets]

    for i, one in enumerate(losses):
        assert not any(torch.allclose(one, x, rtol=1e-3) for x in losses[:i]), sets[i]


def test_the_checker_knows_the_program_of_the_page(greys):
    """The page's solution is the program; with five bugs it is what the page plants."""
    exercise = exercise_of("five_planted_bugs")
    page = {"torch": torch, "nn": torch.nn}
    tree = ast.parse(exercise.lesson.read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    exec(ast.unparse(functions), page)

    assert torch.equal(lesson.repaired(*greys, CPU), page["repaired"](*greys, CPU))
    assert torch.equal(
        lesson.with_bugs(PLANTED)(*greys, CPU), page["train"](*greys, CPU)
    )


def test_each_fix_has_its_loss_and_the_last_another_mark():
    """Colour is not the only cue."""
    ax = lesson.draw_fixes({"as found": 1e6, "one": 20.0, "two": 0.01})

    assert [line.get_xdata()[0] for line in ax.lines] == [1e6, 20, 0.01]
    assert [line.get_marker() for line in ax.lines] == ["o", "o", "D"]
    assert title(ax) == "Loss 1e+06 before, 0.01 after all fixes"
