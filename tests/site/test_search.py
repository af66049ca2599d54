"""What the search knows of pages, and how it cuts, finds and marks."""

import json
import subprocess
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

import node
from node import node_command

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
WORDS = '["index"]\nen = "beginning"\nzh = "开头"\n'
CHINESE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Home"
msgstr "首页"
"""


def records(build, files: dict[str, str], **settings: str) -> dict:
    """Build pages and return what the search gets of them."""
    loader = {"_static/search-loader.js": "", "_templates/search.html": ""}
    paths = {"html_static_path": ["_static"], "templates_path": ["_templates"]}
    built = build(files | loader, ["search"], **paths, **settings)
    text = (built.out / "_static/search-records.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("searchRecords="))


def test_parts_of_the_search_do_what_they_say() -> None:
    """Words, engine and snippets, tried where they run: in JavaScript."""
    command = node_command(Path("--test"), str(HERE / "search.test.mjs"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "pass 0" not in done.stdout


def test_every_section_is_a_record_of_its_own(build) -> None:
    """A result leads to the heading below which the words stand."""
    sections = records(build, {"index.rst": PAGE})["sections"]

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


def test_records_are_in_the_language_of_the_site(build) -> None:
    """Titles and the readers' words are; a page's address is not."""
    files = {"index.rst": PAGE, "search_words.toml": WORDS}
    files["locales/zh_CN/LC_MESSAGES/index.po"] = CHINESE
    home = records(build, files, language="zh_CN")["sections"][0]

    assert (home["page"], home["title"], home["words"]) == (
        "index.html",
        "首页",
        "开头",
    )


def test_glossary_gives_each_word_its_other_language(build) -> None:
    """The pairs are those of the site's glossary."""
    files = {"index.rst": PAGE, "glossary.csv": "en,zh,note\ntensor,张量,\n"}

    assert records(build, files)["synonyms"] == [["tensor", "张量"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            '["gone"]\nen = "a"\nzh = "一"\n',
            "search_words.toml: there is no page 'gone'",
        ),
        ('["index"]\nen = "a"\n', "'index' needs en and zh"),
    ],
)
def test_wrong_words_are_named(build, words: str, said: str) -> None:
    """A renamed page does not lose its words in silence."""
    files = {"index.rst": PAGE, "search_words.toml": words}
    files |= {"_static/search-loader.js": ""}
    built = build(files, ["search"], html_static_path=["_static"])

    assert said in built.warnings


def test_words_that_cannot_be_read_fail_the_build(build) -> None:
    """The message names the file."""
    files = {"index.rst": PAGE, "search_words.toml": "[index\n"}

    with pytest.raises(ExtensionError, match=r"docs/search_words\.toml"):
        build(files, ["search"])


def test_missing_library_is_named(build, monkeypatch, tmp_path) -> None:
    """The message says what to run."""
    monkeypatch.setattr(node, "FOLDER", tmp_path)

    with pytest.raises(ExtensionError, match=r"esbuild.* is not installed; run `nox"):
        records(build, {"index.rst": PAGE})
