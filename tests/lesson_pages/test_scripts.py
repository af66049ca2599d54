"""A script's prose is in the reader's language, its code what it was."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sphinx.errors import ExtensionError

from lesson_pages.downloads.prose import Words
from lesson_pages.downloads.script import finish_script, localize_script, split

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "docs" / "locales" / "zh_CN" / "LC_MESSAGES" / "lessons"
LESSONS = sorted((ROOT / "examples").glob("*/plot_[0-9]*.py"))
MARKS = re.compile(r":\w+:`|^\.\. |``|`_(?!`)_?\b", re.MULTILINE)
HEAD = '"""\nTitle\n=====\n"""\n'
TITLE = {"Title": "标题"}


def localize(tmp_path: Path, prose: str, catalogue: dict[str, str]) -> str:
    """Return the localised prose of a cell between two blocks of code."""
    commented = "".join(f"# {line}".rstrip() + "\n" for line in prose.split("\n"))
    path = tmp_path / "plot_01_x.py"
    path.write_text(f"{HEAD}\na = 1\n\n# %%\n{commented}\nb = 2\n", encoding="utf-8")

    done = localize_script(path, TITLE | catalogue)

    cell = done.partition("# %%\n")[2].removesuffix("\n\nb = 2\n")
    return "\n".join(line.removeprefix("#")[1:] for line in cell.split("\n"))


# -- Prose -----------------------------------------------------------------------------


BLOCKS = {
    "title_in_a_sentence": (
        "view\n----\n\nA view is no copy: a\nview\nlooks on.",
        {"view": "视图", "A view is no copy: a view looks on.": "view 不复制。"},
        "视图\n----\n\nview 不复制。",
    ),
    "prefix_of_another": (
        "Add one.\n\nAdd one. Then two.",
        {"Add one.": "加一。", "Add one. Then two.": "加一，再加二。"},
        "加一。\n\n加一，再加二。",
    ),
    "formula_with_a_label": (
        ".. math:: x \\text{ if } y\n   :label: a\n\nWords.",
        {"x \\text{ if } y": "x \\text{若} y", "Words.": "文字。"},
        ".. math::\n   :label: a\n\n   x \\text{若} y\n\n文字。",
    ),
    "formula_in_rows": (
        ".. math::\n\n   x \\text{ if } y \\\\\n   z\n\nWords.",
        {"x \\text{ if } y \\\\ z": "x \\text{若} y \\\\ z", "Words.": "文字。"},
        ".. math::\n\n   x \\text{若} y \\\\ z\n\n文字。",
    ),
    "translation_is_another_message": (
        "one\n\ntwo",
        {"one": "two", "two": "one"},
        "two\n\none",
    ),
    "overline": (
        "=======\nPart 1!\n=======\n\nText.",
        {"Part 1!": "第一部分", "Text.": "正文。"},
        "========\n第一部分\n========\n\n正文。",
    ),
    "lists": (
        "- one\n- two, on\n  two lines\n\n  - inside\n\n1. first",
        {"one": "一", "two, on two lines": "二", "inside": "里面", "first": "甲"},
        "- 一\n- 二\n\n  - 里面\n\n1. 甲",
    ),
    "minus_in_a_paragraph": (
        "Text\n- minus one is\n  not a list.",
        {"Text - minus one is": "正文", "not a list.": "不是。"},
        "正文\n  不是。",
    ),
    "admonition": (
        ".. admonition:: What broke\n   :class: tip\n\n   It was\n   slow.\n\n"
        "   - Very.\n\nBut now.",
        {"What broke": "坑", "It was slow.": "慢。", "Very.": "很。", "But now.": "好"},
        ".. admonition:: 坑\n   :class: tip\n\n   慢。\n\n   - 很。\n\n好",
    ),
    "options_and_quote": (
        ".. image:: x.svg\n   :alt: A cat\n   :width: 3\n\nSaid:\n\n   A quote.",
        {"A cat": "猫", "Said:": "说：", "A quote.": "引文。"},
        ".. image:: x.svg\n   :alt: 猫\n   :width: 3\n\n说：\n\n   引文。",
    ),
    "definition": (
        "term\n   Its definition.\n\nend",
        {"term": "词", "Its definition.": "解释。", "end": "完"},
        "词\n   解释。\n\n完",
    ),
    "code_in_prose": (
        "view\n\n.. code-block:: python\n\n   view\n\n   # %% no cell\n\nview",
        {"view": "视图"},
        "视图\n\n.. code-block:: python\n\n   view\n\n   # %% no cell\n\n视图",
    ),
    "backslashes": (
        r"A :math:`\frac{1}{2}` \1 and \g<0>.",
        {r"A :math:`\frac{1}{2}` \1 and \g<0>.": r":math:`\frac{1}{2}` \g<0> \1"},
        r":math:`\frac{1}{2}` \g<0> \1",
    ),
}


@pytest.mark.parametrize(
    ("prose", "catalogue", "expected"), BLOCKS.values(), ids=BLOCKS
)
def test_only_whole_blocks_are_translated(tmp_path, prose, catalogue, expected):
    """A message is replaced where a block is that message, marks and all else stay."""
    assert localize(tmp_path, prose, catalogue) == expected


def test_title_of_docstring_and_what_is_above_it(tmp_path):
    """The comment above the docstring is for tools; the quotes stay."""
    path = tmp_path / "plot_01_x.py"
    head = "# /// script\n# Title\n# ///\n"
    path.write_text(f'{head}r"""Title\n=====\n\nA \\alpha.\n"""\nx = 1\n')

    done = localize_script(path, {"Title": "一个标题", r"A \alpha.": r"\alpha。"})

    assert done == f'{head}r"""一个标题\n========\n\n\\alpha。\n"""\nx = 1\n'


def test_comment_in_code_stays(tmp_path):
    """Code is the same for everybody, its comments and alternative texts too."""
    code = (
        'x = 1  # Title\n# Title\n# sphinx_gallery_alt = "A cat."\n\n\n#: Title\ny = 2'
    )
    path = tmp_path / "plot_01_x.py"
    path.write_text(f"{HEAD}\n{code}", encoding="utf-8")

    done = localize_script(path, TITLE | {"A cat.": "一只猫。"})

    assert done == f'"""\n标题\n====\n"""\n\n{code}'


@pytest.mark.parametrize("message", ["Absent.", "Half a", "a = 1", "sentence."])
def test_message_that_is_no_block_is_an_error(tmp_path, message):
    """What a catalogue has and no block is would silently stay English."""
    with pytest.raises(ExtensionError, match=f"plot_01_x.py: .*'{message}'"):
        localize(tmp_path, "Half a\nsentence.", {message: "无"})


@pytest.mark.parametrize(
    ("message", "translation"),
    [("End.", "%%"), ("End.", "%% 一"), ("Title", '"""; import os; """')],
)
def test_translation_that_makes_a_cell_or_code_is_an_error(
    tmp_path, message, translation
):
    """No translation gets out into the code, and the cells are where they were."""
    with pytest.raises(ExtensionError, match="code or its cells"):
        localize(tmp_path, "Text.\n\nEnd.", {"Text.": "正文。", message: translation})


# -- What readers get ------------------------------------------------------------------

DRAWS = """\
x = 1
# sphinx_gallery_alt = "A line."



