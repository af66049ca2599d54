"""The languages of the site: all that differs and stands in no catalogue.

Another language is an entry here and its catalogues in `docs/locales/`.
"""

from dataclasses import dataclass

HAN = r"\u3400-\u9fff"
"""The Chinese characters, for a regular expression."""


@dataclass(frozen=True)
class Language:
    """A language of the site, by its names."""

    folder: str  # in the site
    sphinx: str  # for Sphinx and for the catalogues
    code: str  # in pages, for browsers and search engines
    short: str  # in the project's own lists, and in downloads
    sharing: str  # for those who show a shared link
    name: str  # for itself
    english: str  # in English, which the catalogues translate
    script: str = ""
    """The characters that tell it from English, for a regular expression; empty where
    it is written with the same letters."""


ENGLISH = Language("en", "en", "en", "en", "en_US", "English", "English")
CHINESE = Language(
    "zh-cn", "zh_CN", "zh-Hans", "zh", "zh_CN", "简体中文", "Chinese", HAN
)
LANGUAGES = (ENGLISH, CHINESE)
TRANSLATIONS = LANGUAGES[1:]
FOLDERS = tuple(language.folder for language in LANGUAGES)


def language_in(folder: str) -> Language:
    """Return the language that a folder of the site is for."""
    return next(x for x in LANGUAGES if x.folder == folder)


def language_of(sphinx: str) -> Language:
    """Return the language that Sphinx calls so."""
    return next(x for x in LANGUAGES if x.sphinx == sphinx)
