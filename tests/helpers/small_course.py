"""A course of four lessons that breaks no rule on content, and a way to break one."""

import re
import runpy
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from drifting import bundle

from gallery_store.store import Store
from lesson_pages.languages import CHINESE
from site_build.catalogues import write_catalogue
from site_build.check.content import Content
from site_build.check.translations import all_messages

ROOT = Path(__file__).parents[2]
NAMES = ("one", "two", "three", "four")
LESSON = '''\
"""
Title {name}
=========={line}

We add numbers with :func:`len`, as a :term:`tensor` does.
"""

# %%
# How many?
# ---------
#
# There are 12 of them, and :math:`n = 12`.

# sphinx_gallery_before = ["one"]
from tutorial_utils.lessons.{name} import check_{name}, draw_{name}

print(12)

# %%
# It draws ``x`` once.

draw_{name}()

# sphinx_gallery_alt = "A line."

# %%
# Summary
# -------
#
# - See https://pytorch.org now.
#
# Your turn
# ---------
#
# Write ``f``.
#
# Solution
# --------
#
# Like this.
#
# What comes next
# ---------------
#
# - :doc:`/lessons/1_part/plot_01_one` is next.
'''
SAID = {"A line.": "一条线。", "Your turn": "练习", "tensor": "张量"}
SAID["Numbers in a grid."] = "排成网格的数。"
"""What tests name; of all else, what both languages share and 中 for the words."""
SHARED = re.compile(r"(:\w+:`[^`]+`|\{doc\}`[^`]+`|``\w``|https?://\S+|\d+)")
PAGES = {
    "docs/conf.py": 'myst_enable_extensions = ["colon_fence"]\n',
    "docs/index.md": """\
# Home

Read the {doc}`first one <lessons/1_part/plot_01_one>`.

```{toctree}
lessons/1_part/index
```
""",
    "docs/glossary.md": """\
# Words

```{glossary}
tensor
    Numbers in a grid.
```
""",
    "docs/glossary.csv": "en,zh\ntensor,张量\n",
    "docs/search_words.toml": "".join(f'[{n}]\nen = ["title"]\n' for n in NAMES),
    "docs/addresses.txt": "".join(
        f"{page}.html\n"
        for page in (
            *("glossary", "index", "lessons/1_part/index", "search"),
            *(f"lessons/1_part/plot_0{n}_{x}" for n, x in enumerate(NAMES, 1)),
        )
    ),
    "docs/inventories/python.txt": "py:function len functions.html#$\n",
    "examples/1_part/index.rst": "Part\n====\n\n.. toctree::\n\n"
    + "".join(f"   plot_0{n}_{x}\n" for n, x in enumerate(NAMES, 1)),
    "tests/lesson_pages/search/queries.json": '{"en": [["x", ["one"]]], "zh": []}',
    "CHANGELOG.md": "# Changelog\n\n### Added\n\n- Something.\n",
}
GLYPH = '<path id="A" d="M 0 0 L 10 10 "/>'
FIGURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"
 xmlns:xlink="http://www.w3.org/1999/xlink"><defs>{glyph}</defs>{texts}</svg>"""
TEXT = """\
<g id="text_{n}"><!-- {words} --><g transform="translate({x} 20) scale(1 -1)">
<use xlink:href="#A"/></g></g>"""


def make_course(root: Path) -> Content:
    """Write the course; return its content."""
    files = dict(PAGES)
    for number, name in enumerate(NAMES, 1):
        text = LESSON.format(name=name, line="=" * len(name))
        files[f"examples/1_part/plot_0{number}_{name}.py"] = text
        files[f"src/tutorial_utils/lessons/{name}.py"] = f"def check_{name}(): ...\n"
        files[f"tests/lessons/answers/{name}.py"] = "WRONG = {}\n"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    inventories = root / "docs/inventories"
    make = shutil.copy(ROOT / "docs/inventories/make.py", inventories)
    runpy.run_path(str(make), run_name="__main__")
    write_chinese(Content(root))
    return Content(root)


def write_chinese(content: Content) -> None:
    """Write the catalogue of each page."""
    for _, page, messages in all_messages(content):
        catalogue = Catalog(locale="zh_CN")
        for _, message in messages:
            parts = (x if SHARED.fullmatch(x) else "中" for x in SHARED.split(message))
            text = " ".join(parts).replace("`tensor`", "`张量 <tensor>`")
            catalogue.add(message, SAID.get(message, text))
        write_catalogue(content.catalogues(CHINESE) / f"{page}.po", catalogue, CHINESE)


def keep_runs(content: Content, *texts: tuple[str, int], printed: str = "12") -> None:
    """Keep a run of each lesson, with a figure of texts at places."""
    drawn = "".join(
        TEXT.format(n=n, words=words, x=x) for n, (words, x) in enumerate(texts)
    )
    figure = FIGURE.format(glyph=GLYPH, texts=drawn).encode()
    for lesson in content.sources:
        first, *more = ((block.text.strip(), printed) for block in lesson.code)
        kept = bundle((*first, figure), *more, lesson=lesson.name)
        Store(content.store).save(kept)


def edit(content: Content, file: str, old: str, new: str) -> Content:
    """Change a file once; return the content that is read again."""
    path = content.root / file
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Content(content.root)
