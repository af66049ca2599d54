"""The names of shapes."""

from pathlib import Path

DATA_FILES = ("names.txt",)


def read_names() -> list[str]:
    """Return the names in the file."""
    return Path(__file__).with_name("names.txt").read_text("utf-8").split()
