"""What the search knows of pages, and how it cuts, finds and marks."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pages import catalogue
from sphinx.errors import ExtensionError

from lesson_pages.npm import node_command
from lesson_pages.search.ranking import OF_A_LIST

HERE = Path(__file__).parent / "search"
PAGE = """\
Home
====

Prose *here* and ``code``.

.. a comment

Second part
-----------

- an item

.. code-block:: python

   print(7)

Empty
-----

Inside
^^^^^^

A formula's words.

.. glossary::

   tensor
      Numbers.

.. toctree::

   other

.. container:: cards

   Quoted.

Solution
--------

Add one. ::

   x

What comes next
---------------

Another lesson.
"""
OTHER = "Other\n=====\n"
WORDS = '["index"]\nterms = ["tensor"]\nen = ["beginning"]\nzh = ["开头"]\n'
GLOSSARY = "en,zh,note\ntensor,张量,\n"
LOADER = {"_static/search-loader.js": "", "_templates/search.html": ""}
PATHS = {"html_static_path": ["_static"], "templates_path": ["_templates"]}
PATHS |= {"html_theme": "basic"}  # else the configuration seems to change


def index(build, files: dict[str, str], **settings: Any) -> dict:
    """Build pages and return what the search gets of them, texts included."""
    first = LOADER if "index.rst" in files else {}  # a new template means new pages
    built = build(first | files, **PATHS, **settings)
    scripts = (built.out / f"_static/search-{x}.js" for x in ("outline", "texts"))
    found, texts = (json.loads(x.read_text("utf-8").partition("=")[2]) for x in scripts)
    for section, (text, code) in zip(found["sections"], texts["texts"], strict=True):
        section |= {"text": text, "code": code}
    assert found["digest"] == texts["digest"]
    return found


def test_parts_of_the_search_do_what_they_say() -> None:
    """Words, engine and snippets, tried where they run: in JavaScript."""
    command = node_command(Path("--test"), str(HERE / "search.test.mjs"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "pass 0" not in done.stdout


def test_every_section_is_a_record_of_its_own(build) -> None:
    """A result leads to the heading below which the words stand.

    A term of a glossary is such a place; so is the fold of a solution.  What speaks
    of other pages is left out, and so is a heading without words of its own.
    """
    files = {"index.rst": PAGE, "other.rst": OTHER}
    sections = index(build, files)["sections"]

    keys = ("anchor", "heading", "text", "code")
    assert [tuple(x[key] for key in keys) for x in sections] == [
        ("", "Home", "Prose here and code.", ""),
        ("second-part", "Second part", "an item", "print(7)"),
        ("inside", "Inside", "A formula’s words.", ""),
        ("term-tensor", "tensor", "Numbers.", ""),
        ("solution-text", "Solution", "Add one.", "x"),
        ("", "Other", "", ""),
    ]
    # a page that leads to others counts for less
    assert [x.get("weight") for x in sections] == [OF_A_LIST] * 5 + [None]


def test_index_is_in_the_language_of_the_site(build) -> None:
    """Titles and words are; a page's address is not; terms count in both."""
    files = {"index.rst": PAGE, "search_words.toml": WORDS, "glossary.csv": GLOSSARY}
    files |= catalogue("index", ("Home", "首页"))
    found = index(build, files, language="zh_CN")
    home = found["sections"][0]

    assert found["synonyms"] == [["tensor", "张量"]]
    assert (home["page"], home["title"], home["words"]) == (
        "index.html",
        "首页",
        "tensor, 张量, 开头",
    )


def test_changed_page_changes_both_parts_of_the_index(build) -> None:
    """They bear one mark, so that parts of two builds do not meet.

    A build that writes few pages finds all.
    """
    old, new = ({"a.rst": f"A\n=\n\n{text}\n"} for text in ("Old.", "New."))
    first = index(build, {"index.rst": PAGE, "other.rst": OTHER} | old)
    again = index(build, new)

    assert again["sections"][0]["text"] == "New."
    assert again["sections"][1:] == first["sections"][1:]
    assert again["digest"] != first["digest"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('["gone"]\nen = ["a"]\n', "'gone' is no page"),
        ('["index"]\nen = "a"\n', "'index' needs lists"),
        ('index = "a"\n', "'index' needs lists"),
        ('["index"]\nfr = ["a"]\n', "'index' has 'fr', which is none of terms, en, zh"),
        ('["index"]\nterms = ["a"]\n', "'index' names 'a', which is not in glossary"),
        ("[index\n", "Expected"),
        ('synonyms = ["a", "b"]\n', "synonyms needs lists, such as"),
        ('synonyms = [["a"]]\n', "synonyms needs lists, such as"),
    ],
)
def test_wrong_words_fail_the_build(build, words: str, said: str) -> None:
    """A renamed page does not lose its words in silence."""
    with pytest.raises(ExtensionError, match=rf"^docs/search_words\.toml: .*{said}"):
        index(build, {"index.rst": PAGE, "search_words.toml": words})
