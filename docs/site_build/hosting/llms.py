"""List the pages as Markdown for programs that read: `llms.txt` (llmstxt.org)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from lesson_pages.languages import TRANSLATIONS, language_in
from lesson_pages.site_settings import Settings
from lesson_pages.translation.typography import sentences

NAME = "llms.txt"
HOME = "index.md"
NOTE = """\
Every page is there in HTML and, with `.md` for `.html` in its address, in Markdown.
Each block of code in a lesson was executed when the site was built; what it printed \
follows it as `text`.
"""
NO_TEXT = ("#", "```", "|", ">", "- ", "$$", "![")
MARKUP = re.compile(r"!?\[([^\]]*)\]\((?:<[^>]*>|[^)]*)\)")


def write_llms(settings: Settings, languages: Iterable[str], site: Path) -> None:
    """Write the list; a site without pages in Markdown gets none."""
    languages = [x for x in languages if (site / x / HOME).is_file()]
    if not languages:
        return
    title, summary = describe(site / languages[0] / HOME)
    lines = [f"# {title}", "", f"> {summary}", "", NOTE]
    for language in languages:
        lines += sections(settings, site, language)
    (site / NAME).write_text("\n".join(lines), encoding="utf-8", newline="\n")


def sections(settings: Settings, site: Path, language: str) -> Iterator[str]:
    """Yield the lines of a language: its lessons, then its other pages."""
    known = language_in(language)
    said = f", in {known.english}" if known in TRANSLATIONS else ""
    kinds = {"Lessons": "lessons/*/plot_*.md", "Other pages": "*.md"}
    for kind, pattern in kinds.items():
        yield from (f"## {kind}{said}", "")
        for page in sorted((site / language).glob(pattern)):
            title, sentence = describe(page)
            address = settings.base_url + quote(page.relative_to(site).as_posix())
            yield f"- [{title}]({address})" + (f": {sentence}" if sentence else "")
        yield ""


def describe(page: Path) -> tuple[str, str]:
    """Return title and first sentence of a page in Markdown, without its links."""
    blocks = page.read_text(encoding="utf-8").split("\n\n")
    title = blocks[0].strip().removeprefix("# ")
    texts = (x for x in blocks[1:] if not x.startswith(NO_TEXT))
    sentence = sentences(MARKUP.sub(r"\1", next(texts, "")))[0]
    return MARKUP.sub(r"\1", title), " ".join(sentence.split())
