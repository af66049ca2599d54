"""Parts of small documentation projects."""

from lesson_pages.downloads.requirements import Supplies
from lesson_pages.downloads.wheel import Wheel
from lesson_pages.site_settings import Settings

PUBLISHED = Settings(
    base_url="https://host.example/course/",
    repository="https://github.com/someone/course",
    branch="main",
    notebooks_branch="notebooks",
)

WHEEL = Wheel("tutorial_utils-1+0-py3-none-any.whl", b"")
BROUGHT = frozenset({"matplotlib", "torch"})
BOUNDS = {x: f"{x}>=1" for x in ("matplotlib", "numpy", "scikit-learn")}
SUPPLIES = Supplies(">=3.11", BOUNDS, BROUGHT, WHEEL, "https://example.org/")


def titled(title: str, text: str = "A sentence.\n") -> str:
    """Return a page with a title and a text."""
    return f"{title}\n{'=' * 2 * len(title)}\n\n{text}"


def catalogue(page: str, *messages: tuple[str, str], folder: str = "zh_CN") -> dict:
    """Return the catalogue of a page as a file of a project."""
    head = ("", "Content-Type: text/plain; charset=utf-8")
    escaped = [[x.replace("\\", r"\\") for x in y] for y in (head, *messages)]
    text = "".join(f'msgid "{x}"\nmsgstr "{y}"\n\n' for x, y in escaped)
    return {f"locales/{folder}/LC_MESSAGES/{page}.po": text}
