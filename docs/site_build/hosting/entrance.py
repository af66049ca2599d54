"""Write the pages above the languages: the entrance, and one for wrong addresses."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lesson_pages.languages import LANGUAGES, Language
from lesson_pages.site_settings import Settings
from site_build.catalogues import INTERFACE, read_catalogue
from site_build.project import Project

FOLDER = "theme/entrance"


def write_entrance(project: Project, settings: Settings, site: Path) -> None:
    """Write all that stands in `docs/theme/entrance/` into a site.

    The entrance works from a disk.  A host sends `404.html` for an address at any
    depth, so its links begin at the host's root.
    """
    templates = Environment(
        loader=FileSystemLoader(project.docs / FOLDER),
        autoescape=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    base = settings.base_url
    said = [words(project, language) for language in LANGUAGES]
    names = " · ".join(str(language["name"]) for language in said)
    templates.globals |= {"base_url": base, "languages": said, "name": names}
    for page, root in {"index.html": "", "404.html": urlsplit(base).path}.items():
        text = templates.get_template(page).render(root=root)
        (site / page).write_text(text, encoding="utf-8")
    for path in sorted((project.docs / FOLDER).iterdir()):
        if path.suffix != ".html":
            shutil.copy(path, site)
    for language in LANGUAGES:  # one that has no picture of its own yet
        picture = site / f"share-{language.folder}.png"
        if not picture.exists():
            shutil.copy(site / "share-en.png", picture)


def words(project: Project, language: Language) -> dict[str, str | dict[str, str]]:
    """Return what the entrance says in a language."""
    file = project.catalogues(language) / INTERFACE
    catalogue = read_catalogue(file, language) if file.is_file() else ()
    said = {message.id: str(message.string) for message in catalogue if message.string}

    def _(text: str) -> str:
        return said.get(text, text)

    return {
        "folder": language.folder,
        "code": language.code,
        "own": language.name,
        "language": _("Language"),
        "name": _("PyTorch, Executed"),
        "about": _("PyTorch's fundamentals, in lessons whose every line was run."),
        "absent": _("This page is not here"),
        "why": _(
            "The address may be mistyped, or the link that brought you here is out "
            "of date."
        ),
        "links": {
            "index.html": _("Home"),
            "lessons/index.html": _("Course map"),
            "search.html": _("Search"),
        },
    }
