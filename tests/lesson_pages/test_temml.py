"""The formulas of the course, converted."""

from xml.etree import ElementTree

import pytest

from lesson_pages import npm as node
from lesson_pages.formulas import temml
from lesson_pages.formulas.plain_math import INVISIBLE
from lesson_pages.formulas.temml import Formula, Tex, convert

# What a formula shows, and the structure that it has to have
COURSE = {
    r"y = x^2 + 3x + 1": ("y=x2+3x+1", ["msup"]),
    r"2x + 3": ("2x+3", []),
    r"\frac{dy}{dx}": ("dydx", ["mfrac"]),
    r"2 \cdot 2 + 3 = 7": ("2⋅2+3=7", []),
    r"\frac{\partial L}{\partial w}": ("∂L∂w", ["mfrac"]),
    r"\nabla f(x)": ("∇f(x)", []),
    r"x_{t+1} \leftarrow x_t - \eta \nabla f(x_t)": ("xt+1←xt−η∇f(xt)", ["msub"]),
    r"\sum_{i=1}^{n} x_i": ("∑i=1nxi", ["munderover", "msub"]),
    r"\prod_{i} p_i": ("∏ipi", ["munder", "msub"]),
    r"\frac{1}{n} \sum_{i} (y_i - \hat{y}_i)^2": (
        "1n∑i(yi−yˆi)2",
        ["mfrac", "munder", "msup", "mover"],
    ),
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": ("[1234]", ["mtable", "mtr"]),
    r"\begin{pmatrix} a \\ b \end{pmatrix}": ("(ab)", ["mtable", "mtr"]),
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": ("a=b=c", ["mtable", "mtr"]),
    r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}": (
        "{xx>00otherwise",
        ["mtable", "mtext"],
    ),
    r"\arg\min_{\theta} L(\theta)": ("argminθL(θ)", ["munder"]),
    r"\max_i x_i": ("maxixi", ["munder"]),
    r"\operatorname{softmax}(z)_i": ("softmax(z)i", ["msub"]),
    r"\frac{e^{z_i}}{\sum_j e^{z_j}}": ("ezi∑jezj", ["mfrac", "msup", "msub"]),
    r"\log p_\theta(y \mid x)": ("logpθ(y|x)", ["msub"]),
    r"\mathbb{R}^{n \times m}": ("ℝn×m", ["msup"]),
    r"\mathbb{E}[X]": ("𝔼[X]", []),
    r"\mathbf{W}\mathbf{x} + \mathbf{b}": ("𝐖𝐱+𝐛", []),
    r"\mathcal{L}": ("ℒ", []),
    r"\mathcal{O}(n^3)": ("𝒪(n3)", ["msup"]),
    r"\lVert x \rVert_2": ("‖x‖2", ["msub"]),
    r"\lvert x \rvert": ("|x|", []),
    r"A \odot B": ("A⊙B", []),
    r"A^\top B": ("A⊤B", ["msup"]),
    r"A^{-1}": ("A−1", ["msup"]),
    r"C_{ij} = \sum_k A_{ik} B_{kj}": ("Cij=∑kAikBkj", ["msub", "munder"]),
    r"f'(x)": ("f′(x)", ["msup"]),
    r"(f \circ g)'(x)": ("(f∘g)′(x)", ["msup"]),
    r"\sqrt{x^2 + 1}": ("x2+1", ["msqrt"]),
    r"\bar{g}": ("g‾", ["mover"]),
    r"\tilde{x} \approx x": ("x~≈x", ["mover"]),
    r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h}": (
        "limh→0f(x+h)−f(x)h",
        ["munder", "mfrac"],
    ),
    r"\int_0^1 x^2 \, dx": ("∫01x2dx", ["msubsup"]),
    r"10^{-3} \ll 1": ("10−3≪1", ["msup"]),
    r"i = 1, \dots, n": ("i=1,…,n", []),
    r"\left( \frac{a}{b} \right)^2": ("(ab)2", ["mfrac", "msup"]),
    r"\underbrace{g_1 + \dots + g_k}_{k}": ("g1+⋯+gk⏟k", ["munder"]),
    r"\lfloor x / 2 \rfloor": ("⌊x/2⌋", []),
    r"\text{批大小} \times k": ("批大小×k", ["mtext"]),
    r"2\,\text{ms}": ("2ms", ["mtext", "mspace"]),
    r"\epsilon, \lambda, \mu, \sigma^2": ("ϵ,λ,μ,σ2", ["msup"]),
}


@pytest.fixture(scope="module")
def converted() -> dict[str, Formula | str]:
    """Convert all of them in one call, each on a line of its own."""
    return dict(zip(COURSE, convert(Tex(x, display=True) for x in COURSE), strict=True))


@pytest.mark.parametrize("source", COURSE)
def test_formula_of_the_course_has_its_structure(converted, source):
    """It shows its letters in order, and fractions, roots and rows are such."""
    formula = converted[source]
    assert isinstance(formula, Formula), formula
    shown = ElementTree.fromstring(formula.markup).find("semantics/*")

    text, tags = COURSE[source]
    assert INVISIBLE.sub("", "".join(shown.itertext())) == text
    assert {x.tag for x in shown.iter()} >= set(tags)
    assert "merror" not in formula.markup


@pytest.mark.parametrize("source", COURSE)
def test_formula_keeps_its_source(converted, source):
    """A browser without MathML shows it."""
    annotation = ElementTree.fromstring(converted[source].markup).find(".//annotation")

    assert annotation.text == source


@pytest.mark.parametrize("source", COURSE)
def test_formula_has_no_style_attribute(converted, source):
    """Each style is known to the style sheet under its class."""
    formula = converted[source]

    assert " style=" not in formula.markup
    for style in formula.styles:
        assert temml.style_class(style) in formula.markup


def test_single_letter_needs_its_italic_too():
    """Browsers slant a letter that stands alone, and draw the sign of a root."""
    (formula,) = convert([Tex(r"\sqrt{x} + \sin h + \theta", display=False)])

    assert formula.letters >= set("x𝑥√ℎ𝜃sin+")
    assert "𝑠" not in formula.letters


@pytest.mark.parametrize(
    ("source", "wide"),
    [
        ("x", False),
        ("+".join("abcdefghijklmnop"), True),
        (r"\text{一二三四五六七八九十}", False),
        (r"\text{一二三四五六七八九十一}", True),
        (r"\begin{aligned} a &= b + c + d \\ &= e + f + g + h \\ \end{aligned}", False),
    ],
)
def test_formula_knows_whether_it_may_be_wide(source, wide):
    """The longest row counts, and a Han character is as wide as two letters."""
    (formula,) = convert([Tex(source, display=True)])

    assert formula.wide is wide


def test_bad_formula_gives_its_reason_and_the_others_their_markup():
    """One mistake does not hide what else there is."""
    good, bad = convert([Tex("x", display=False), Tex(r"\nosuch", display=False)])

    assert isinstance(good, Formula)
    assert bad.startswith(r"Unsupported function name: \nosuch")


def test_link_in_a_formula_is_refused():
    """A formula is no place for an address."""
    (answer,) = convert([Tex(r"\href{https://example.org}{x}", display=False)])

    assert "href" in answer


def test_missing_temml_says_how_to_get_it(tmp_path, monkeypatch):
    """One sentence with the cure."""
    monkeypatch.setattr(node, "FOLDER", tmp_path)

    with pytest.raises(Exception, match=r"^npm's temml.* is not installed; run `nox"):
        convert([Tex("x", display=False)])
