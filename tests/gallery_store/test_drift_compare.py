"""Lessons: which outputs belong together, and what became of them."""

import pytest
from drifting import LESSON, bundle, draw

from gallery_store.bundle import Bundle
from gallery_store.drift.compare import Comparison, compare

TIMED = "# sphinx_gallery_parallel = False\n"
TOLERANT = "# sphinx_gallery_tolerance = 1e-3\n"


def compared(here: Bundle, there: Bundle) -> Comparison:
    """Return the comparison of one lesson."""
    (comparison,) = compare({LESSON: here}, {LESSON: there})
    return comparison


def test_equal_outputs_are_equal() -> None:
    """Prose and code are not asked."""
    cell = ("print(1)", "1", draw())

    found = compared(bundle(cell), bundle(cell))

    assert (found.label, found.drifted, found.first) == ("equal", False, "")
    assert len(found.pairs) == 2


def test_changed_text_is_named_with_its_line() -> None:
    """The table leads to the block of code."""
    here = bundle(("a = 1",), ("a", "0.5\n0.6"))
    there = bundle(("a = 1",), ("a", "0.5\n0.7"))

    found = compared(here, there)

    assert (found.label, found.drifted) == ("changed", True)
    assert found.first == "line 20: here '0.6', there '0.7'"


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        (("1",), "a text here, nothing there"),
        ((draw(),), "a figure here, nothing there"),
    ],
)
def test_output_of_one_side_only_is_a_change(
    outputs: tuple[object, ...], words: str
) -> None:
    """Nothing is an output, too."""
    assert (
        compared(bundle(("a", *outputs)), bundle(("a",))).first == f"line 10: {words}"
    )


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


def test_lesson_declares_its_tolerance() -> None:
    """Without it the last digit counts."""
    cells = ("a", "0.99999994"), ("a", "1.0")

    exact = compared(*map(bundle, cells))
    tolerant = compared(*(bundle(cell, source=TOLERANT) for cell in cells))

    assert (exact.label, tolerant.label) == ("changed", "equal")


def test_timings_are_compared_in_structure() -> None:
    """Numbers and curves of measured times are not the lesson's to keep."""
    here = bundle(("a", "1.3 ms"), ("b", draw()), source=TIMED)
    there = bundle(("a", "900.0 µs"), ("b", draw(shift=30)), source=TIMED)

    found = compared(here, there)

    assert (found.label, found.drifted, found.first) == ("timings", False, "")
    assert len(found.different) == 2


def test_timings_of_another_structure_changed() -> None:
    """A figure that is gone is no measurement."""
    here = bundle(("a", "1.3 ms"), ("b",), source=TIMED)
    there = bundle(("a", "1.4 ms"), ("b", draw()), source=TIMED)

    found = compared(here, there)

    assert (found.label, found.first) == (
        "changed",
        "line 20: nothing here, a figure there",
    )


def test_name_of_what_it_ran_on_is_no_output() -> None:
    """Each side may tell its own version and machine, but no other."""
    say = "torch {}, on {}, 1 thread."
    here = bundle(("a", say.format("2.13.0+cpu", "AMD EPYC")))
    ran = {"torch": "2.14.1", "machine": "a Mac, 8 threads"}
    there = bundle(("a", say.format("2.14.1", "a Mac")), **ran)
    wrong = bundle(("a", say.format("2.13.0+cpu", "a Mac")), **ran)

    assert compared(here, there).label == "equal"
    assert compared(here, wrong).label == "changed"
