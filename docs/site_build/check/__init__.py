"""What a writer or translator has to know, as rules: a linter of the course's content.

Each rule is a function of the content that yields what breaks it; it imports no torch
and builds no page. What only a run can tell is read from the lesson's kept run.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatch

from gallery_store.errors import BuildError
from site_build.check import (
    catalogues_complete,
    exercise_files,
    figure_texts,
    glossary_terms,
    kept_run,
    lesson_layout,
    link_targets,
    numbers_in_prose,
    page_lists,
    translated_messages,
)
from site_build.check.content import Content, Fault
from site_build.check.lesson_source import LessonSource

Rule = Callable[[Content], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    lesson_layout.lessons_are_python,
    lesson_layout.nothing_is_left_to_write,
    lesson_layout.prose_is_restructuredtext,
    lesson_layout.sections_are_the_same_everywhere,
    lesson_layout.next_lessons_are_named,
    lesson_layout.settings_have_an_effect,
    lesson_layout.figures_are_described,
    lesson_layout.code_is_of_today,
    lesson_layout.lessons_stand_in_toctrees,
    exercise_files.exercises_are_checked,
    link_targets.links_of_lessons_lead_somewhere,
    link_targets.links_of_pages_lead_somewhere,
    page_lists.lists_can_be_read,
    page_lists.lessons_have_search_words,
    page_lists.search_words_stand_on_the_page,
    page_lists.addresses_are_listed,
    page_lists.inventories_follow_their_lists,
    glossary_terms.words_are_unique,
    glossary_terms.terms_are_explained,
    glossary_terms.definitions_are_sentences,
    glossary_terms.terms_are_translated_as_listed,
    catalogues_complete.catalogues_can_be_read,
    catalogues_complete.pages_have_catalogues,
    catalogues_complete.messages_are_translated,
    catalogues_complete.pages_are_translated,
    catalogues_complete.same_words_everywhere,
    translated_messages.translations_follow,
)
RUN_RULES: tuple[Rule, ...] = (
    numbers_in_prose.numbers_are_shown,
    figure_texts.figures_are_legible,
)
"""Those that look at what a run has left, where there is one of today's code."""


def check_course(content: Content, patterns: Sequence[str] = ()) -> Iterator[Fault]:
    """Yield what breaks a rule, in the order of files and lines.

    Parameters
    ----------
    content : Content
        The sources of the course.
    patterns : sequence of str, optional
        Parts of the names of lessons; then only what concerns one of them is told, and
        that it has no kept run.

    Raises
    ------
    BuildError
        If a pattern is part of no name.
    """
    chosen = [lesson for x in patterns for lesson in select(content.lessons, x)]
    rules: tuple[Rule, ...] = (*RULES, *RUN_RULES)
    if any(lesson.error for lesson in content.lessons):
        rules = (lesson_layout.lessons_are_python,)
    elif chosen:
        rules += (kept_run.runs_are_kept,)
    faults = {fault for rule in rules for fault in rule(content)}
    yield from sorted(x for x in faults if not chosen or concerns(x, chosen))


def without_run(content: Content, patterns: Sequence[str]) -> list[str]:
    """Return how many lessons were not looked at as a reader sees them."""
    number = 0 if patterns else len(list(kept_run.runs_are_kept(content)))
    lessons = f"{number} of {len(content.lessons)} lessons"
    what = "have no kept run of today's code, so their numbers and figures were not"
    return [f"{lessons} {what} looked at; run `nox -s docs`"] if number else []


def select(lessons: Sequence[LessonSource], pattern: str) -> list[LessonSource]:
    """Return the lessons whose name contains or matches a pattern."""
    found = [x for x in lessons if pattern in x.page or fnmatch(x.path.stem, pattern)]
    if not found:
        known = "\n".join(f"  {lesson.path.stem}" for lesson in lessons)
        raise BuildError(f"no lesson matches {pattern!r}; there are\n{known}")
    return found


def concerns(fault: Fault, lessons: Sequence[LessonSource]) -> bool:
    """Tell whether a fault is one of these lessons: in a file of it, or naming it."""
    words = set(re.findall(r"\w+", f"{fault.file} {fault.text}"))
    return any(words & {lesson.path.stem, lesson.name} for lesson in lessons)
