"""What pages know of the course: its order, its route, what a lesson needs."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from lesson_pages.course.course import minutes
from lesson_pages.course.route import MARGIN, WIDTH, Stop, line, stops

SCRIPT = '"""\nTitle\n=====\n\nA sentence.\n"""\n\n{}import torch\n\ntorch.ones(2)\n'
PAGE = "{0}\n{1}\n\nA sentence.\n"
PARTS = {"1_a": ["plot_01_one", "plot_02_two"], "2_b": ["plot_09_nine"]}
EXTENSIONS = []
PUBLISHED = SimpleNamespace(
    repository="https://github.com/someone/course",
    branch="main",
    notebooks_branch="notebooks",
)


def page_of(name: str) -> str:
    """Return a page with a title and a sentence."""
    return PAGE.format(name, "=" * len(name))


def files() -> dict[str, str]:
    """Return a course of two parts with two lessons and one."""
    toctree = "".join(f"   lessons/{part}/index\n" for part in PARTS)
    home = f"Home\n====\n\n.. route::\n\n.. toctree::\n\n   start\n{toctree}   words\n"
    made = {"index.rst": home, "start.rst": page_of("Start")}
    made["words.rst"] = page_of("Words")
    for part, lessons in PARTS.items():
        listed = "".join(f"   {name}\n" for name in lessons)
        made[f"lessons/{part}/index.rst"] = (
            f"Part {part}\n========\n\n.. toctree::\n\n{listed}"
        )
        for name in lessons:
            made[f"lessons/{part}/{name}.rst"] = page_of(name)
            made[f"lessons/{part}/{name}.py"] = SCRIPT.format("")
    return made


def neighbours(document):
    """Return where a page's links to the page before and after lead."""
    links = {x["rel"][0]: x["href"] for x in document.select("link[rel]")}
    return links.get("prev"), links.get("next")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("index", (None, "start.html")),
        ("start", ("index.html", "lessons/1_a/plot_01_one.html")),
        ("lessons/1_a/index", ("../../start.html", "plot_01_one.html")),
        ("lessons/1_a/plot_02_two", ("plot_01_one.html", "../2_b/plot_09_nine.html")),
        ("lessons/2_b/index", ("../1_a/plot_02_two.html", "plot_09_nine.html")),
        ("lessons/2_b/plot_09_nine", ("../1_a/plot_02_two.html", None)),
        ("words", (None, None)),
    ],
)
def test_lesson_leads_to_lesson(build, page, expected):
    """The last lesson of a part leads into the next part; other pages lead nowhere."""
    assert neighbours(build(files(), EXTENSIONS).soup(page)) == expected


def test_route_stops_at_every_lesson_in_order(build):
    """A stop is a link; its title says number and name."""
    links = build(files(), EXTENSIONS).soup("index").select("svg.route a.route-stop")

    assert [link["href"] for link in links] == [
        "lessons/1_a/plot_01_one.html",
        "lessons/1_a/plot_02_two.html",
        "lessons/2_b/plot_09_nine.html",
    ]
    assert [link.title.text for link in links] == [
        "1. plot_01_one",
        "2. plot_02_two",
        "9. plot_09_nine",
    ]


def test_route_names_every_part(build):
    """The name above a row leads to the part's page."""
    route = build(files(), EXTENSIONS).soup("index").select_one("svg.route")
    names = [(x.text, x.parent["href"]) for x in route.select(".route-part")]

    assert names == [
        ("Part 1_a", "lessons/1_a/index.html"),
        ("Part 2_b", "lessons/2_b/index.html"),
    ]


def test_route_is_well_formed(build):
    """A title such as ``a < b`` is written as text."""
    made = files() | {"lessons/2_b/plot_09_nine.rst": page_of("a < b & c")}
    text = build(made, EXTENSIONS).text("index")
    picture = text[text.index("<svg") : text.index("</svg>") + 6]

    assert "9. a < b & c" in [x.text for x in ET.fromstring(picture).iter("title")]


def test_route_is_left_out_without_lessons(build):
    """A preview may have none."""
    made = {"index.rst": "Home\n====\n\n.. route::\n"}

    assert 'class="route"' not in build(made, EXTENSIONS).text("index")


@pytest.mark.parametrize("count", [1, 2, 3, 8])
@pytest.mark.parametrize("row", [0, 1])
def test_stops_lie_inside_and_apart(row, count):
    """Eight stops still leave room for a finger; odd rows run back."""
    xs = [stop.x for stop in stops(row, ("lessons/a/plot_01_a",) * count)]
    gaps = [abs(b - a) for a, b in pairwise(xs)]

    assert all(MARGIN < x < WIDTH - MARGIN for x in xs)
    assert all(gap >= 36 for gap in gaps)
    assert xs == sorted(xs, reverse=bool(row))


