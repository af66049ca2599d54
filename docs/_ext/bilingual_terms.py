"""Show beside each term of the glossary the word that the other language uses."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TERMS = Path(__file__).parent.parent / "glossary.csv"


def read_terms(file: Path = TERMS) -> dict[str, str]:
    """Return the Chinese word for each English term of the glossary."""
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["en"]: row["zh"] for row in csv.DictReader(stream)}


class OtherWord(SphinxPostTransform):
    """Append the word of the other language, marked as such for screen readers."""

    default_priority = 500
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Complete the terms of every glossary on the page."""
        words, language = read_terms(), "zh-Hans"
        if self.config.language.startswith("zh"):
            words, language = {zh: en for en, zh in words.items()}, "en"
        for term in self.document.findall(nodes.term):
            other = words.get(term.astext())
            if other and other != term.astext():
                # docutils writes the class language-xx as the attribute lang="xx"
                classes = ["other-word", f"language-{language}"]
                term += [nodes.Text(" "), nodes.inline("", other, classes=classes)]


def setup(app: "Sphinx") -> dict[str, bool]:
    """Register the transform with Sphinx."""
    app.add_post_transform(OtherWord)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
