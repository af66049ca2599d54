"""The program of the capstone with any of its bugs, and its figure."""

import matplotlib as mpl
import pytest
import torch
from tutorial_utils.bugs import BUGS, draw_fixes, make_greys, train_with

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def pyplot():
    """Draw without a screen and close the figures afterwards."""
    mpl.use("agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def test_without_bugs_only_the_noise_is_left():
    """No line fits better than the one of least squares."""
    X, y = make_greys(torch.Generator().manual_seed(0))
    columns = torch.cat([(X.float() - 128) / 64, torch.ones(len(X), 1)], dim=1)
    best = torch.linalg.lstsq(columns, y[:, None]).solution
    least = ((columns @ best)[:, 0] - y).square().mean()

    losses = train_with([], X, y, CPU, lr=0.1, num_epochs=20)

    assert least <= losses[-1] < 1.05 * least


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug != "device"])
def test_each_bug_alone_keeps_the_loss_high(bug):
    """None of them is harmless."""
    X, y = make_greys(torch.Generator().manual_seed(0))

    assert train_with([bug], X, y, CPU)[-1] > 1


def test_the_device_shows_on_another_device_only():
    """The CPU has both tensors."""
    X, y = make_greys(torch.Generator().manual_seed(0))

    right, wrong = (train_with(bugs, X, y, CPU) for bugs in ([], ["device"]))
    assert torch.equal(right, wrong)
    with pytest.raises(RuntimeError, match="expected device"):
        train_with(["device"], X, y, torch.device("meta"))


def test_each_fix_has_its_loss_and_the_last_another_mark():
    """Colour is not the only cue."""
    ax = draw_fixes({"as found": 1e6, "one": 20.0, "two": 0.01})

    assert [line.get_xdata()[0] for line in ax.lines] == [1e6, 20, 0.01]
    assert [line.get_marker() for line in ax.lines] == ["o", "o", "D"]
    assert ax.get_title(loc="left") == "Loss 1e+06 before, 0.01 after all fixes"
