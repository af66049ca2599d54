"""What pages know of the course: its order, its numbers, its route, its cards."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from pages import PUBLISHED, catalogue, titled

from lesson_pages.course.lesson_header import colab
from lesson_pages.course.reading_time import minutes
from lesson_pages.course.route import MARGIN, TURN, WIDTH, Stop, line, stops

SCRIPT = '"""\nTitle\n=====\n\nA sentence.\n"""\n\n{}import torch\n\ntorch.ones(2)\n'
HOSTILE = "a <b> & c"
TITLES = {"plot_09_nine": HOSTILE}
PARTS = {"1_a": ["plot_01_one", "plot_05_two"], "2_b": ["plot_09_nine"]}
ONE, TWO, NINE = (f"lessons/{p}/{x}" for p, names in PARTS.items() for x in names)
GITHUB = PUBLISHED.repository
COLAB = "https://colab.research.google.com/github/someone/course/blob"
REPORTED = "body=docs%2Fstart.rst%0A%0A"
FACTS = {
    "number": "{{ lesson.number if lesson }}",
    "before": '{{ lesson.before|map(attribute="title")|join(", ") if lesson }}',
    "colab": "{{ lesson.colab if lesson }}",
    "edit": "{{ contribute.edit if contribute }}",
    "report": "{{ contribute.report if contribute }}",
}
TEMPLATE = {"_templates/layout.html": "\n".join(FACTS.values())}
IMAGES = "".join(
    f".. image:: {theme}.svg\n   :class: figure only-{theme}\n   :alt: A figure\n"
    "   :width: 480\n   :height: 320\n\n"
    for theme in ("light", "dark")
)


def files() -> dict[str, str]:
    """Return a course of two parts with two lessons and one."""
    toctree = "".join(f"   lessons/{part}/index\n" for part in PARTS)
    route = f".. route::\n\n.. toctree::\n\n   start\n{toctree}   words\n"
    cards = ".. cards:: lessons/1_a/index\n   :intro:\n   :figures: 1\n"
    made = {"index.rst": titled("Home", route), "start.rst": titled("Start")}
    made |= {"words.rst": titled("Words", f"{cards}\n.. cards:: lessons/2_b/index\n")}
    made |= {f"lessons/1_a/{theme}.svg": "<svg/>" for theme in ("light", "dark")}
    for part, lessons in PARTS.items():
        listed = ".. toctree::\n\n" + "".join(f"   {name}\n" for name in lessons)
        text = f"What it is about. More.\n\n{listed}"
        made[f"lessons/{part}/index.rst"] = titled(f"Part {part}", text)
        for name in lessons:
            text = f"The ``first`` sentence. The second.\n\n{IMAGES * (part == '1_a')}"
            made[f"lessons/{part}/{name}.rst"] = titled(TITLES.get(name, name), text)
            made[f"lessons/{part}/{name}.py"] = SCRIPT.format("")
    return made


@pytest.fixture(scope="module")
def built(build_once):
    """Build the course."""
    return build_once(files())


@pytest.fixture(scope="module")
def facts(build_once):
    """Build the course of which a preview leaves a lesson out; return pages' facts."""
    before = '# sphinx_gallery_before = ["one", "two"]\n'
    made = files() | {f"{NINE}.py": SCRIPT.format(before)}
    built = build_once(
        made | TEMPLATE,
        templates_path=["_templates"],
        published=PUBLISHED,
        left_out=[ONE],
    )
    assert built.warnings == ""
    return lambda page: dict(zip(FACTS, built.text(page).split("\n"), strict=True))


# -- Order and numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("index", (None, "start.html")),
        ("start", ("index.html", "lessons/1_a/plot_01_one.html")),
        ("lessons/1_a/index", ("../../start.html", "plot_01_one.html")),
        (TWO, ("plot_01_one.html", "../2_b/plot_09_nine.html")),
        ("lessons/2_b/index", ("../1_a/plot_05_two.html", "plot_09_nine.html")),
        (NINE, ("../1_a/plot_05_two.html", None)),
        ("words", (None, None)),
    ],
)
def test_lesson_leads_to_lesson(built, page, expected):
    """The last lesson of a part leads into the next part; other pages lead nowhere."""
    links = {x["rel"][0]: x["href"] for x in built.soup(page).select("link[rel]")}

    assert (links.get("prev"), links.get("next")) == expected


