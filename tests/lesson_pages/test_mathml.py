"""Formulas become MathML at build time."""

import pytest
from sphinx.errors import ExtensionError

MARKDOWN = {"myst_enable_extensions": ["dollarmath"]}
CATALOGUE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
CHINESE = {"language": "zh_CN", "locale_dirs": ["locales"]}


@pytest.fixture
def page(build):
    """Build one page with the extension."""

    def build_page(text, *others, markdown=False, files=(), **settings):
        name = "index.md" if markdown else "index.rst"
        settings = (MARKDOWN if markdown else {}) | settings
        extensions = ["mathml", *others, *(["myst_parser"] if markdown else [])]
        return build(
            {name: text, **dict(files)},
            extensions,
            html_math_renderer="mathml",
            **settings,
        )

    return build_page


def catalogue(english: str, chinese: str) -> dict[str, str]:
    """Return the Chinese catalogue of the page, with one message on line 5."""
    english, chinese = (text.replace("\\", "\\\\") for text in (english, chinese))
    text = f'{CATALOGUE}msgid "{english}"\nmsgstr "{chinese}"\n'
    return {"locales/zh_CN/LC_MESSAGES/index.po": text}


def test_formula_becomes_mathml(page):
    """Neither script nor image is needed to show a formula."""
    built = page("T\n=\n\nIn a line :math:`x^2`.\n\n.. math:: y = 3x\n")

    assert len(built.soup("index").find_all("math")) == 2
    assert "mathjax" not in built.text("index").lower()


def test_markdown_formula_becomes_mathml(page):
    """Between dollars, as a role and as a block."""
    text = "# T\n\n$a^2$, {math}`b^2`\n\n$$c^2$$\n\n```{math}\nd^2\n```\n"

    formulas = page(text, markdown=True).soup("index").find_all("math")

    assert [x.find("mi").text for x in formulas] == ["a", "b", "c", "d"]
    assert [x.get("display") for x in formulas] == [None, None, "block", "block"]


def test_source_of_a_formula_stays_with_it(page):
    """A browser without MathML shows it; so does a screen reader's braille."""
    soup = page("T\n=\n\n:math:`x < y`\n").soup("index")

    assert soup.find("annotation")["encoding"] == "application/x-tex"
    assert soup.find("annotation").text == "x < y"


def test_formula_has_no_style_attribute(page):
    """The policy forbids them; each is a rule of the style sheet instead."""
    text = r".. math:: \begin{bmatrix} a & b \end{bmatrix} \quad \hat{x}" + "\n"

    built = page(f"T\n=\n\n{text}")
    cell = built.soup("index").find("mtd")
    name = next(x for x in cell["class"] if x.startswith("tml-"))
    style = (built.out / "_static/math.css").read_text("utf-8")

    assert built.soup("index").select("math [style], math[style]") == []
    assert f".{name}.{name} {{ padding-left" in style


def test_only_pages_with_a_formula_load_what_formulas_need(page):
    """A page without formulas has neither style sheet nor font."""
    files = {"other.rst": ":orphan:\n\nT\n=\n\nWords.\n"}

    built = page("T\n=\n\n:math:`x`\n", files=files)

    assert built.soup("index").select("link[href*='math.css'], script[data-font]")
    assert "_static/math" not in built.text("other")


def test_font_is_fetched_before_it_is_needed(page):
    """The page and the style sheet ask for the same file, which is there."""
    files = {"a/b.rst": ":orphan:\n\nT\n=\n\n:math:`x`\n"}

    built = page("T\n=\n", files=files)
    address = built.soup("a/b").find("script", attrs={"data-font": True})["data-font"]
    style = (built.out / "_static/math.css").read_text("utf-8")
    name = address.removeprefix("../_static/")

    assert f'url("{name}")' in style
    assert (built.out / "_static" / name.partition("?")[0]).is_file()


def test_site_without_formulas_has_no_font(page):
    """Nothing is written that nobody loads."""
    built = page("T\n=\n\nWords.\n")

    assert list((built.out / "_static").glob("math*")) == []


def test_licence_stands_beside_the_font(page):
    """The font's licence asks for it."""
    built = page("T\n=\n\n:math:`x`\n")

    licence = built.out / "_static/math.woff2.license.txt"
    assert "SIL OPEN FONT LICENSE" in licence.read_text("utf-8")


def test_long_formula_scrolls_with_the_keyboard(page):
    """It has a name and a place in the order; a short one needs none."""
    long = "+".join("abcdefghijklmnop")

    boxes = page(f"T\n=\n\n.. math:: {long}\n\n.. math:: x\n").soup("index")
    first, second = boxes.select(".formula")

    assert (first["tabindex"], first["role"]) == ("0", "group")
    assert first["aria-label"] == "Formula"
    assert second.attrs.keys() == {"class"}


