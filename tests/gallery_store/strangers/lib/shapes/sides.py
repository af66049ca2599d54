"""What areas are made of."""


def power(side: int) -> int:
    """Return a side times itself."""
    return side**2
