"""A script's prose is in the reader's language, its code what it was."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from docutils.utils import column_width

from lesson_pages.downloads.prose import Words
from lesson_pages.downloads.script import (
    UnfaithfulError,
    finish_script,
    localize_script,
    split,
)
from lesson_pages.figures.scraper import alternative_texts

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "docs" / "locales" / "zh_CN" / "LC_MESSAGES" / "lessons"
LESSONS = sorted((ROOT / "examples").glob("*/plot_[0-9]*.py"))
MARKS = re.compile(r":\w+:`|^\.\. |``|`_(?!`)_?\b", re.MULTILINE)
ADORN = ("===", "---", "~~~")
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
    "wide_title": (
        "Why?\n----",
        {"Why?": "为什么会这样？"},
        "为什么会这样？\n--------------",
    ),
    "overline": (
        "=======\nPart 1!\n=======\n\nText.",
        {"Part 1!": "第一部分", "Text.": "正文。"},
        "========\n第一部分\n========\n\n正文。",
    ),
    "lists": (
        "- one\n- two, on\n  two lines\n\n  - inside\n\n1. first\n2. second",
        {
            "one": "一",
            "two, on two lines": "二",
            "inside": "里面",
            "first": "甲",
            "second": "乙",
        },
        "- 一\n- 二\n\n  - 里面\n\n1. 甲\n2. 乙",
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
    with pytest.raises(UnfaithfulError, match=f"'{message}'"):
        localize(tmp_path, "Half a\nsentence.", {message: "无"})


@pytest.mark.parametrize(
    ("message", "translation"),
    [("End.", "%%"), ("End.", "%% 一"), ("Title", '"""; import os; """')],
)
def test_translation_that_makes_a_cell_or_code_is_an_error(
    tmp_path, message, translation
):
    """No translation gets out into the code, and the cells are where they were."""
    with pytest.raises(UnfaithfulError, match="code or its cells"):
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


@pytest.fixture(scope="module", params=LESSONS, ids=lambda lesson: lesson.stem)
def lesson(request: pytest.FixtureRequest) -> Path:
    """Return the script of each lesson."""
    return request.param


@pytest.fixture(scope="module")
def catalogue(lesson: Path) -> dict[str, str]:
    """Return the messages of the lesson."""
    name = f"{lesson.parent.name}/{lesson.stem}.po"
    with (CATALOGUES / name).open("rb") as stream:
        messages = read_po(stream, locale="zh_CN", abort_invalid=True)
    return {str(m.id): str(m.string) for m in messages if m.id}


@pytest.fixture(scope="module")
def chinese(lesson: Path, catalogue: dict[str, str]) -> str:
    """Return the lesson's Chinese script."""
    return localize_script(lesson, catalogue)


def prose_of(script: str) -> str:
    """Return what is no code."""
    return "\n".join(x.content for x in split(script) if x.type == "text")


def code_of(script: str) -> list[str | None]:
    """Return each block of code, None for one of prose."""
    return [x.content if x.type == "code" else None for x in split(script)]


def test_prose_of_a_lesson_is_chinese(lesson, catalogue, chinese):
    """Each translation but the alternative texts is there; titles are underlined."""
    described = set(alternative_texts(lesson.read_text("utf-8")))
    messages = {x: text for x, text in catalogue.items() if x not in described}
    lines = [x.removeprefix("# ") for x in chinese.split("\n")]
    titles = [(a, b) for a, b in pairwise(lines) if b[:3] in ADORN]

    assert described < catalogue.keys()
    assert [x for x, text in messages.items() if text not in prose_of(chinese)] == []
    assert len(titles) > 3
    assert [a for a, b in titles if column_width(a) != len(b)] == []


@pytest.mark.parametrize("language", ["English", "Chinese"])
def test_finished_lesson_is_prose_to_read_and_its_code(lesson, chinese, language):
    """No role, no directive, no double quotes of code: an editor makes no links.

    Nothing but the end differs from what the site has executed, byte by byte.
    """
    source = lesson.read_text("utf-8")
    script = source if language == "English" else chinese

    done = finish(script)

    kept = done.rpartition("\n# %%\n")[0]
    ours, theirs = (ast.parse(x).body[1:] for x in (source, kept))
    assert code_of(script) == code_of(source)
    assert [ast.dump(x) for x in theirs] == [ast.dump(x) for x in ours]
    assert [ast.get_source_segment(kept, x) for x in theirs] == [
        re.sub(r"\n# sphinx_gallery_\w+ = .*", "", ast.get_source_segment(source, x))
        for x in ours
    ]
    assert MARKS.search(script)
    assert MARKS.findall(prose_of(done)) == []
