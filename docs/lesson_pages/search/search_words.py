"""Read which words readers look for a page with, from ``docs/search_words.toml``."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from gallery_store.files import read_source
from lesson_pages.course.course import course_of, fault_of
from lesson_pages.languages import LANGUAGES, language_of
from lesson_pages.translation.glossary import read_terms

FILE = "search_words.toml"
SYNONYMS = "synonyms"
EXAMPLE = '[["graphics card", "GPU"]]'
KEYS = ("terms", *(language.short for language in LANGUAGES))


def read_words(env: BuildEnvironment) -> tuple[dict[str, list[str]], list[list[str]]]:
    """Return what the file says of each page, and words that mean the same to a reader.

    It calls lessons by their names.  A page's words are its terms in both languages,
    others in that of the build; the glossary's words mean the same, too.  An error has
    a line for each mistake in the file.
    """
    path, terms = Path(env.srcdir, FILE), read_terms(env.srcdir)
    try:
        said = tomllib.loads(read_source(path) if path.is_file() else "")
    except (ValueError, RecursionError) as error:
        raise ExtensionError(f"docs/{FILE}: {error}") from error
    synonyms = said.pop(SYNONYMS, [])
    faults = [x for name in said for x in faults_of(env, name, said[name], terms)]
    if not isinstance(synonyms, list) or not all(_is_list(x, 2) for x in synonyms):
        faults.append(f"{SYNONYMS} needs lists, such as {EXAMPLE}")
    if faults:
        raise ExtensionError("\n".join(f"docs/{FILE}: {fault}" for fault in faults))
    words, language = {}, language_of(env.config.language).short
    for name, entry in said.items():
        both = [word for term in entry.get("terms", ()) for word in (term, terms[term])]
        words[course_of(env).named[name][0]] = [*both, *entry.get(language, ())]
    return words, [*map(list, terms.items()), *synonyms]


def faults_of(
    env: BuildEnvironment, page: str, entry: Any, terms: dict[str, str]
) -> Iterator[str]:
    """Yield what is wrong with the entry of a page."""
    found = course_of(env).named.get(page, [])
    if len(found) != 1:
        yield f"{page!r} {fault_of(found)}"
    if not isinstance(entry, dict) or not all(map(_is_list, entry.values())):
        yield f'{page!r} needs lists, such as terms = ["gradient"]'
        return
    for key in sorted(entry.keys() - set(KEYS)):
        yield f"{page!r} has {key!r}, which is none of {', '.join(KEYS)}"
    for term in sorted(set(entry.get("terms", ())) - terms.keys()):
        yield f"{page!r} names {term!r}, which is not in glossary.csv"


def _is_list(value: object, least: int = 0) -> bool:
    if not isinstance(value, list) or len(value) < least:
        return False
    return all(isinstance(x, str) for x in value)
