"""All that takes part in making a page, in the order of its work."""

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from lesson_pages.course import audit, cards, course, lesson_header, quotations, route
from lesson_pages.downloads import beside_page, download_links
from lesson_pages.figures import pictures
from lesson_pages.formulas import mathml
from lesson_pages.later import FillLater, Later
from lesson_pages.page import gallery_source, links, sharing, sidebar, solution, theme
from lesson_pages.search import index
from lesson_pages.translation import glossary, typography, untranslated

SETTINGS: dict[str, tuple[object, str, Any]] = {
    "languages": ([], "html", list),
    "left_out": ([], "env", list),
    "mark_untranslated": (False, "env", bool),
    "published": (None, "html", ()),
}
"""What a project says in its `conf.py`: default, what it rebuilds, type."""

DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "install-helpers": download_links.install_helpers,
    "audit-lessons": audit.audit_lessons,
    "audit-machines": audit.audit_machines,
    "audit-warnings": audit.audit_warnings,
    "cards": cards.cards,
    "excerpt": quotations.excerpt,
    "lesson-files": download_links.lesson_files,
    "message": quotations.message,
    "route": route.route,
    "zip": download_links.zip_link,
}

TRANSFORMS = {
    10: mathml.TranslateFormulas,
    15: untranslated.FindUntranslated,
}
"""What changes a page before Sphinx translates it, by priority."""

FOR_BROWSERS = (
    beside_page.write_down,
    # what others take home is made
    glossary.add_other_words,
    solution.fold_solutions,
    links.unlink_variables,
    index.keep_sections,
)
"""What changes or reads a page whose links are resolved."""

CONTEXT = (
    links.link_languages,
    lesson_header.describe,
    lesson_header.link_neighbours,
    beside_page.write_page,
    sharing.add_tags,
    links.link_source,
    sidebar.shorten,
    # what the page loads, then what it does without
    index.load_on_demand,
    mathml.load_assets,
    theme.load_scripts,
)
"""What tells the templates about a page."""


def make_for_browsers(app: Sphinx, document: nodes.document, page: str) -> None:
    """Finish a page as it is written."""
    for make in FOR_BROWSERS if app.builder.format == "html" else ():
        make(app, document, page)


def fill_context(app: Sphinx, page: str, template: str, *known: Any) -> None:
    """Tell the templates all that they show of a page."""
    for tell in CONTEXT:
        tell(app, page, *known)


LISTENERS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("config-inited", course.leave_out),
    ("config-inited", links.name_site),
    ("builder-inited", index.switch_off),
    ("builder-inited", theme.prepare_templates),
    ("builder-inited", gallery_source.name_sources),
    ("source-read", gallery_source.clean),
    ("doctree-read", gallery_source.find_outside),
    ("doctree-read", typography.mark_latin),
    ("doctree-read", typography.find_unseen),
    ("doctree-read", pictures.find_unnamed),
    ("env-updated", course.read_course),
    ("missing-reference", course.link_left_out),
    ("env-updated", mathml.prepare),
    ("env-check-consistency", quotations.find_left_out),
    ("doctree-resolved", make_for_browsers),
    ("html-page-context", fill_context),
    ("build-finished", pictures.minify_figures),
    ("build-finished", index.write_index),
)
"""What listens to Sphinx, in the order in which it makes a site."""


def register(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    typography.accept_marks_without_spaces()
    for name, (default, rebuild, kind) in SETTINGS.items():
        app.add_config_value(name, default, rebuild, kind)  # type: ignore[arg-type]
    app.add_html_math_renderer(
        "mathml", (mathml.visit_math, None), (mathml.visit_math_block, None)
    )
    app.add_node(Later)
    app.add_node(solution.FoldNode, html=(solution.visit_fold, solution.depart_fold))
    app.add_role("beside", links.Beside())
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for priority, transform in TRANSFORMS.items():
        transform.default_priority = priority
        app.add_transform(transform)
    app.add_post_transform(FillLater)
    for event, listener in LISTENERS:
        app.connect(event, listener)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
