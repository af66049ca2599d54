"""How high a page stands among the results of a search."""

from sphinx.environment import BuildEnvironment

from lesson_pages.course.course import is_lesson

OF_A_LIST = 0.2
OF_A_SUMMARY = 0.6
OF_OPERATORS = 0.5
WEIGHTS = {
    "index": OF_A_LIST,
    "lessons/index": OF_A_LIST,
    "audit": OF_A_LIST,
    "errors": 0.9,
    "glossary": 0.4,
    **dict.fromkeys(("operators", "gpu_runners"), OF_OPERATORS),
    "lessons/9_reference/plot_cheat_sheet": OF_A_SUMMARY,
    "lessons/9_reference/plot_numpy_users": OF_A_SUMMARY,
}
"""What a page counts for; a lesson counts for 1."""


def weight_of(env: BuildEnvironment, page: str) -> float:
    """Return what a page counts for: less if it lists lessons or sums them up."""
    lists = any(map(is_lesson, env.toctree_includes.get(page, [])))
    return OF_A_LIST if lists else WEIGHTS.get(page, 1)
