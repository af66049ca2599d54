"""The real site after edits is, byte for byte, the site built from nothing."""

import io
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from built import PROJECT
from rich.console import Console
from small_project import files_of

from gallery_store.progress import Reporter
from lesson_pages.languages import CHINESE
from site_build.build import build
from site_build.options import Options
from site_build.project import Project
from site_build.site import FINGERPRINT

PAGES = ("start", "glossary", "downloads", "errors")
COPIED = ("docs", "examples", "src", "pyproject.toml", "README.md", "LICENSE",
          "LICENSE-CC-BY-4.0")  # fmt: skip


def append(path: Path, text: str) -> None:
    """Write something at the end of a file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def substitute(path: Path, old: str, new: str) -> None:
    """Write one text for another, where it first stands."""
    text = path.read_text("utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def translate(project: Project, page: str, number: int) -> None:
    """Add the translation of a new sentence to a page's catalogue."""
    entry = f'\nmsgid "Sentence {number}."\nmsgstr "第 {number} 句。"\n'
    append(project.catalogues(CHINESE) / f"{page}.po", entry)


def edit_lesson(project: Project, number: int, chance: random.Random) -> None:
    """Write a sentence at the end of a lesson."""
    lesson = chance.choice(sorted(project.examples.glob("[23]_*/plot_*.py")))
    append(lesson, f"\n# %%\n# Sentence {number}.\n")
    name = lesson.relative_to(project.examples).with_suffix("").as_posix()
    translate(project, f"lessons/{name}", number)


def edit_page(project: Project, number: int, chance: random.Random) -> None:
    """Write a sentence at the end of a page."""
    page = chance.choice(PAGES)
    append(project.docs / f"{page}.md", f"\nSentence {number}.\n")
    translate(project, page, number)


def edit_heading(project: Project, number: int, chance: random.Random) -> None:
    """Give a page a section; the catalogue of the page knows it."""
    page = chance.choice(PAGES)
    append(project.docs / f"{page}.md", f"\n## Sentence {number}.\n\nIt is here.\n")
    translate(project, page, number)
    entry = '\nmsgid "It is here."\nmsgstr "在这里。"\n'
    catalogue = project.catalogues(CHINESE) / f"{page}.po"
    if entry not in catalogue.read_text("utf-8"):
        append(catalogue, entry)


def edit_catalogue(project: Project, number: int, chance: random.Random) -> None:
    """Say something in another way in Chinese, in the glossary or in a lesson."""
    folder = project.catalogues(CHINESE)
    files = [folder / "glossary.po", *sorted(folder.glob("lessons/[1-4]_*/plot_*.po"))]
    substitute(chance.choice(files), "。", f"（{number}）。")


def edit_interface(project: Project, number: int, chance: random.Random) -> None:
    """Change what the site says around all Chinese pages."""
    file = project.catalogues(CHINESE) / "sphinx.po"
    substitute(file, 'msgstr "本页目录', f'msgstr "本页目录{number}')


def edit_template(project: Project, number: int, chance: random.Random) -> None:
    """Change what stands below every page."""
    append(project.docs / "theme/templates/page.html", f"<!-- {number} -->\n")


def edit_style(project: Project, number: int, chance: random.Random) -> None:
    """Change a file that every page names."""
    append(project.docs / "theme/static/site.css", f"/* {number} */\n")


def edit_address(project: Project, number: int, chance: random.Random) -> None:
    """Publish the site elsewhere."""
    text = (project.docs / "site.toml").read_text("utf-8")
    new = [
        f'base_url = "https://a{number}.org/"' if x.startswith("base_url") else x
        for x in text.splitlines()
    ]
    (project.docs / "site.toml").write_text("\n".join(new) + "\n", "utf-8")


EDITS: tuple[Callable[[Project, int, random.Random], None], ...] = (
    edit_lesson, edit_page, edit_heading, edit_catalogue, edit_interface,
    edit_template, edit_style, edit_address,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("site")  # so that the store is filled
def test_edits_give_the_site_of_a_fresh_build(tmp_path: Path, seed: int) -> None:
    """Each kind of edit once, in a random order, in both languages."""
    silent, chance = Reporter(Console(file=io.StringIO())), random.Random(seed)
    project, fresh = Project(tmp_path / "edited"), Project(tmp_path / "fresh")
    for name in COPIED:
        copy = shutil.copytree if (PROJECT.root / name).is_dir() else shutil.copy
        project.root.mkdir(exist_ok=True)
        copy(PROJECT.root / name, project.root / name)
    for number, edit in enumerate(chance.sample(EDITS, len(EDITS))):
        print(edit.__name__)
        edit(project, number, chance)
        build(project, Options(), silent)
    shutil.copytree(project.root, fresh.root, ignore=shutil.ignore_patterns("_build"))
    build(fresh, Options(), silent)

    ours, theirs = files_of(project.site), files_of(fresh.site)
    del ours[FINGERPRINT], theirs[FINGERPRINT]
    assert [x for x in ours.keys() | theirs if ours.get(x) != theirs.get(x)] == []
