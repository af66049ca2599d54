"""What the search knows of pages, and how it cuts, finds and marks."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import ExtensionError

from lesson_pages.npm import node_command
from lesson_pages.search import index as search

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

Inside
^^^^^^

A formula's words.
"""
WORDS = '["index"]\nterms = ["tensor"]\nen = ["beginning"]\nzh = ["开头"]\n'
GLOSSARY = "en,zh,note\ntensor,张量,\n"
LOADER = {"_static/search-loader.js": ""}
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Home"
msgstr "首页"
"""


def index(build, files: dict[str, str], *extensions: str, **settings: str) -> dict:
    """Build pages and return what the search gets of them, texts included."""
    page = {"_templates/search.html": ""}
    paths = {"html_static_path": ["_static"], "templates_path": ["_templates"]}
    built = build(files | LOADER | page, extensions, search=True, **paths, **settings)
    found, texts = (script(built.out, x) for x in ("outline", "texts"))
    for section, (text, code) in zip(found["sections"], texts["texts"], strict=True):
        section |= {"text": text, "code": code}
    return found


def script(out: Path, name: str) -> Any:
    """Return what a script of the index holds."""
    text = (out / f"_static/search-{name}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix(f"search{name.title()}="))


def test_parts_of_the_search_do_what_they_say() -> None:
    """Words, engine and snippets, tried where they run: in JavaScript."""
    command = node_command(Path("--test"), str(HERE / "search.test.mjs"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "pass 0" not in done.stdout


def test_every_section_is_a_record_of_its_own(build) -> None:
    """A result leads to the heading below which the words stand."""
    sections = index(build, {"index.rst": PAGE})["sections"]

    assert [(x["anchor"], x["heading"]) for x in sections] == [
        ("", "Home"),
        ("second-part", "Second part"),
        ("inside", "Inside"),
    ]
    assert [x["text"] for x in sections] == [
        "Prose here and code.",
        "an item",
        "A formula’s words.",
    ]
    assert [x["code"] for x in sections] == ["", "print(7)", ""]


def test_index_is_in_the_language_of_the_site(build) -> None:
    """Titles and words are; a page's address is not; terms count in both."""
    files = {"index.rst": PAGE, "search_words.toml": WORDS, "glossary.csv": GLOSSARY}
    files["locales/zh_CN/LC_MESSAGES/index.po"] = CHINESE
    home = index(build, files, language="zh_CN")["sections"][0]

    assert (home["page"], home["title"], home["words"]) == (
        "index.html",
        "首页",
        "tensor, 张量, 开头",
    )


def test_glossary_gives_each_word_its_other_language(build) -> None:
    """The pairs are those of the site's glossary."""
    files = {"index.rst": PAGE, "glossary.csv": GLOSSARY}

    assert index(build, files)["synonyms"] == [["tensor", "张量"]]


def test_term_of_a_glossary_is_a_place_of_its_own(build) -> None:
    """Who looks for a word comes to it, not to the top of a long page."""
    page = "Words\n=====\n\n.. glossary::\n\n   tensor\n      Numbers.\n"
    sections = index(build, {"index.rst": page})["sections"]

    found = [(x["anchor"], x["heading"], x["text"]) for x in sections]
    assert found == [("", "Words", ""), ("term-tensor", "tensor", "Numbers.")]


def test_what_speaks_of_other_pages_is_left_out(build) -> None:
    """A page is found by what it says itself."""
    page = """\
Home
====

.. toctree::

   other

.. container:: cards

   Quoted.

What comes next
---------------

Another lesson.
"""
    files = {"index.rst": page, "other.rst": "Other\n=====\n"}
    sections = index(build, files)["sections"]

    assert [(x["heading"], x["text"]) for x in sections] == [
        ("Home", ""),
        ("Other", ""),
    ]


def test_heading_without_words_of_its_own_is_no_result(build) -> None:
    """It leads to nothing that the places below it do not say."""
    page = "Home\n====\n\nEmpty\n-----\n\nFull\n^^^^\n\nWords.\n"
    sections = index(build, {"index.rst": page})["sections"]

    assert [x["heading"] for x in sections] == ["Home", "Full"]


def test_solution_is_found_in_its_fold(build) -> None:
    """Its text is in the index, below its heading."""
    page = "Home\n====\n\nSolution\n--------\n\nAdd one. ::\n\n   x\n"
    solution = index(build, {"index.rst": page}, "solution")["sections"][1]

    assert solution["anchor"].startswith("solution")
    assert (solution["text"], solution["code"]) == ("Add one.", "x")


def test_pages_that_did_not_change_stay_in_the_index(build) -> None:
    """A second build by hand writes few pages and finds all."""
    old = {"index.rst": PAGE, "a.rst": "A\n=\n\nOld.\n"} | LOADER
    new = {"a.rst": "A\n=\n\nNew.\n"}
    first, again = (
        script(build(files, search=True, html_static_path=["_static"]).out, "texts")
        for files in (old, new)
    )

    assert again["texts"] == [["New.", ""], *first["texts"][1:]]


def test_both_parts_of_an_index_bear_its_mark(build) -> None:
    """Other words make another mark, so that parts of two builds do not meet."""
    found = []
    for text in ("Old.", "New."):
        files = {"index.rst": f"A\n=\n\n{text}\n"} | LOADER
        out = build(files, search=True, html_static_path=["_static"]).out
        found.append({script(out, name)["digest"] for name in ("outline", "texts")})

    assert [len(marks) for marks in found] == [1, 1]
    assert found[0] != found[1]


@pytest.mark.parametrize("names", search.MOST_BYTES, ids=" ".join)
def test_search_that_is_too_large_is_named(build, monkeypatch, names) -> None:
    """Readers with a slow connection wait for all that one limit is for."""
    monkeypatch.setitem(search.MOST_BYTES, names, 10)
    style = {f"_static/{search.STYLE}": "a{}"}
    files = {"index.rst": PAGE} | LOADER | style
    built = build(files, search=True, html_static_path=["_static"])
    files = [built.out / "_static" / name for name in names]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)

    said = f"{' + '.join(names)}: {size} bytes compressed, more than 10"
    assert said in built.warnings


def test_limits_are_those_of_a_slow_phone() -> None:
    """The first answer needs 60 KB at most, script and style included."""
    names = {search.SCRIPT, search.STYLE, search.OUTLINE}

    assert [most for some, most in search.MOST_BYTES.items() if names <= {*some}] == [
        60_000
    ]


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