@pytest.mark.parametrize(
    ("page", "fact", "expected"),
    [
        (TWO, "number", "2"),
        (NINE, "number", "3"),
        (NINE, "before", "plot_05_two"),
        (TWO, "colab", f"{COLAB}/notebooks/en/1_a/plot_05_two.ipynb"),
        ("index", "edit", f"{GITHUB}/edit/main/docs/index.rst"),
        ("lessons/1_a/index", "edit", f"{GITHUB}/edit/main/examples/1_a/index.rst"),
        (TWO, "edit", f"{GITHUB}/edit/main/examples/1_a/plot_05_two.py"),
        ("start", "report", f"{GITHUB}/issues/new?title=Start%3A+&amp;{REPORTED}"),
    ],
)
def test_page_knows_its_place_and_its_source(facts, page, fact, expected):
    """A preview counts what it leaves out, and does not name it as to be read before.

    A lesson's page is made; its source is what one edits.  A report says where.
    """
    assert facts(page)[fact] == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gone", "'gone' is no page"),
        ("two", "'two' may be lessons/1_a/plot_05_two or"),
        ("nine", "'nine' does not come before"),
    ],
)
def test_name_that_is_not_one_lesson_is_warned_of(build, name, said):
    """Two lessons may be called the same in two parts."""
    script = SCRIPT.format(f"# sphinx_gallery_before = ['{name}']\n")
    two = {"lessons/2_b/plot_10_two.rst": ":orphan:\n\n" + titled("Two")}
    made = files() | two | {f"{NINE}.py": script}

    assert said in build(made).warnings


@pytest.mark.parametrize(
    ("repository", "expected"),
    [(GITHUB, f"{COLAB}/notebooks/en/x.ipynb"), ("https://gitee.com/o/course", None)],
)
def test_colab_is_linked_for_the_one_host_that_it_knows(repository, expected):
    """Elsewhere its link would lead nowhere."""
    published = replace(PUBLISHED, repository=repository)
    config = SimpleNamespace(published=published, language="en")

    assert colab(SimpleNamespace(config=config), "lessons/x") == expected


@pytest.mark.parametrize(
    ("link", "warned"),
    [
        (":doc:`/lessons/1_a/plot_01_one`", ""),
        (":ref:`it <inside>`", ""),
        (":doc:`/lessons/1_a/none`", "unknown document: '/lessons/1_a/none'"),
        (":ref:`it <nowhere>`", "undefined label: 'nowhere'"),
    ],
)
def test_preview_names_links_to_nowhere_and_to_nothing_that_it_leaves_out(
    build, link: str, warned: str
):
    """A new lesson's links are tried before the whole site is."""
    script = SCRIPT.replace("A sentence.", ".. _inside:\n\nPart\n----\n").format("")
    made = files() | {"../examples/1_a/plot_01_one.py": script}
    made["start.rst"] = titled("Start", link)

    warnings = build(made, left_out=[ONE]).warnings

    assert (warned in warnings) if warned else not warnings


def test_reading_time_grows_with_the_text(tmp_path: Path):
    """Prose, code and five minutes for the exercise, rounded up to five minutes."""
    short, long = tmp_path / "short.py", tmp_path / "long.py"
    short.write_text(SCRIPT.format(""))
    long.write_text(SCRIPT.format("") + "\n# %%\n# " + "word " * 1500 + "\n\n1\n")

    assert [minutes(short), minutes(long)] == [10, 20]


def test_chinese_page_is_mended_in_its_catalogue_and_has_no_colab(build):
    """Who mends a Chinese sentence needs its messages; a branch may be left empty."""
    made = files() | TEMPLATE
    published = replace(PUBLISHED, notebooks_branch="")
    settings = {"templates_path": ["_templates"], "published": published}
    text = build(made, language="zh_CN", **settings).text(TWO)
    found = dict(zip(FACTS, text.split("\n"), strict=True))

    assert found["colab"] == "None"
    assert found["edit"].endswith(f"/docs/locales/zh_CN/LC_MESSAGES/{TWO}.po")


# -- The route -------------------------------------------------------------------------


