"""What a lesson's prose may contain, and that it is right wherever a reader meets it.

Each construct is a lesson of its own, made a page by sphinx-gallery as a build makes
it: on the page, in the notebook, in the script and as Markdown, in English and in
Chinese.  What is right in one of these only is refused in English already.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from constructs import REFUSED, RIGHT
from pages import PUBLISHED, SUPPLIES, catalogue
from sphinx_gallery.gen_rst import rst_blocks
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from lesson_pages.downloads import beside_page
from lesson_pages.figures.gallery import RESTORED
from lesson_pages.translation.untranslated import parse_catalogue

SCRIPT = '''"""
Lesson
======

It begins.
"""

# %%
{}
x = 1
'''
INDEX = """
Home
====

.. toctree::
   :glob:

   lessons/1_part/*

.. glossary::

   word
      Meaning.
"""
NAME = "1_part/plot_{:02}_x"
SUFFIXES = (".ipynb", ".md", ".py")
SETTINGS = {
    "nitpicky": True,
    "published": PUBLISHED,
    "sphinx_gallery_conf": RESTORED,
}
EXTENSIONS = ("myst_parser", "sphinx_gallery.gen_gallery")


class Lessons(NamedTuple):
    """A lesson for each construct, in English and in Chinese."""

    built: list[Any]
    messages: dict[str, dict[str, str]]  # with its translation


def write_lessons(folder: Path, proses: Iterable[str]) -> dict[str, str]:
    """Return a project with a lesson for each prose, as sphinx-gallery writes it."""
    files = {"index.rst": INDEX, "x.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    (folder / "examples/1_part").mkdir(parents=True)
    for number, prose in enumerate(proses):
        name = NAME.format(number)
        lines = (f"# {line}".rstrip() + "\n" for line in prose.split("\n"))
        script = files[f"lessons/{name}.py"] = SCRIPT.format("".join(lines))
        file = folder / f"examples/{name}.py"
        file.write_text(script, encoding="utf-8")
        blocks = split_code_and_text_blocks(file)[1]
        texts = [""] * len(blocks), {}, {"line_numbers": False}
        page = rst_blocks(blocks, *texts, language="Python")
        files |= {f"lessons/{name}.rst": page, f"../examples/{name}.py": script}
    return files


@pytest.fixture(scope="module")
def lessons(build_once, tmp_path_factory) -> Lessons:
    """Build a lesson for each construct in both languages; return all that is read."""
    folder = tmp_path_factory.mktemp("lessons")
    files = write_lessons(folder, (x.source for x in RIGHT.values()))
    files |= catalogue("index", *((x, f"中{x}") for x in ("Home", "word", "Meaning.")))
    template = build_once(files, EXTENSIONS, builder="gettext", **SETTINGS).out
    messages = {}
    for number, construct in enumerate(RIGHT):
        name = f"lessons/{NAME.format(number)}"
        texts = [*parse_catalogue((template / f"{name}.pot").read_bytes())]
        messages[construct] = {x: f"中{n}，{x}" for n, x in enumerate(texts)}
        files |= catalogue(name, *messages[construct].items())
    return Lessons(build_lessons(build_once, files), messages)


def build_lessons(build: Callable[..., Any], files: dict[str, str]) -> list[Any]:
    """Build a project in English and in Chinese."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside_page, "read_supplies", lambda _: SUPPLIES)
        return [
            build(files, EXTENSIONS, downloads=True, language=language, **SETTINGS)
            for language in ("en", "zh_CN")
        ]


def warned(built: Any, name: str) -> list[str]:
    """Return what a build says of a lesson."""
    lines = dict.fromkeys(built.warnings.splitlines())
    return [x for x in lines if f"examples/{name}.py:" in x]


def taken_home(built: Any, name: str) -> dict[str, str]:
    """Return what a reader takes home of a lesson's prose, without its beginning."""
    files = {x: (built.out / f"lessons/{name}{x}").read_text("utf-8") for x in SUFFIXES}
    cells = json.loads(files[".ipynb"])["cells"]
    prose = ["".join(x["source"]) for x in cells if x["cell_type"] == "markdown"]
    script = files[".py"].partition("\n# %%\n")[2].partition("\nx = 1\n")[0]
    lines = [re.sub("^# ?", "", line) for line in script.splitlines()]
    markdown = files[".md"].rpartition("\n\n```python\nx = 1\n")[0]
    texts = {".md": markdown, ".ipynb": "\n\n".join(prose), ".py": "\n".join(lines)}
    return {k: re.split(r"It begins\.\n\n", x)[-1].strip() for k, x in texts.items()}


@pytest.mark.parametrize("construct", RIGHT)
def test_construct_is_right_wherever_it_is_read(lessons: Lessons, construct: str):
    """On the page as a reader expects it; nothing of it is lost in what is taken."""
    name, expected = NAME.format([*RIGHT].index(construct)), RIGHT[construct]
    markdown = expected.markdown.replace("plot_NN_x", name.rpartition("/")[2])
    english = lessons.built[0]

    assert warned(english, name) == []
    assert english.soup(f"lessons/{name}").select(f"section {expected.selector}")
    assert taken_home(english, name) == {
        ".md": markdown,
        ".ipynb": markdown,
        ".py": expected.script or markdown,
    }


@pytest.mark.parametrize("construct", RIGHT)
def test_construct_is_translated_wherever_it_is_read(lessons: Lessons, construct: str):
    """Each message of its catalogue has taken effect in each of them."""
    name, chinese = NAME.format([*RIGHT].index(construct)), lessons.built[1]
    said = [x for x in lessons.messages[construct].values() if "There." not in x]
    texts = taken_home(chinese, name) | {".html": chinese.text(f"lessons/{name}")}

    assert warned(chinese, name) == []
    for suffix, text in texts.items():
        begins = [x.partition("，")[0] for x in said[2:]]
        assert [x for x in begins if f"{x}，" not in text] == [], suffix


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_right_in_one_place_only_is_refused(refused: Any, case: str):
    """With the lesson's line, all of a lesson and of all lessons at once."""
    name = NAME.format([*REFUSED].index(case))
    lines = warned(refused, name)

    assert len(lines) == len(REFUSED[case][1])
    for line, text in REFUSED[case][1].items():
        assert [x for x in lines if f".py:{line}: " in x and text in x], lines


@pytest.fixture(scope="module")
def refused(build_once, tmp_path_factory) -> Any:
    """Build a lesson for each that is refused."""
    folder = tmp_path_factory.mktemp("refused")
    files = write_lessons(folder, (prose for prose, _ in REFUSED.values()))
    return build_lessons(build_once, files)[0]
