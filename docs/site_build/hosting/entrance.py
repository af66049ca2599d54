"""Write the pages above the languages: the entrance, and one for wrong addresses."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from gallery_store.errors import BuildError
from lesson_pages.site_settings import Settings
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
    for name, root in {"index.html": "", "404.html": urlsplit(base).path}.items():
        try:
            text = templates.get_template(name).render(root=root, base_url=base)
        except (TemplateError, UnicodeDecodeError) as error:
            file = getattr(error, "name", None) or name  # perhaps what it extends
            line = getattr(error, "lineno", 1)
            raise BuildError(f"docs/{FOLDER}/{file}:{line}: {error}") from error
        (site / name).write_text(text, encoding="utf-8")
    for path in sorted((project.docs / FOLDER).iterdir()):
        if path.suffix != ".html":
            shutil.copy(path, site)