def test_route_stops_at_every_lesson_in_order(built):
    """A stop and the name of a part are links; a stop's title says number and name.

    It is well formed: a title with markup is written as text.
    """
    text = built.text("index")
    ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    route = built.soup("index").select_one("svg.route")
    shown = [(x["href"], x.title.text) for x in route.select("a.route-stop")]
    parts = [(x.parent["href"], x.text) for x in route.select(".route-part")]

    assert shown == [
        (f"{ONE}.html", "1. plot_01_one"),
        (f"{TWO}.html", "2. plot_05_two"),
        (f"{NINE}.html", f"3. {HOSTILE}"),
    ]
    assert parts == [(f"lessons/{x}/index.html", f"Part {x}") for x in PARTS]


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("row", [0, 1])
def test_stops_lie_inside_and_apart(row, count):
    """Eight stops still leave room for a finger; odd rows run back."""
    xs = [stop.x for stop in stops(row, ("lessons/a/plot_01_a",) * count)]
    gaps = [abs(b - a) for a, b in pairwise(xs)]

    assert all(MARGIN < x < WIDTH - MARGIN for x in xs)
    assert all(gap >= 36 for gap in gaps)
    assert xs == sorted(xs, reverse=bool(row))


def test_line_turns_at_alternate_edges_whatever_the_rows_hold():
    """A row is known by its place: two may hold the same stops."""
    row = [Stop(100, 50, "a"), Stop(200, 50, "b")]
    edges = [float(x) for x in re.findall(r"A[^AV]* (\d+) \d+V", line([row] * 3))]

    assert edges == [WIDTH - MARGIN, MARGIN]
    inner = [float(x) for x in re.findall(r"H(\d+)A", line([row] * 3))]
    assert inner == [WIDTH - MARGIN - TURN, MARGIN + TURN]


# -- Cards -----------------------------------------------------------------------------


def test_every_lesson_of_the_part_has_a_card_in_order(built):
    """Title, first sentence with its code, number and time; above them the part's."""
    first, second = built.soup("words").select(".cards")
    texts = [[p.text for p in x.select("p")] for x in first.select(".card-text")]

    sentence = "The first sentence."
    assert texts[0] == ["plot_01_one", sentence, "Lesson 1 about 10 min"]
    assert texts[1] == ["plot_05_two", sentence, "Lesson 2 about 10 min"]
    assert first.code.text == "first"
    assert second.select_one(".card-facts span").text == "Lesson 3"
    assert built.soup("words").select_one(".intro").text == "What it is about."


def test_card_shows_the_first_figure_for_both_themes(built):
    """As decoration: its text stands beside it; home stays light with few figures."""
    with_figure, without = built.soup("words").select(".cards")[0].select(".card")
    images = with_figure.select(".card-figure img")

    assert [image["class"][-1] for image in images] == ["only-light", "only-dark"]
    assert {(x["alt"], x["width"], x["height"]) for x in images} == {("", "480", "320")}
    assert without.select_one(".card-figure") is None


def test_card_is_in_the_language_of_the_site(build):
    """Title and sentence come from the translated lesson; a formula stays one."""
    made = files() | {f"{NINE}.rst": titled("Nine", "Is :math:`x^2` here? No.\n")}
    said = "Is :math:`x^2` here? No.", r"这里有\ :math:`x^2`\ 吗？没有。"
    made |= catalogue(NINE, ("Nine", "第九课"), said)
    built = build(made, language="zh_CN")
    card = built.soup("words").select(".card-text")[2]

    assert card.select_one(".card-title").text == "第九课"
    assert card.select("p")[1].text.startswith("这里有")
    assert card.select("p")[1].text.endswith("吗？")
    assert card.select("math msup")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        *(
            ({f"{NINE}.rst": titled("Nine", below)}, f"words.rst:8: WARNING: {said}")
            for said in [f"cards: {NINE} has no sentence below its title"]
            for below in ("", "Deeper\n------\n\nDeep.\n", ".. note:: In a box.\n")
        ),
        (
            {"words.rst": titled("T", ".. cards:: b/index\n")},
            "words.rst:4: WARNING: cards: there is no page 'b/index'",
        ),
    ],
)
def test_card_that_cannot_be_written_is_named(build, changed, said):
    """The strict build fails with the place of the cards and the lesson or page."""
    assert said in build(files() | changed).warnings
