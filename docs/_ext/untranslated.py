"""Name every sentence that the Chinese site would show in English.

Sphinx leaves a message without a translation as it is and says nothing.  Here
each is a warning with file and line, which the build turns into an error.
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

CODE = re.compile(r"``.*?``|`[^`]*`|:[\w:+-]+:(?=`)|<[^>]*>|https?://\S+", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")

logger = logging.getLogger(__name__)


def words(message: str) -> list[str]:
    """Return the words of a message that are neither code, role nor address."""
    return WORD.findall(CODE.sub(" ", message))


def is_left_in_english(message: str, translation: str) -> bool:
    """Tell whether a reader of the translation would meet English prose.

    A message of code and numbers needs no translation; one with a single word
    (a product's name) may be translated by itself.
    """
    if not words(message) or HAN.search(translation):
        return False
    return not translation.strip() or len(words(translation)) > 1


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
        if self.config.language == "en":
            return
        catalogue = read_catalogue(self.env, self.env.docname)
        missing: dict[str, nodes.Element] = {}
        for node, message in extract_messages(self.document):
            translation = catalogue.get(message, "")
            if is_left_in_english(message, translation) and not is_setting(node):
                missing.setdefault(message, node)
        for message, node in missing.items():
            self._warn(node, message)

    def _warn(self, node: nodes.Element, message: str) -> None:
        logger.warning(
            "not translated into %s: %r; add it to locales/%s/LC_MESSAGES/%s.po",
            self.config.language,
            message,
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
