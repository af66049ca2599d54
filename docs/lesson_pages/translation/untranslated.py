"""Name every sentence that a translated site would show in English, or without a link.

Sphinx leaves a message without a translation as it is and says nothing; of links
that a translation drops it sees those within the site only.  Here each is a
warning with file and line, which the build turns into an error.  With
``untranslated = "mark"`` English is shown, marked as such, while one is writing.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from docutils import nodes
from sphinx import locale
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from lesson_pages.languages import CHINESE, ENGLISH, Language, language_of

ERROR, MARK = "error", "mark"
CODE = re.compile(
    r"``.*?``|`[^`]*`|:[\w:+-]+:(?=`)|<[^>]*>|https?://\S+|\$[^$\n]+\$"
    r"|\\(?:begin|end|math\w+|operatorname)\{[^}]*\}|\\[A-Za-z]+",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?://[^\s<>()`]+")

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


def dropped_addresses(message: str, translation: str) -> list[str]:
    """Return the addresses that a reader of the translation does not get."""
    kept = set(ADDRESS.findall(translation))
    return [x for x in ADDRESS.findall(message) if translation and x not in kept]


def is_setting(node: nodes.Node) -> bool:
    """Tell the settings at the top of a page, which no reader sees."""
    if isinstance(node, (nodes.field_list, nodes.docinfo)):
        return isinstance(node.parent, nodes.document)
    return node.parent is not None and is_setting(node.parent)


def read_catalogue(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return the messages of a page with their translations; none in English."""
    domain = docname_to_domain(docname, env.config.gettext_compact)
    folders = [env.srcdir / folder for folder in env.config.locale_dirs]
    found, _ = locale.init(folders, env.config.language, domain)
    return getattr(found, "_catalog", {})


def read_messages(
    env: BuildEnvironment, page: str, language: Language
) -> dict[str, str]:
    """Return the messages of a page with their translations into any language."""
    folder = Path(env.srcdir, "locales", language.sphinx, "LC_MESSAGES")
    file = folder / f"{page}.po"
    return parse_catalogue(file.read_bytes()) if file.is_file() else {}


@lru_cache(maxsize=64)
def parse_catalogue(content: bytes) -> dict[str, str]:
    """Return the messages of a catalogue; many pages ask for the same one."""
    return {str(x.id): str(x.string) for x in read_po(BytesIO(content)) if x.id}


def count_translated(
    messages: Mapping[str, str], language: Language
) -> tuple[int, int]:
    """Return how many of a page's messages are translated, and how many it has."""
    left = sum(is_left_in_english(*text, language) for text in messages.items())
    return len(messages) - left, len(messages)


class FindUntranslated(SphinxTransform):
    """Warn of what the page's catalogue leaves in English, or mark it."""

    def apply(self, **kwargs: object) -> None:
        """Compare the page with its catalogue."""
        if self.config.language == ENGLISH.sphinx:
            return
        language, said = language_of(self.config.language), set[str]()
        for node, message, translation in self._messages():
            if is_left_in_english(message, translation, language):
                if self.config.untranslated == MARK:
                    # docutils writes the class language-xx as the attribute lang="xx"
                    node["classes"] += ["untranslated", f"language-{ENGLISH.code}"]
                elif message not in said:
                    into = f"not translated into {self.config.language}"
                    self._warn(node, f"{into}: {message!r}; add it to")
            for address in dropped_addresses(message, translation):
                if message not in said:
                    self._warn(node, f"the translation drops {address}; see")
            said.add(message)

    def _messages(self) -> Iterator[tuple[nodes.Element, str, str]]:
        """Yield what a reader sees of the page, with its translation."""
        catalogue = read_catalogue(self.env, self.env.docname)
        for node, message in extract_messages(self.document):
            if not is_setting(node):
                yield node, message, catalogue.get(message, "")

    def _warn(self, node: nodes.Element, what: str) -> None:
        logger.warning(
            "%s locales/%s/LC_MESSAGES/%s.po",
            what,
            self.config.language,
            self.env.docname,
            location=node,
            type="i18n",
            subtype="untranslated",
        )
