"""The glossary, from ``docs/glossary.csv``: one word in each language."""

import csv
import io
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from gallery_store.errors import BuildError
from gallery_store.files import read_source
from lesson_pages.languages import CHINESE, ENGLISH, Language, language_of

DOCS = Path(__file__).parents[2]


def read_terms(docs: Path = DOCS, language: Language = CHINESE) -> dict[str, str]:
    """Return the word of a language for each English term; none where no list is.

    A language that has no word yet uses the English one.
    """
    path = docs / "glossary.csv"
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(read_source(path), newline=""), strict=True)
    words = {}
    try:
        for row in rows:
            words[row["en"]] = row.get(language.short) or row["en"]
            if None in row or not row["en"]:
                raise ValueError
    except (csv.Error, KeyError, ValueError) as error:
        cure = "write a term under en and no more than the columns; quote what has ,"
        raise BuildError(f"docs/{path.name}:{rows.line_num}: {cure}") from error
    return words


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
