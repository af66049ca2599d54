"""Read which words readers look for a page with, from ``docs/search_words.toml``."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from lesson_pages.course.course import course_of, fault_of
from lesson_pages.languages import LANGUAGES, language_of
from lesson_pages.translation.glossary import read_terms

FILE = "search_words.toml"
SYNONYMS = "synonyms"
EXAMPLE = '[["graphics card", "GPU"]]'
KEYS = ("terms", *(language.short for language in LANGUAGES))

Words = dict[str, dict[str, list[str]]]


def read_file(env: BuildEnvironment) -> dict[str, Any]:
    """Return what the file holds; nothing if there is none."""
    path = Path(env.srcdir, FILE)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8") if path.is_file() else "")
    except tomllib.TOMLDecodeError as error:
        raise ExtensionError(f"docs/{FILE}: {error}") from error


def read_synonyms(env: BuildEnvironment) -> list[list[str]]:
    """Return words that mean the same to a reader: the glossary's, and the file's."""
    ours = read_file(env).get(SYNONYMS, [])
    if not isinstance(ours, list) or not all(_is_list(x) and len(x) > 1 for x in ours):
        raise ExtensionError(f"docs/{FILE}: {SYNONYMS} needs lists, such as {EXAMPLE}")
    return [*map(list, read_terms(env.srcdir).items()), *ours]


def read_words(env: BuildEnvironment) -> Words:
    """Return what the file says of each page; it calls lessons by their names.

    An error has a line for each mistake in the file.
    """
    words: Words = {k: v for k, v in read_file(env).items() if k != SYNONYMS}
    if faults := [x for name in words for x in faults_of(env, name, words[name])]:
        raise ExtensionError("\n".join(f"docs/{FILE}: {fault}" for fault in faults))
    named = course_of(env).named
    return {named[name][0]: entry for name, entry in words.items()}


def faults_of(env: BuildEnvironment, page: str, entry: object) -> Iterator[str]:
    """Yield what is wrong with the entry of a page."""
    found = course_of(env).named.get(page, [])
    if len(found) != 1:
        yield f"{page!r} {fault_of(found)}"
    if not isinstance(entry, dict) or not all(map(_is_list, entry.values())):
        yield f'{page!r} needs lists, such as terms = ["gradient"]'
        return
    for key in sorted(entry.keys() - set(KEYS)):
        yield f"{page!r} has {key!r}, which is none of {', '.join(KEYS)}"
    for term in sorted(set(entry.get("terms", ())) - read_terms(env.srcdir).keys()):
        yield f"{page!r} names {term!r}, which is not in glossary.csv"


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) for x in value)


def words_of(env: BuildEnvironment, words: Words, page: str) -> list[str]:
    """Return a page's words: its terms in both languages, others in the build's."""
    entry, terms = words.get(page, {}), read_terms(env.srcdir)
    both = [word for term in entry.get("terms", ()) for word in (term, terms[term])]
    return [*both, *entry.get(language_of(env.config.language).short, ())]
