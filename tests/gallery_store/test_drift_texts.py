"""Printed texts: words exactly, decimals within the tolerance that a lesson asks."""

import pytest

from gallery_store.drift.texts import first_difference, same_structure, same_text

TENSOR = "tensor([ 0.5000, -1.2500],\n       grad_fn=<MulBackward0>)"


@pytest.mark.parametrize("other", ["0.5001", "0.5", " 0.5000", "0.5000\n"])
def test_without_tolerance_every_character_counts(other: str) -> None:
    """Nobody said that a digit does not matter."""
    assert not same_text("0.5000", other, 0.0)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TENSOR.replace("0.5000", "0.5004"), True),
        (TENSOR.replace("0.5000", "0.5020"), False),
        (TENSOR.replace("-1.2500", "1.2500"), False),
        (TENSOR.replace("Mul", "Div"), False),
        (TENSOR.replace(", -1.2500", ""), False),
    ],
)
def test_tolerance_is_for_decimals_alone(other: str, same: bool) -> None:
    """A decimal may move by the tolerance; a word, a sign, a count may not."""
    assert same_text(TENSOR, other, 1e-3) is same


def test_sign_of_a_zero_does_not_count() -> None:
    """Numbers about zero change their sign, and with it the spaces before them."""
    assert same_text("[ 0.0000, 1.5000]", "[-0.0001, 1.5000]", 1e-3)


@pytest.mark.parametrize(
    ("here", "there"),
    [("torch.Size([1000])", "torch.Size([1001])"), ("1,000 bytes", "1,001 bytes")],
)
def test_whole_numbers_have_no_tolerance(here: str, there: str) -> None:
    """A size or a count is exact."""
    assert not same_text(here, there, 0.1)


def test_version_is_no_number() -> None:
    """2.13.0 is not 2.14.0, whatever the tolerance."""
    assert not same_text("version 2.13.0", "version 2.14.0", 0.5)


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("one call     0.857 ms", "one call   291.114 µs", True),
        ("slowest / fastest = 1.23", "slowest / fastest = 12,345.6", True),
        ("min    0.146 ms", "max    0.146 ms", False),
        ("0.146 ms", "0.146 ms\n0.151 ms", False),
    ],
)
def test_structure_is_all_but_numbers_and_units(
    here: str, there: str, same: bool
) -> None:
    """A time may be another, in another unit; the words may not."""
    assert same_structure(here, there) is same


def test_first_difference_is_the_first_line_that_counts() -> None:
    """A line within the tolerance, or another time, is not the one to name."""
    here, there = "1.00 ms\nfast\nold", "2.00 ms\nslow\nnew"

    line = first_difference(here, there, same_structure)

    assert line == "here 'fast', there 'slow'"


def test_long_line_is_cut() -> None:
    """A table has one line a lesson."""
    line = first_difference("x" * 500, "y", str.__eq__)

    assert len(line) < 100
    assert "…" in line
