"""Formulas become MathML at build time, and a mistake in one is found in its source."""

import shutil

import pytest
from pages import catalogue, titled
from sphinx.errors import ExtensionError

MARKDOWN = {"myst_enable_extensions": ["dollarmath"]}
CHINESE = {"language": "zh_CN"}
LONG = "+".join("abcdefghijklmnop")


@pytest.fixture
def page(build):
    """Build one page."""

    def build_page(text, *, markdown=False, files=(), **settings):
        pages = {"index.md" if markdown else "index.rst": text, **dict(files)}
        extensions, given = (["myst_parser"], MARKDOWN) if markdown else ([], {})
        return build(pages, extensions, **given, **settings)

    return build_page


def test_formula_becomes_mathml(page):
    """In a line and on lines of its own, without script, image or style attribute.

    A long one scrolls with the keyboard, so it has a name and a place in the order.
    """
    rows = ".. math::\n\n   a &= b \\\\\n   &= c\n\n   d &= e\n"
    matrix = r".. math:: \begin{bmatrix} a & b \end{bmatrix} \quad \hat{x}"
    line = f"In a line :math:`x < y` and :math:`{LONG}`."
    text = f"{line}\n\n{rows}\n\n{matrix}\n\n.. math:: {LONG}\n"

    built = page(titled("T", text))
    soup = built.soup("index")
    style = (built.out / "_static/math.css").read_text("utf-8")
    inline, _, aligned, styled, _ = soup.find_all("math")
    name = next(x for x in styled.find("mtd")["class"] if x.startswith("tml-"))
    *short, long = soup.select(".formula")
    (within,) = soup.select("p > .wide-formula")

    assert inline.find("annotation").text == "x < y"
    assert [row.text for row in aligned.select("mtr")] == ["a=b", "=c", "d=e"]
    assert f".{name}.{name} {{ padding-left" in style
    assert soup.select("math [style], math[style]") == []
    assert "mathjax" not in built.text("index").lower()
    for box in (within, long):
        assert (box["tabindex"], box["role"]) == ("0", "group")
        assert box["aria-label"] == "Formula"
    assert all(box.attrs.keys() == {"class"} for box in short)


def test_only_pages_with_a_formula_load_what_formulas_need(page):
    """The font is fetched before it is needed, once, and its licence lies beside it."""
    files = {"a/b.rst": f":orphan:\n\n{titled('T', ':math:`x`')}"}

    built = page(titled("T"), files=files)
    address = built.soup("a/b").find("script", attrs={"data-font": True})["data-font"]
    style = (built.out / "_static/math.css").read_text("utf-8")
    name = address.removeprefix("../_static/")
    font = built.out / "_static" / name.partition("?")[0]

    assert built.soup("a/b").select("link[href*='math.css']")
    assert f'url("{name}")' in style
    assert font.is_file()
    assert "SIL OPEN FONT" in font.with_name(f"{font.name}.license.txt").read_text()
    assert "_static/math" not in built.text("index")


def test_formulas_of_pages_that_were_not_read_again_stay(build, tmp_path):
    """The font has the letters of the whole site, as that of a fresh build has."""
    old, new = (f":orphan:\n\n{titled('A', x)}" for x in ("Old.", "New :math:`y`."))
    home = {"index.rst": titled("T", ":math:`x`")}

    build(home | {"a.rst": old})
    again = (build({"a.rst": new}).out / "_static/math.woff2").read_bytes()
    shutil.rmtree(tmp_path / "built")
    fresh = (build({}).out / "_static/math.woff2").read_bytes()

    assert again == fresh


@pytest.mark.parametrize(
    ("text", "markdown", "theme"),
    [
        (".. math:: a\n   :label: one\n\nSee :eq:`one`.\n", False, "basic"),
        ("$$\na\n$$ (one)\n\nSee {eq}`one`.\n", True, "furo"),
        ("```{math}\n:label: one\na\n```\n\nSee {eq}`one`.\n", True, "furo"),
    ],
)
def test_numbered_formula_can_be_linked(page, text, markdown, theme):
    """Its number leads to it, and no id stands on the page twice."""
    soup = page(titled("T", text), markdown=markdown, html_theme=theme).soup("index")
    ids = [tag["id"] for tag in soup.select("[id]")]
    links = soup.select('a[href="#equation-one"]')

    assert [link.text for link in links] == ["(1)", "(1)"]
    assert ids.count("equation-one") == 1


