"""What a writer or translator has to know, as rules: a linter of the course's content.

Each rule is a function of the content that yields what breaks it; it imports no torch
and builds no page. What only a run can tell is read from the lesson's kept run. What
stops a build with file and line (a link of Sphinx, a formula, a toctree) is no rule,
unless whoever writes a lesson meets it every day.
"""

import re
from collections.abc import Sequence

from gallery_store.lessons import Lesson, select_lessons
from lesson_pages.course.course import name_of
from site_build.check import (
    figure_texts,
    kept_run,
    lesson_layout,
    lists,
    numbers_in_prose,
    translations,
)
from site_build.check.content import Content, Fault

RULES = (
    lesson_layout.lines_are_as_agreed,
    lesson_layout.prose_is_restructuredtext,
    lesson_layout.sections_are_the_same_everywhere,
    lesson_layout.settings_have_an_effect,
    lesson_layout.exercises_are_checked,
    lesson_layout.links_lead_somewhere,
    lists.search_words_stand_on_the_page,
    lists.addresses_are_listed,
    lists.inventories_follow_their_lists,
    lists.terms_are_explained,
    lists.terms_are_translated_as_listed,
    translations.left_for_translators,
    translations.same_words_everywhere,
    translations.translations_follow,
    numbers_in_prose.numbers_are_shown,
    figure_texts.figures_are_legible,
)
"""The last two look at what a run has left, where there is one of today's code."""


def check_course(content: Content, patterns: Sequence[str] = ()) -> list[Fault]:
    """Return what breaks a rule, in the order of files and lines.

    With patterns, parts of the names of lessons, only what concerns one of these is
    told, and that it has no kept run. A BuildError names the pattern that is part of no
    name, or the file that cannot be read.
    """
    chosen = [lesson for x in patterns for lesson in select_lessons(content.sources, x)]
    rules = (*RULES, kept_run.runs_are_kept) if chosen else RULES
    faults = sorted({fault for rule in rules for fault in rule(content)})
    return [x for x in faults if not chosen or concerns(x, chosen)]


def without_run(content: Content, patterns: Sequence[str]) -> list[str]:
    """Return how many lessons were not looked at as a reader sees them."""
    number = 0 if patterns else len(list(kept_run.runs_are_kept(content)))
    lessons = f"{number} of {len(content.sources)} lessons"
    what = "have no kept run of today's code, so their numbers and figures were not"
    return [f"{lessons} {what} looked at; run `nox -s docs`"] if number else []


def concerns(fault: Fault, lessons: Sequence[Lesson]) -> bool:
    """Tell whether a fault is one of these lessons: in a file of it, or naming it."""
    words = set(re.findall(r"\w+", f"{fault.file} {fault.text}"))
    return any(words & {lesson.stem, name_of(lesson.name)} for lesson in lessons)
