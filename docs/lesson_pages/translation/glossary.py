"""Read the terms of the glossary, from ``docs/glossary.csv``."""

import csv
from pathlib import Path

DOCS = Path(__file__).parents[2]


def read_terms(docs: Path = DOCS) -> dict[str, str]:
    """Return the Chinese word for each English term; none where no list is."""
    path = docs / "glossary.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}