@pytest.mark.parametrize("theme", ["basic", "furo"])
@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("T\n=\n\n.. math:: a\n   :label: one\n\nSee :eq:`one`.\n", False),
        ("# T\n\n$$\na\n$$ (one)\n\nSee {eq}`one`.\n", True),
        ("# T\n\n```{math}\n:label: one\na\n```\n\nSee {eq}`one`.\n", True),
    ],
)
def test_numbered_formula_can_be_linked(page, text, markdown, theme):
    """Its number leads to it, and no id stands on the page twice."""
    soup = page(text, markdown=markdown, html_theme=theme).soup("index")
    ids = [tag["id"] for tag in soup.select("[id]")]
    links = soup.select('a[href="#equation-one"]')

    assert [link.text for link in links] == ["(1)", "(1)"]
    assert ids.count("equation-one") == 1


def test_rows_are_aligned_without_an_environment(page):
    """As Sphinx documents it: ampersands, double backslashes, empty lines."""
    text = "T\n=\n\n.. math::\n\n   a &= b \\\\\n   &= c\n\n   d &= e\n"

    rows = page(text).soup("index").select("mtr")

    assert [row.text for row in rows] == ["a=b", "=c", "d=e"]


def test_formula_in_a_title_is_plain_where_the_title_stands_alone(page):
    """The heading has MathML; the window's name and the navigation have text."""
    title = "The slope of :math:`x^2`"
    text = f"{title}\n{'=' * len(title)}\n\n.. contents::\n"
    files = {"index.rst": "T\n=\n\n.. toctree::\n\n   one\n", "one.rst": text}

    built = page("", files=files)

    assert "<title>The slope of x² " in built.text("one")
    assert built.soup("one").select("h1 math")
    assert built.soup("index").select_one(".toctree-l1").text == "The slope of x²"


# -- Errors ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [r"\frac{a}{b", r"\nosuch{x}", r"\begin{aligned} a", "x^", r"\left( x", "x_1_2"],
)
def test_formula_that_cannot_be_read_fails_with_its_place(page, formula):
    """A mistake in TeX stops the build and names page, line and formula."""
    with pytest.raises(ExtensionError) as caught:
        page(f"T\n=\n\nWords.\n\n.. math:: {formula}\n")

    message = str(caught.value)
    assert f"index.rst:6: the formula “{formula}”: " in message
    assert "\u0332" not in message


def test_empty_formula_fails(page):
    """An empty box on a page is a mistake."""
    with pytest.raises(ExtensionError, match=r"index\.rst:4: .*it is empty"):
        page("T\n=\n\n.. math::\n")


def test_every_bad_formula_has_its_line(page):
    """One build shows all that there is to mend."""
    with pytest.raises(ExtensionError) as caught:
        page("# T\n\n$a_1_2$\n\n$\\nosuch$\n", markdown=True)

    lines = str(caught.value).splitlines()
    assert ["index.md:3" in lines[0], "index.md:5" in lines[1]] == [True, True]


def test_bad_formula_of_a_lesson_is_found_in_its_script(page, tmp_path):
    """The page is made; the script is what somebody has to mend."""
    script = tmp_path / "examples/1_part/plot_1.py"
    script.parent.mkdir(parents=True)
    script.write_text('"""T\n=\n"""\n\n# %%\n# Words :math:`x_1_2`.\n')
    text = ":orphan:\n\nT\n=\n\nWords :math:`x_1_2`.\n"

    with pytest.raises(ExtensionError, match=r"examples/1_part/plot_1\.py:6: "):
        page("T\n=\n", files={"lessons/1_part/plot_1.rst": text})


def test_bad_formula_of_a_translation_is_found_in_its_catalogue(page):
    """The English page has nothing to mend."""
    files = catalogue("Words :math:`x_1`.", "文字 :math:`x_1_2`。")

    with pytest.raises(ExtensionError, match=r"index\.po:5: the formula “x_1_2”"):
        page("T\n=\n\nWords :math:`x_1`.\n", files=files, **CHINESE)


# -- Words in formulas -----------------------------------------------------------------


@pytest.mark.parametrize("markdown", [True, False])
def test_words_in_a_formula_are_translated(page, markdown):
    """A formula on a line of its own is a message if it has words."""
    text = "# T\n\n$$\n%s\n$$\n" if markdown else "T\n=\n\n.. math:: %s\n"
    formula = r"x \text{ if } y \\ z"
    files = catalogue(formula, formula.replace(" if ", "若"))

    built = page(text % formula, markdown=markdown, files=files, **CHINESE)

    assert built.soup("index").find("mtext").text == "若"


def test_words_in_a_formula_that_nobody_translated_are_warned_of(page):
    """A Chinese reader would meet an English word."""
    text = "一\n==\n\n.. math:: x \\text{ if } y\n"

    built = page(text, "untranslated", **CHINESE)

    assert "index.rst:4: WARNING: not translated into zh_CN" in built.warnings


def test_formula_without_words_is_no_message(build):
    """Translators see only what they have to translate."""
    text = "T\n=\n\n.. math:: \\operatorname{f}(x)\n\n.. math:: \\text{if } x\n"

    built = build({"index.rst": text}, builder="gettext")

    template = (built.out / "index.pot").read_text("utf-8")
    assert "operatorname" not in template
    assert r"\\text{if } x" in template