def test_formula_in_a_title_is_plain_where_the_title_stands_alone(page):
    """The heading has MathML; the window's name and the navigation have text."""
    one = titled("The slope of :math:`x^2`", ".. contents::\n")
    files = {"index.rst": titled("T", ".. toctree::\n\n   one\n"), "one.rst": one}

    built = page("", files=files)

    assert "<title>The slope of x² " in built.text("one")
    assert built.soup("one").select("h1 math")
    assert built.soup("index").select_one(".toctree-l1").text == "The slope of x²"


# -- Errors ----------------------------------------------------------------------------

WRONG = [r"\frac{a}{b", r"\nosuch{x}", r"\begin{aligned} a", "x^", r"\left( x", "x_1_2"]
WRONG += [r"\href{https://a.org}{x}", r"\eqref{a}", r"\label{a} x", "😀"]


def test_every_formula_that_cannot_be_read_is_named_with_its_place(page):
    """One build shows all that there is to mend: page, line and formula."""
    blocks = "".join(f"\n.. math:: {formula}\n" for formula in [*WRONG, ""])

    with pytest.raises(ExtensionError) as caught:
        page(f"T\n==\n{blocks}")

    lines = str(caught.value).splitlines()
    assert "\u0332" not in str(caught.value).encode("utf-8").decode()
    assert len(lines) == len(WRONG) + 1
    for number, formula in enumerate(WRONG):
        place = f"index.rst:{4 + 2 * number}: the formula “{formula}”: "
        assert [x for x in lines if place in x], place
    assert [x for x in lines if "index.rst:24: " in x and "it is empty" in x]


LESSON = "1_part/plot_1_x"
TRANSLATED = catalogue("index", ("Words :math:`x_1`.", "文字 :math:`x_1_2`。"))


@pytest.mark.parametrize(
    ("index", "files", "settings", "place"),
    [
        (
            titled("T"),
            {
                f"lessons/{LESSON}.rst": f":orphan:\n\n{titled('T', ':math:`x_1_2`.')}",
                f"../examples/{LESSON}.py": '"""T\n"""\n\n# %%\n# :math:`x_1_2`.\n',
            },
            {},
            r"examples/1_part/plot_1_x\.py:5: ",
        ),
        (titled("T", "Words :math:`x_1`."), TRANSLATED, CHINESE, r"index\.po:5: "),
    ],
    ids=["lesson", "translation"],
)
def test_bad_formula_is_found_in_what_somebody_wrote(
    page, index, files, settings, place
):
    """A lesson's script and not its page; a catalogue and not the English page."""
    with pytest.raises(ExtensionError, match=f"{place}the formula “x_1_2”"):
        page(index, files=files, **settings)


# -- Words in formulas -----------------------------------------------------------------


@pytest.mark.parametrize("markdown", [True, False])
def test_words_in_a_formula_are_translated(page, markdown):
    """A formula on a line of its own is a message if it has words."""
    text = "$$\n%s\n$$\n" if markdown else ".. math:: %s\n"
    formula = r"x \text{ if } y \\ z"
    files = catalogue("index", (formula, formula.replace(" if ", "若")))

    text = titled("T", text % formula)
    built = page(text, markdown=markdown, files=files, **CHINESE)

    assert built.soup("index").find("mtext").text == "若"


def test_formula_without_words_is_no_message(build):
    """Translators see only what they have to translate."""
    text = ".. math:: \\operatorname{f}(x)\n\n.. math:: \\text{if } x\n"

    built = build({"index.rst": titled("T", text)}, builder="gettext")

    template = (built.out / "index.pot").read_text("utf-8")
    assert "operatorname" not in template
    assert r"\\text{if } x" in template