def test_reading_time_grows_with_the_text(tmp_path: Path):
    """Prose, code and five minutes for the exercise, rounded up to five minutes."""
    short, long = tmp_path / "short.py", tmp_path / "long.py"
    short.write_text(SCRIPT.format(""))
    long.write_text(SCRIPT.format("") + "\n# %%\n# " + "word " * 1500 + "\n\n1\n")

    assert minutes(short) == 10
    assert minutes(long) == 20


def test_card_says_number_and_time(build):
    """A reader sees how long a lesson takes before opening it."""
    made = files() | {"words.rst": "Words\n=====\n\n.. cards:: lessons/2_b/index\n"}
    facts = build(made, EXTENSIONS).soup("words").select(".card-facts span")

    assert [fact.text for fact in facts] == ["Lesson 9", "about 10 min"]


@pytest.mark.parametrize(
    "below", ["", "Deeper\n------\n\nDeep down here.\n", ".. note:: In a box.\n"]
)
def test_lesson_without_a_sentence_for_its_card_is_named(build, below):
    """The strict build fails with the place of the cards and the lesson."""
    made = files() | {"words.rst": "Words\n=====\n\n.. cards:: lessons/2_b/index\n"}
    made["lessons/2_b/plot_09_nine.rst"] = f"Nine\n====\n\n{below}"
    warnings = build(made, EXTENSIONS).warnings

    assert "words.rst:4" in warnings
    assert "lessons/2_b/plot_09_nine has no sentence below its title" in warnings


def address(build, page: str, kind: str, **settings: str) -> str:
    """Return where a page can be edited, or a mistake in it reported."""
    template = f"{{% if contribute %}}{{{{ contribute.{kind} }}}}{{% endif %}}"
    made = files() | {"_templates/layout.html": template}
    settings |= {"published": PUBLISHED, "templates_path": ["_templates"]}
    return build(made, EXTENSIONS, **settings).text(page)


def test_line_turns_at_alternate_edges_whatever_the_rows_hold():
    """A row is known by its place: two may hold the same stops."""
    row = [Stop(100, 50, "a"), Stop(200, 50, "b")]
    edges = [float(x) for x in re.findall(r"A[^AV]* (\d+) \d+V", line([row] * 3))]

    assert edges == [WIDTH - MARGIN, MARGIN]


@pytest.mark.parametrize(
    ("branch", "link"),
    [
        ("drafts", "someone/course/blob/drafts/en/1_a/plot_01_one.ipynb"),
        ("", "None"),
    ],
)
def test_lesson_links_to_colab_where_its_notebooks_are(build, branch, link):
    """A site without a branch for notebooks has no link that would lead nowhere."""
    published = SimpleNamespace(**vars(PUBLISHED) | {"notebooks_branch": branch})
    template = "{% if lesson %}{{ lesson.colab }}{% endif %}"
    made = files() | {"_templates/layout.html": template}
    settings = {"published": published, "templates_path": ["_templates"]}
    extensions = [*EXTENSIONS]
    text = build(made, extensions, **settings).text("lessons/1_a/plot_01_one")

    assert text.removeprefix("https://colab.research.google.com/github/") == link


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("index", "docs/index.rst"),
        ("lessons/1_a/index", "examples/1_a/index.rst"),
        ("lessons/1_a/plot_01_one", "examples/1_a/plot_01_one.py"),
    ],
)
def test_edit_leads_to_what_a_person_wrote(build, page, file):
    """A lesson's page is made; its source is what one edits."""
    expected = f"https://github.com/someone/course/edit/main/{file}"

    assert address(build, page, "edit") == expected


def test_edit_leads_to_the_catalogue_in_chinese(build):
    """Who mends a Chinese sentence needs the page's messages."""
    lesson = "lessons/1_a/plot_01_one"
    edit = address(build, lesson, "edit", language="zh_CN")

    assert edit.endswith(f"/docs/locales/zh_CN/LC_MESSAGES/{lesson}.po")


def test_report_names_page_and_file(build):
    """A report says where, without a reader's doing."""
    report = address(build, "words", "report")

    assert report.startswith("https://github.com/someone/course/issues/new?title=Words")
    assert "docs%2Fwords.rst" in report
