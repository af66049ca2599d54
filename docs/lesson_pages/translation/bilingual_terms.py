"""Show beside each term of the glossary the word that the other language uses."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.languages import CHINESE, ENGLISH, language_of
from lesson_pages.translation.glossary import read_terms


class OtherWord(SphinxPostTransform):
    """Append the word of the other language, marked as such for screen readers."""

    default_priority = 500
    formats = ("html",)

    def run(self, **_: Any) -> None:
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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_post_transform(OtherWord)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
