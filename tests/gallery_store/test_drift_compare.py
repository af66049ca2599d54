"""Lessons: which outputs belong together, and what became of them."""

import pytest
from drifting import LESSON, Cell, bundle, draw

from gallery_store.bundle import Bundle
from gallery_store.drift.compare import Comparison, compare

TIMED = "# sphinx_gallery_parallel = False\n"
TOLERANT = "# sphinx_gallery_tolerance = 1e-3\n"


def compared(here: Bundle, there: Bundle) -> Comparison:
    """Return the comparison of one lesson."""
    (comparison,) = compare({LESSON: here}, {LESSON: there})
    return comparison


FIGURE = draw()
NUMBERS = ("a", "0.99999994"), ("a", "1.0")
TIMES = (("a", "1.3 ms"), ("b", FIGURE)), (("a", "900 µs"), ("b", draw(shift=30)))


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

    assert [(x.lesson, x.label, x.drifted) for x in found] == [
        ("a", "new", True),
        ("b", "gone", True),
    ]


def test_edited_lesson_is_labelled() -> None:
    """Other words around equal outputs are no drift, but worth knowing."""
    cell = ("print(1)", "1")

    found = compared(bundle(cell, source="# new"), bundle(cell, source="# old"))

    assert (found.label, found.drifted) == ("equal, source differs", False)


def test_new_block_does_not_shift_the_others() -> None:
    """Outputs belong to the code above them, wherever it stands."""
    here = bundle(("a", "1"), ("b", "2"), ("c", "3"), source="# new")
    there = bundle(("a", "1"), ("c", "3"))

    found = compared(here, there)

    assert [(x.line, x.difference) for x in found.different] == [
        (20, "a text here, nothing there")
    ]


def test_name_of_what_it_ran_on_is_no_output() -> None:
    """Each side may tell its own version and machine, but no other."""
    say = "torch {}, on {}, 1 thread."
    here = bundle(("a", say.format("2.13.0+cpu", "AMD EPYC")))
    ran = {"torch": "2.14.1", "machine": "a Mac, 8 threads"}
    there = bundle(("a", say.format("2.14.1", "a Mac")), **ran)
    wrong = bundle(("a", say.format("2.13.0+cpu", "a Mac")), **ran)

    assert compared(here, there).label == "equal"
    assert compared(here, wrong).label == "changed"
