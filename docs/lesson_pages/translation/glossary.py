"""The glossary, from ``docs/glossary.csv``: one word in each language."""

import csv
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lesson_pages.languages import CHINESE, ENGLISH, language_of

DOCS = Path(__file__).parents[2]


def read_terms(docs: Path = DOCS) -> dict[str, str]:
    """Return the Chinese word for each English term; none where no list is."""
    path = docs / "glossary.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}


class OtherWord(SphinxPostTransform):
    """Append the word of the other language, marked as such for screen readers."""

    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Complete the terms of every glossary on the page."""
        words, other_language = read_terms(self.env.srcdir), CHINESE
        if language_of(self.config.language) == CHINESE:
            words, other_language = {zh: en for en, zh in words.items()}, ENGLISH
        for term in self.document.findall(nodes.term):
            other = words.get(term.astext())
            if other and other != term.astext():
                # docutils writes the class language-xx as the attribute lang="xx"
                classes = ["other-word", f"language-{other_language.code}"]
                term += [nodes.Text(" "), nodes.inline("", other, classes=classes)]
