"""Each page has a catalogue, which says everything, as the other catalogues say it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lesson_pages.languages import TRANSLATIONS, Language
from lesson_pages.translation.untranslated import is_left_in_english
from site_build.catalogues import FUZZY, usual_translations
from site_build.check.content import Content, Fault
from site_build.check.lesson_layout import TO_WRITE
from site_build.check.page_source import page_messages
from site_build.check.translated_messages import shortened

Messages = list[tuple[int, str]]


def catalogues_can_be_read(content: Content) -> Iterator[Fault]:
    """A catalogue is gettext's format in UTF-8."""
    yield from content.unreadable


def pages_have_catalogues(content: Content) -> Iterator[Fault]:
    """A page without a catalogue would be English, one without a page is a leftover."""
    broken = {fault.file for fault in content.unreadable}
    for language in TRANSLATIONS:
        have = {page for other, page in content.page_catalogues if other == language}
        for page in sorted(content.pages - have):
            file = content.catalogue_file(language, page)
            if file not in broken:
                yield Fault(file, 0, "is not there; make it with `nox -s translations`")
        for page in sorted(have - content.pages):
            cure = "has no page; give it its page's new name, or delete it"
            yield Fault(content.catalogue_file(language, page), 0, cure)


def messages_are_translated(content: Content) -> Iterator[Fault]:
    """Nothing of a catalogue is empty or waits for review."""
    for translation in content.translations:
        message = shortened(translation.english)
        if translation.message.fuzzy:
            yield translation.fault(f"{FUZZY}: {message}")
        elif not translation.text and is_left_in_english(
            translation.english, "", translation.language
        ):
            language = translation.language.name
            yield translation.fault(f"not in {language} yet; write msgstr: {message}")


def pages_are_translated(content: Content) -> Iterator[Fault]:
    """What a page says now has a place in its catalogue."""
    for file, page, messages in all_messages(content):
        for language in TRANSLATIONS:
            if catalogue := content.catalogues.get((language, page)):
                known = {str(message.id) for message in catalogue}
                for line, text in messages:
                    if text not in known and is_left_in_english(text, "", language):
                        cure = f"not in {language.name} yet; run `nox -s translations`"
                        yield Fault(file, line, f"{cure}: {shortened(text)}")


def all_messages(content: Content) -> Iterator[tuple[str, str, Messages]]:
    """Yield file, page and messages of each lesson and each page in Markdown."""
    for lesson in content.lessons:
        written = [x for x in lesson.messages if not TO_WRITE.search(x[1])]
        yield lesson.file, lesson.page, written
    for path in sorted(content.docs.glob("*.md")):
        yield content.relative(path), path.stem, list(page_messages(path))


def left_for_translators(content: Content) -> list[Fault]:
    """Return every message that a translator has to write or to review."""
    return sorted({*messages_are_translated(content), *pages_are_translated(content)})


def same_words_everywhere(content: Content) -> Iterator[Fault]:
    """What all other catalogues call alike, such as a heading, has one translation."""
    by_language: Mapping[Language, dict[str, str]] = usual_translations(
        content.catalogues
    )
    seen: dict[tuple[Language, str], set[str]] = defaultdict(set)
    for translation in content.translations:
        seen[translation.language, translation.english].add(translation.text)
    for translation in content.translations:
        usual = by_language[translation.language].get(translation.english)
        if usual and translation.text not in ("", usual):
            cure = f"{translation.english!r} is {usual} in the other catalogues"
            yield translation.fault(f"{cure}, not {translation.text}; write that")
