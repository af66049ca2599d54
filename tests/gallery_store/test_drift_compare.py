"""Outputs: which belong together, and what counts as the same."""

import pytest
from drifting import LESSON, Cell, bundle, draw

from gallery_store.bundle import Bundle
from gallery_store.drift.compare import Comparison, compare
from gallery_store.drift.outputs import Figure, Picture
from gallery_store.drift.pictures import figure_difference
from gallery_store.drift.texts import first_difference, same_structure, same_text
from gallery_store.errors import BuildError

TIMED = "# sphinx_gallery_parallel = False\n"
TOLERANT = "# sphinx_gallery_tolerance = 1e-3\n"
TENSOR = "tensor([ 0.5000, -1.2500],\n       grad_fn=<MulBackward0>)"
FIGURE = draw()
NUMBERS = ("a", "0.99999994"), ("a", "1.0")
TIMES = (("a", "1.3 ms"), ("b", FIGURE)), (("a", "900 µs"), ("b", draw(shift=30)))


def compared(here: Bundle, there: Bundle) -> Comparison:
    """Return the comparison of one lesson."""
    (comparison,) = compare({LESSON: here}, {LESSON: there})
    return comparison


@pytest.mark.parametrize(
    ("here", "there", "source", "label", "first"),
    [
        ([("a", "1", FIGURE)], [("a", "1", FIGURE)], "", "equal", ""),
        (
            [("a = 1",), ("a", "0.5\n0.6")],
            [("a = 1",), ("a", "0.5\n0.7")],
            *("", "changed", "line 20: here '0.6', there '0.7'"),
        ),
        ([("a", "1")], [("a",)], "", "changed", "line 10: a text here, nothing there"),
        (
            *([("a", FIGURE)], [("a",)], "", "changed"),
            "line 10: a figure here, nothing there",
        ),
        (
            *(NUMBERS[:1], NUMBERS[1:], "", "changed"),
            "line 10: here '0.99999994', there '1.0'",
        ),
        (NUMBERS[:1], NUMBERS[1:], TOLERANT, "equal", ""),
        (*TIMES, TIMED, "timings", ""),
        (
            *([("a", "1.3 ms"), ("b",)], TIMES[0], TIMED, "changed"),
            "line 20: nothing here, a figure there",
        ),
        (  # a new block does not shift the others
            [("a", "1"), ("b", "2"), ("c", "3")],
            [("a", "1"), ("c", "3")],
            *("", "changed", "line 20: a text here, nothing there"),
        ),
    ],
)
def test_outputs_are_compared(
    here: list[Cell], there: list[Cell], source: str, label: str, first: str
) -> None:
    """Texts within the tolerance that a lesson declares, times in structure alone.

    Nothing is an output, too; the table leads to the block of code.
    """
    found = compared(bundle(*here, source=source), bundle(*there, source=source))

    assert (found.label, found.first) == (label, first)
    assert found.drifted == (label == "changed")
    assert len(found.different) == (2 if label == "timings" else bool(first))


def test_lessons_of_one_side_are_new_or_gone() -> None:
    """They drifted: a reader of the other side sees something else."""
    found = compare({"a": bundle(lesson="a")}, {"b": bundle(lesson="b")})

    labels = [(x.lesson, x.label, x.drifted) for x in found]
    assert labels == [("a", "new", True), ("b", "gone", True)]


def test_edited_lesson_is_labelled() -> None:
    """Other words around equal outputs are no drift, but worth knowing."""
    here, there = (bundle(("print(1)", "1"), source=x) for x in ("# new", "# old"))

    found = compared(here, there)

    assert (found.label, found.drifted) == ("equal, source differs", False)


