"""The languages of the site, and what each of those who ask calls them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the site.

    Parameters
    ----------
    folder : str
        Its folder in the site.
    sphinx : str
        Its name for Sphinx and for the catalogues.
    code : str
        Its name in pages, for browsers and search engines.
    short : str
        Its name in the project's own lists, and in downloads.
    sharing : str
        Its name for those who show a shared link.
    name : str
        Its name for itself.
    """

    folder: str
    sphinx: str
    code: str
    short: str
    sharing: str
    name: str


ENGLISH = Language("en", "en", "en", "en", "en_US", "English")
CHINESE = Language("zh-cn", "zh_CN", "zh-Hans", "zh", "zh_CN", "简体中文")
LANGUAGES = (ENGLISH, CHINESE)
FOLDERS = tuple(language.folder for language in LANGUAGES)


def language_in(folder: str) -> Language:
    """Return the language that a folder of the site is for."""
    return next(x for x in LANGUAGES if x.folder == folder)


def language_of(sphinx: str) -> Language:
    """Return the language that Sphinx calls so."""
    return next(x for x in LANGUAGES if x.sphinx == sphinx)
