"""The oracle of walk()."""

from exercises import exercise_of

from tutorial_utils.lessons import the_computation_graph as lesson


def test_oracle_counts_what_the_solution_counts():
    """Two walks of different authors agree on every case."""
    walk = exercise_of("the_computation_graph").solution["walk"]

    for case in lesson._cases():
        assert case.expected == walk(*case.inputs)
