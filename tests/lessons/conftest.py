"""What the tests of all checkers share."""

import pytest
from figures import closed_figures  # noqa: F401 # for every test


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Hints are English unless a test says otherwise."""
    monkeypatch.setenv("TUTORIAL_LANG", "en")


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
