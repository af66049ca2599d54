"""Shapes."""

from shapes.sides import power


def area(side: int) -> int:
    """Return the area of a square."""
    return power(side)
