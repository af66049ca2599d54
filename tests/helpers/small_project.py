"""A small project on which the pipeline is tried: two lessons, two languages."""

import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from gallery_store.progress import Reporter
from lesson_pages.site_settings import Settings
from site_build.hosting.licences import PACKAGES

ROOT = Path(__file__).parents[2]
SETTINGS = Settings("https://a.org/course/", "https://b.org", "main", "notebooks")
FIRST = '''"""
A first lesson
==============

It imports a helper.
"""

# %%
# What is shown?
# --------------

from tutorial_utils.double import double

print(double(21))
'''
SECOND = '''"""
A second lesson
===============

It draws.
"""

# sphinx_gallery_parallel = False

# %%
# What is drawn?
# --------------

import matplotlib.pyplot as plt

# sphinx_gallery_alt = "A rising line."
fig, ax = plt.subplots()
line = ax.plot([1, 2])
'''
DEVICES = """\
CPU = "cpu"


def describe_device(device):
    return "a CPU"


def find_accelerator():
    return None
"""
INDEX = """\
# Home

The start.

```{quote}
```

```{toctree}
lessons/1_part/index
```
"""
FIRST_PAGE = "lessons/1_part/plot_01_first"
PART = """\
Part one
========

.. toctree::

   plot_01_first
   plot_02_second
"""
COURSE = """\
:orphan:

The course
==========
"""
CONF = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
from lesson_pages.figures.gallery import RESTORED

extensions = ["myst_parser", "sphinx_gallery.gen_gallery"]
extensions += ["stub"]
exclude_patterns = ["_build", "_results", "theme"]
sphinx_gallery_conf = RESTORED
html_theme = "basic"
html_sidebars = {"**": []}
html_use_index = False
templates_path = ["theme/templates"]
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False
"""
LAYOUT = """\
{% extends "!layout.html" %}
{% block relbar1 %}{% endblock %}
{% block relbar2 %}{% endblock %}
{% block footer %}<p>{{ "A page is not almost empty. " * 40 }}</p>{% endblock %}
"""
STUB = """\
from docutils import nodes
from lesson_pages.course.course import leave_out
from lesson_pages.later import FillLater, Later, later
from lesson_pages.page.gallery_source import clean


@later()
def quote(env, node):
    pages = sorted(x for x in env.found_docs if x.endswith("_first"))
    texts = [env.get_doctree(page).astext() for page in pages]
    return [nodes.literal_block(text, text, language="none") for text in texts]


def drop_search(app):
    app.builder.search = False


def setup(app):
    FillLater.default_priority = 5
    app.add_node(Later)
    app.add_directive("quote", quote)
    app.add_post_transform(FillLater)
    app.connect("config-inited", leave_out)
    app.connect("builder-inited", drop_search)
    app.connect("source-read", clean)
    for name in ("languages", "left_out"):
        app.add_config_value(name, [], "env", list)
    app.add_config_value("mark_untranslated", False, "env", bool)
    return {"parallel_read_safe": True}
"""
CATALOGUES = {
    "index": {"Home": "首页", "The start.": "开始。"},
    "lessons/index": {"The course": "课程"},
    "lessons/1_part/index": {"Part one": "第一部分"},
    "lessons/1_part/plot_01_first": {
        "A first lesson": "第一课",
        "It imports a helper.": "导入函数。",
        "What is shown?": "显示什么？",
    },
    "lessons/1_part/plot_02_second": {
        "A second lesson": "第二课",
        "It draws.": "画图。",
        "What is drawn?": "画了什么？",
        "A rising line.": "一条上升的线。",
    },
}


def write_project(root: Path) -> None:
    """Write lessons, package, pages and catalogues below `root`."""
    files = {
        "examples/index.rst": COURSE,
        "examples/1_part/index.rst": PART,
        "examples/1_part/plot_01_first.py": FIRST,
        "examples/1_part/plot_02_second.py": SECOND,
        "src/tutorial_utils/__init__.py": "",
        "src/tutorial_utils/double.py": "def double(x):\n    return 2 * x\n",
        "src/tutorial_utils/unused.py": "",
        "src/tutorial_utils/devices.py": DEVICES,
        "docs/index.md": INDEX,
        "docs/conf.py": CONF,
        "docs/_ext/stub.py": STUB,
        "docs/theme/templates/layout.html": LAYOUT,
    }
    for package in PACKAGES:
        files[f"docs/theme/node_modules/{package}/LICENSE"] = "A licence."
    for name, text in files.items():
        write(root / name, text)
    for name, messages in CATALOGUES.items():
        write_catalogue(root, name, messages)
    pages = "docs/lesson_pages"
    (root / "docs/site_build").mkdir()
    shutil.copytree(ROOT / pages, root / pages, ignore=shutil.ignore_patterns("*.pyc"))
    for name in ("__init__.py", "devices.py"):
        shutil.copy(ROOT / "docs/site_build" / name, root / "docs/site_build")
    shutil.copy(ROOT / "docs/site.toml", root / "docs")
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CC-BY-4.0"):
        shutil.copy(ROOT / name, root)
    for folder in ("theme/entrance", "theme/zips"):
        shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_catalogue(root: Path, name: str, messages: dict[str, str]) -> None:
    """Write the Chinese catalogue of a page."""
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    entries = (f'\nmsgid "{en}"\nmsgstr "{zh}"\n' for en, zh in messages.items())
    folder = root / "docs/locales/zh_CN/LC_MESSAGES"
    write(folder / f"{name}.po", header + "".join(entries))


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def silent_reporter() -> Reporter:
    """Return a reporter that writes into memory."""
    return Reporter(Console(file=io.StringIO(), width=200))


def said(reporter: Reporter) -> str:
    """Return everything that a reporter has written."""
    file = reporter.console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def page(site: Path, code: str = "en", name: str = FIRST_PAGE) -> str:
    """Return the HTML of a page."""
    return (site / code / f"{name}.html").read_text(encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ran(reporter: Reporter) -> list[str]:
    """Return the lessons that ran."""
    return [line.split()[2] for line in said(reporter).splitlines() if "] ran " in line]


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
