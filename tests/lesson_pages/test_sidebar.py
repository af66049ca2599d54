"""The sidebar holds every part and the current part's lessons."""

PARTS = ("a", "b")
HOME = """\
Home
====

.. toctree::
   :hidden:
   :caption: Parts

   a/index
   b/index
"""


def lesson(title: str) -> str:
    """Return the text of a page."""
    return f"{title}\n{'=' * len(title)}\n\nSection\n-------\n\nText.\n"


def part(name: str) -> str:
    """Return the text of a part with two lessons."""
    return lesson(f"Part {name}") + "\n.. toctree::\n\n   one\n   two\n"


FILES = {
    "index.rst": HOME,
    **{f"{name}/index.rst": part(name) for name in PARTS},
    **{
        f"{p}/{n}.rst": lesson(f"Lesson {p} {n}") for p in PARTS for n in ("one", "two")
    },
}


def links(built, page: str) -> list[str]:
    """Return the words of the links in a page's sidebar."""
    tree = built.soup(page).select_one(".sidebar-tree")
    return [link.get_text() for link in tree.find_all("a")]


def test_lesson_shows_its_part_only(build):
    """On a lesson: all parts, and the lessons of its own part."""
    built = build(FILES, html_theme="furo")

    assert links(built, "a/one") == ["Part a", "Lesson a one", "Lesson a two", "Part b"]


def test_home_shows_the_parts(build):
    """On the home page: the parts, no lesson."""
    assert links(build(FILES, html_theme="furo"), "index") == [
        "Part a",
        "Part b",
    ]


def test_caption_is_a_heading_with_a_level(build):
    """A heading without a level tells a screen reader nothing."""
    built = build(FILES, html_theme="furo")

    caption = built.soup("index").select_one(".sidebar-tree .caption")
    assert (caption["role"], caption["aria-level"]) == ("heading", "2")


def test_current_page_is_marked_for_screen_readers(build):
    """The link of the page itself says so."""
    built = build(FILES, html_theme="furo")

    tree = built.soup("b/two").select_one(".sidebar-tree")
    current = [link.get_text() for link in tree.select('a[aria-current="page"]')]
    assert current == ["Lesson b two"]
