"""The glossary, from ``docs/glossary.csv``: one word in each language."""

import csv
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lesson_pages.languages import CHINESE, ENGLISH, Language, language_of

DOCS = Path(__file__).parents[2]


def read_terms(docs: Path = DOCS, language: Language = CHINESE) -> dict[str, str]:
    """Return the word of a language for each English term; none where no list is."""
    path = docs / "glossary.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row[language.short] for row in csv.DictReader(file)}


class OtherWord(SphinxPostTransform):
    """Append the word of the other language, marked as such for screen readers."""

    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Complete the terms of every glossary on the page."""
        here, other_language = language_of(self.config.language), ENGLISH
        if here == ENGLISH:
            words, other_language = read_terms(self.env.srcdir), CHINESE
        else:
            terms = read_terms(self.env.srcdir, here)
            words = {word: term for term, word in terms.items()}
        for term in self.document.findall(nodes.term):
            other = words.get(term.astext())
            if other and other != term.astext():
                # docutils writes the class language-xx as the attribute lang="xx"
                classes = ["other-word", f"language-{other_language.code}"]
                term += [nodes.Text(" "), nodes.inline("", other, classes=classes)]
