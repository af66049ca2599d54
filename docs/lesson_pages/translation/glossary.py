"""The glossary, from ``docs/glossary.csv``: one word in each language."""

import csv
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from lesson_pages.languages import CHINESE, ENGLISH, Language, language_of

DOCS = Path(__file__).parents[2]


def read_terms(docs: Path = DOCS, language: Language = CHINESE) -> dict[str, str]:
    """Return the word of a language for each English term; none where no list is.

    A language that has no word yet uses the English one.
    """
    path = docs / "glossary.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["en"]: row.get(language.short) or row["en"] for row in rows}


def add_other_words(app: Sphinx, document: nodes.document, page: str) -> None:
    """Append the word of the other language to each term, marked as such."""
    here = language_of(app.config.language)
    language = CHINESE if here == ENGLISH else ENGLISH
    words = read_terms(app.srcdir, CHINESE if here == ENGLISH else here)
    if here != ENGLISH:
        words = {word: term for term, word in words.items()}
    for term in document.findall(nodes.term):
        other = words.get(term.astext(), term.astext())
        if other != term.astext():
            # docutils writes the class language-xx as the attribute lang="xx"
            classes = ["other-word", f"language-{language.code}"]
            term += [nodes.Text(" "), nodes.inline("", other, classes=classes)]