def test_name_of_what_it_ran_on_is_no_output() -> None:
    """Each side may tell its own version and machine, but no other."""
    say = "torch {}, on {}, 1 thread."
    here = bundle(("a", say.format("2.13.0+cpu", "AMD EPYC")))
    ran = {"torch": "2.14.1", "machine": "a Mac, 8 threads"}
    there = bundle(("a", say.format("2.14.1", "a Mac")), **ran)
    wrong = bundle(("a", say.format("2.13.0+cpu", "a Mac")), **ran)

    assert compared(here, there).label == "equal"
    assert compared(here, wrong).label == "changed"


@pytest.mark.parametrize(
    ("here", "there", "tolerance", "same"),
    [
        *(("0.5000", x, 0.0, False) for x in ("0.5001", "0.5", " 0.5000", "0.5000\n")),
        (TENSOR, TENSOR.replace("0.5000", "0.5004"), 1e-3, True),
        (TENSOR, TENSOR.replace("0.5000", "0.5020"), 1e-3, False),
        (TENSOR, TENSOR.replace("-1.2500", "1.2500"), 1e-3, False),
        (TENSOR, TENSOR.replace("Mul", "Div"), 1e-3, False),
        (TENSOR, TENSOR.replace(", -1.2500", ""), 1e-3, False),
        # numbers about zero change their sign, and with it the spaces before them
        ("[ 0.0000, 1.5000]", "[-0.0001, 1.5000]", 1e-3, True),
        ("torch.Size([1000])", "torch.Size([1001])", 0.1, False),
        ("1,000 bytes", "1,001 bytes", 0.1, False),
        ("version 2.13.0", "version 2.14.0", 0.5, False),
    ],
)
def test_tolerance_is_for_decimals_alone(
    here: str, there: str, tolerance: float, same: bool
) -> None:
    """A decimal may move by it; a word, a sign, a whole number, a version may not.

    Without one every character counts.
    """
    assert same_text(here, there, tolerance) is same


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
    """Another time is not the one to name; a long line is cut, as a table has it."""
    here, there = f"1.00 ms\nfast{'!' * 500}\nold", "2.00 ms\nslow\nnew"

    line = first_difference(here, there, same_structure)

    assert line == f"here 'fast{'!' * 55}…', there 'slow'"


def figure(
    data: bytes, dark: bytes = b"", name: str = "a.svg", width: int = 480
) -> Figure:
    """Return a figure, the same for both themes unless told otherwise."""
    pictures = (Picture(name, x, width, 320) for x in (data, dark or data))
    return Figure("A line.", *pictures)


def webp(shift: float) -> Figure:
    """Return a large figure."""
    return figure(draw(format="webp", shift=shift), name="a.webp")


SEEN = "looks different by up to "


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (figure(FIGURE), figure(draw()), ""),
        (figure(FIGURE), figure(draw(salt="b")), ""),  # ids in the file
        (figure(FIGURE), figure(draw(shift=0.01)), ""),  # last digits of a path
        (figure(FIGURE), figure(draw(shift=1)), SEEN),
        (figure(FIGURE), figure(draw(shift=-20)), SEEN),
        (figure(FIGURE), figure(draw(title="0.52")), SEEN),
        (figure(FIGURE), figure(FIGURE, dark=draw(shift=9)), "in the dark theme"),
        (webp(0), webp(0.01), ""),
        (webp(0), webp(3), SEEN),
    ],
)
def test_what_looks_the_same_is_the_same(
    here: Figure, there: Figure, expected: str
) -> None:
    """One pixel of a curve is seen, in either theme, where not only sizes count."""
    difference = figure_difference(here, there)

    assert bool(difference) == bool(expected)
    assert expected in difference
    assert figure_difference(here, there, size_only=True) == ""


def test_other_size_is_said() -> None:
    """The sizes explain it better than pixels."""
    difference = figure_difference(figure(FIGURE), figure(FIGURE, width=400))

    assert difference == "a figure of 480×320 here, 400×320 there, in the light theme"


def test_file_that_is_no_picture_is_named() -> None:
    """Instead of a traceback."""
    with pytest.raises(BuildError, match=r"a\.svg cannot be drawn"):
        figure_difference(figure(FIGURE), figure(b"no picture"))
