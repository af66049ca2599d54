"""What the tests of all checkers share."""

import pytest
import torch
from figures import closed_figures  # noqa: F401 # for every test


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Hints are English unless a test says otherwise."""
    monkeypatch.setenv("TUTORIAL_LANG", "en")


@pytest.fixture(autouse=True)
def one_thread():
    """Small tensors cost several times as much where threads wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def line(capsys):
    """Return a function that calls a checker and returns the one line it prints."""

    def run(check, *answers, **named):
        check(*answers, **named)
        printed, complaint = capsys.readouterr()
        assert complaint == ""
        (only,) = printed.splitlines()
        return only

    return run
