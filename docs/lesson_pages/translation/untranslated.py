"""Name every sentence that the Chinese site would show in English, or without a link.

Sphinx leaves a message without a translation as it is and says nothing; of links
that a translation drops it sees those within the site only.  Here each is a
warning with file and line, which the build turns into an error.
"""

import re

from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.languages import ENGLISH

CODE = re.compile(
    r"``.*?``|`[^`]*`|:[\w:+-]+:(?=`)|<[^>]*>|https?://\S+|\$[^$\n]+\$"
    r"|\\(?:begin|end|math\w+|operatorname)\{[^}]*\}|\\[A-Za-z]+",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"https?://[^\s<>()`]+")
HAN = re.compile(r"[\u4e00-\u9fff]")

logger = logging.getLogger(__name__)


def words(message: str) -> list[str]:
    """Return the words of a message that are no code, formula, role or address."""
    return WORD.findall(CODE.sub(" ", message))


def is_left_in_english(message: str, translation: str) -> bool:
    """Tell whether a reader of the translation would meet English prose.

    A message of code and numbers needs no translation; one with a single word
    (a product's name) may be translated by itself.
    """
    if not words(message) or HAN.search(translation):
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


class NameUntranslated(SphinxTransform):
    """Warn of what the page's catalogue leaves in English."""

    default_priority = 15  # before the translations are put in

    def apply(self, **kwargs: object) -> None:
        """Compare the page with its catalogue."""
        if self.config.language == ENGLISH.sphinx:
            return
        catalogue = read_catalogue(self.env, self.env.docname)
        said: set[str] = set()
        for node, message in extract_messages(self.document):
            translation = catalogue.get(message, "")
            if message in said or is_setting(node):
                continue
            said.add(message)
            if is_left_in_english(message, translation):
                into = f"not translated into {self.config.language}"
                self._warn(node, f"{into}: {message!r}; add it to")
            for address in dropped_addresses(message, translation):
                self._warn(node, f"the translation drops {address}; see")

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


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_transform(NameUntranslated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
