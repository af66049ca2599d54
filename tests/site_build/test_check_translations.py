"""The rules for a translation, each with what it is for and what it leaves alone."""

import pytest

from lesson_pages.languages import CHINESE
from site_build.check.translations import broken_rules

TERMS = {"tensor": "张量", "axis": "轴", "view": "视图"}
BROKEN = [
    ("Call `a()`.", "调用 `b()`。", "the code a(), b() is on one side"),
    ("Call ``a()``.", "调用它。", "the code a() is"),
    ("See :func:`torch.tensor`.", "见 :func:`torch.size`。", "link func:torch.tensor"),
    ("A {term}`tensor`.", "张量。", "the link term:tensor is on one side"),
    ("A {term}`tensor`.", "{term}`张量`。", "the link term:tensor, term:张量 is"),
    ("At [x](https://a.org).", "在 [x](https://b.org)。", "address https://a.org, "),
    ("Add 1,000 of them.", "加上 100 个。", "the number 100, 1,000 is on one side"),
    ("It has 4 rows.", "一共有三行。", "the number 4 is"),
    ("It has four rows.", "一共有 5 行。", "the number 5 is"),
    ("There are 3,000,000.", "有 30 万个。", "the number 300,000, 3,000,000 is"),
    ("Two 1000×1000 matrices.", "两个 1000×100 的矩阵。", "the number 100 is"),
    ("A :term:`view`.", ":term:`观察 <view>`。", "glossary.csv calls view 视图"),
    (
        "It says so. Look at it.",
        "写着呢。look at the output。",
        "is English; translate",
    ),
    ("Look, here.", "看,这里。", "'看,' needs full-width punctuation"),
    ("Look.", "您看。", "'您' needs"),
    ("**Run.** Read.", "**再跑。**读代码。", "put the mark behind the **"),
]
SOUND = [
    ("Call `a()`; it runs.", "调用 `a()`；`a()` 就运行了。"),
    ("There are 3,000,000 numbers.", "有 300 万个数。"),
    ("It has 2 names.", "有两个名字。"),
    ("Add one, from 4 to 12.", "加 1，4～12。"),
    ("It takes 12 steps.", "要走十二步。"),
    ("A {term}`tensor`, :term:`axes <axis>`.",
     "{term}`张量 <tensor>`，:term:`轴 <axis>`。"),
    ("**Run.** Read.", "**再跑**。读代码。"),
    (" (zip, {size})", "（zip，{size}）"),
    ("Lab: 1000×1000 matmul", "实验：GPU 一定更快吗？"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "chinese", "fault"), BROKEN)
def test_broken_translation_is_found(message, chinese, fault):
    """Every rule sees what it is there for, and no other rule speaks."""
    (found,) = broken_rules(message, chinese, CHINESE, TERMS)

    assert fault in found


@pytest.mark.parametrize(("message", "chinese"), SOUND)
def test_forms_of_the_style_are_no_mistakes(message, chinese):
    """The forms that the house style allows break no rule."""
    assert list(broken_rules(message, chinese, CHINESE, TERMS)) == []
