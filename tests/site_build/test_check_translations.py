"""The rules for a translation, each with what it is for and what it leaves alone."""

import pytest

from site_build.check import translated_messages as rules

TERMS = {"tensor": "张量", "axis": "轴", "view": "视图"}
BROKEN = [
    (rules.same_code, "Call `a()`.", "调用 `b()`。"),
    (rules.same_code, "Call ``a()``.", "调用它。"),
    (rules.same_roles, "See :func:`torch.tensor`.", "见 :func:`torch.as_tensor`。"),
    (rules.same_roles, "A {term}`tensor`.", "张量。"),
    (rules.same_roles, "A {term}`tensor`.", "{term}`张量`。"),
    (rules.same_links, "At [x](https://a.org).", "在 [x](https://b.org)。"),
    (rules.same_numbers, "Add 1,000 of them.", "加上 100 个。"),
    (rules.same_numbers, "It has 4 rows.", "一共有三行。"),
    (rules.same_numbers, "It has four rows.", "一共有 5 行。"),
    (rules.same_numbers, "There are 3,000,000.", "有 30 万个。"),
    (rules.same_numbers, "Two 1000×1000 matrices.", "两个 1000×100 的矩阵。"),
    (rules.glossary_words, "A :term:`view`.", ":term:`观察 <view>`。"),
    (rules.in_chinese, "Look at the output.", "Look at the output."),
    (rules.in_chinese, "It says so. Look at it.", "写着呢。look at the output。"),
    (rules.typography, "Look, here.", "看,这里。"),
    (rules.typography, "Look.", "您看。"),
    (rules.bold_ends_before_the_mark, "**Run.** Read.", "**再跑。**读代码。"),
]
SOUND = [
    ("Call `a()`; it runs.", "调用 `a()`；`a()` 就运行了。"),
    ("There are 3,000,000 numbers.", "有 300 万个数。"),
    ("It has 2 names.", "有两个名字。"),
    ("Add one, from 4 to 12.", "加 1，4～12。"),
    ("It takes 12 steps.", "要走十二步。"),
    (
        "A {term}`tensor`, :term:`axes <axis>`.",
        "{term}`张量 <tensor>`，:term:`轴 <axis>`。",
    ),
    ("**Run.** Read.", "**再跑**。读代码。"),
    (" (zip, {size})", "（zip，{size}）"),
    ("Lab: 1000×1000 matmul", "实验：GPU 一定更快吗？"),
]


@pytest.mark.parametrize(("rule", "message", "chinese"), BROKEN)
def test_broken_translation_is_found(
    rule: rules.Rule, message: str, chinese: str
) -> None:
    """Every rule sees what it is there for."""
    assert rule(message, chinese, TERMS)


@pytest.mark.parametrize(("message", "chinese"), SOUND)
def test_forms_of_the_style_are_no_mistakes(message: str, chinese: str) -> None:
    """The forms that the house style allows break no rule."""
    every = (*rules.RULES, *rules.CHINESE_RULES)

    assert [rule for rule in every if rule(message, chinese, TERMS)] == []