draw(x)
"""


WORDS = Words(lambda page: f"title of {page}", lambda tex: f"plain {tex}")
SHOWN = """
# %%
# The figures; the program ends when their windows are closed.

import matplotlib.pyplot as plt

if plt.get_backend().lower() == "agg":
    print("No screen. 没有屏幕。")
else:
    plt.show()
"""


def finish(script: str, head: str = "") -> str:
    """Return a finished script."""
    return finish_script(script, head, WORDS, "No screen. 没有屏幕。")


def test_finished_script_begins_with_its_metadata():
    """Installers look for it at the top; the docstring is still one."""
    done = finish(f"{HEAD}\nx = 1\n", "# /// script\n# ///\n")

    assert done == f"# /// script\n# ///\n\n{HEAD}\nx = 1\n"


def test_finished_script_shows_its_figures():
    """Without this, it would end before anybody has seen one; no screen is no error.

    Notes to the gallery say nothing to a reader; what is around them stays.
    """
    assert finish(f"{HEAD}\n{DRAWS}") == f"\n{HEAD}\nx = 1\n\n\ndraw(x)\n{SHOWN}"


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("See :func:`~torch.Tensor.numpy`.", "See `numpy()`."),
        (":meth:`torch.Tensor.numpy()` is.", "`torch.Tensor.numpy()` is."),
        ("A :class:`!Timer` and ``f(x)``", "A `Timer` and `f(x)`"),
        ("two :term:`headers <header>` and a :term:`shape`", "two headers and a shape"),
        ("is:term:`张量 <tensor>`，", "is张量，"),
        (":doc:`later </lessons/x>`", "later"),
        (
            ":doc:`/lessons/x` and “:doc:`/y`”",
            "“title of /lessons/x” and “title of /y”",
        ),
        (r"on :math:`x < 2 > \frac{1}{y}`", r"on plain x < 2 > \frac{1}{y}"),
        ("`Temml <https://a.org/>`__ is", "Temml (https://a.org/) is"),
        (
            ".. admonition:: What ``x`` broke\n\n   It was :term:`slow`.",
            "What `x` broke\n\n   It was slow.",
        ),
        (
            "a\n\n.. code-block:: python\n\n   f(``x``)\n   # :term:`x`\n\nb",
            "a\n\nf(``x``)\n# :term:`x`\n\nb",
        ),
        ("- **one**, *two*\n- 3 :term:`x`", "- **one**, *two*\n- 3 x"),
    ],
)
def test_prose_is_said_in_words(prose, expected):
    """What a page links is named; what is emphasized stays, and so does code."""
    assert "\n".join(WORDS.lines(prose.split("\n"))) == expected


# -- The lessons -----------------------------------------------------------------------


def parts(script: str, kind: str) -> list[str]:
    """Return the blocks of code or of text."""
    return [x.content for x in split(script) if x.type == kind]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_finished_lesson_is_prose_to_read_and_its_code(lesson, language):
    """No role, no directive, no double quotes of code: an editor makes no links.

    Nothing but the end differs from what the site has executed, byte by byte.
    """
    source = script = lesson.read_text("utf-8")
    if language == "zh":
        catalogue = CATALOGUES / lesson.parent.name / f"{lesson.stem}.po"
        with catalogue.open("rb") as stream:
            messages = {str(m.id): str(m.string) for m in read_po(stream) if m.id}
        script = localize_script(lesson, messages)

    kept = finish(script).rpartition("\n# %%\n")[0]
    ours, theirs = (ast.parse(x).body[1:] for x in (source, kept))

    assert [ast.get_source_segment(kept, x) for x in theirs] == [
        re.sub(r"\n# sphinx_gallery_\w+ = .*", "", ast.get_source_segment(source, x))
        for x in ours
    ]
    assert MARKS.search(script)
    assert MARKS.findall("\n".join(parts(kept, "text"))) == []
    assert len(parts(kept, "code")) == len(parts(source, "code"))
