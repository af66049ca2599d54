"""Name every sentence that a translated site would show in English.

Sphinx leaves a message without a translation as it is and says nothing.  Here each
is a warning with file and line, which the build turns into an error.  With
``mark_untranslated`` English is shown, marked as such, while one is writing.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from babel.messages.pofile import read_po
from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import extract_messages, traverse_parent

from lesson_pages.languages import CHINESE, ENGLISH, Language, language_of

CODE = re.compile(
    r"``.*?``|`[^`]*`|:[\w:+-]+:(?=`)|<[^>]*>|https?://\S+|\$[^$\n]+\$"
    r"|\\(?:begin|end|math\w+|operatorname)\{[^}]*\}|\\[A-Za-z]+",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]{2,}")
FAR = "the address of %r would be lost in translation; write [text](address)"

logger = logging.getLogger(__name__)


def words(message: str) -> list[str]:
    """Return the words of a message that are no code, formula, role or address."""
    return WORD.findall(CODE.sub(" ", message))


def is_left_in_english(
    message: str, translation: str, language: Language = CHINESE
) -> bool:
    """Tell whether a reader of the translation would meet English prose.

    A message of code and numbers needs no translation; one with a single word
    (a product's name) may be translated by itself.
    """
    if not words(message):
        return False
    if not language.script:
        return translation.strip() in ("", message.strip())
    if re.search(f"[{language.script}]", translation):
        return False
    return not translation.strip() or len(words(translation)) > 1


def is_setting(node: nodes.Node) -> bool:
    """Tell the settings at the top of a page, which no reader sees."""
    settings = traverse_parent(node, (nodes.field_list, nodes.docinfo))
    return any(isinstance(x.parent, nodes.document) for x in settings)


def catalogue_file(
    env: BuildEnvironment, page: str, language: Language | None = None
) -> Path:
    """Return where a page's translations are, into the language of the build."""
    name = language.sphinx if language else env.config.language
    return Path(env.srcdir, "locales", name, "LC_MESSAGES", f"{page}.po")


def read_catalogue(
    env: BuildEnvironment, page: str, language: Language | None = None
) -> dict[str, str]:
    """Return a page's messages with their translations, if there are any."""
    file = catalogue_file(env, page, language)
    return parse_catalogue(file.read_bytes()) if file.is_file() else {}


@lru_cache(maxsize=64)
def parse_catalogue(content: bytes) -> dict[str, str]:
    """Return the messages of a catalogue; a fuzzy translation is none."""
    messages = (x for x in read_po(BytesIO(content)) if x.id)
    return {str(x.id): "" if x.fuzzy else str(x.string) for x in messages}


def count_translated(
    messages: Mapping[str, str], language: Language
) -> tuple[int, int]:
    """Return how many of a page's messages are translated, and how many it has."""
    left = sum(is_left_in_english(*text, language) for text in messages.items())
    return len(messages) - left, len(messages)


class FindUntranslated(SphinxTransform):
    """Warn of what the page's catalogue leaves in English, or mark it."""

    def apply(self, **kwargs: object) -> None:
        """Compare what a reader sees of the page with its catalogue."""
        self._find_far_addresses()
        language, said = language_of(self.config.language), set[str]()
        if language == ENGLISH:
            return
        catalogue = read_catalogue(self.env, self.env.docname)
        path = catalogue_file(self.env, self.env.docname).relative_to(self.env.srcdir)
        cure = f"add it to {path.as_posix()}"
        fault = f"not translated into {language.sphinx}: %r; {cure}"
        for node, message in extract_messages(self.document):
            translation = catalogue.get(message, "")
            left = is_left_in_english(message, translation, language)
            if not left or is_setting(node):
                continue
            if self.config.mark_untranslated:
                # docutils writes the class language-xx as the attribute lang="xx"
                node["classes"] += ["untranslated", f"language-{ENGLISH.code}"]
            elif message not in said:
                kind = "untranslated"
                logger.warning(fault, message, location=node, type="i18n", subtype=kind)
            said.add(message)

    def _find_far_addresses(self) -> None:
        """Warn of a link in Markdown whose address stands below, where no message is.

        In English, too: its translation would show brackets.
        """
        for node, message in extract_messages(self.document):
            is_markdown = str(node.source).endswith(".md")
            for link in node.findall(nodes.reference) if is_markdown else ():
                address = link.get("refuri", "").lstrip("./")  # as it was written
                if unquote(address) not in unquote(message):
                    logger.warning(FAR, link.astext(), location=node)
