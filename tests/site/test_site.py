"""The site's own configuration on a small course: pages in both languages."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lesson_pages.downloads.wheel import wheel_sources

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PARTS = ("1_tensors", "2_devices", "3_autograd", "4_training")
LESSON = "lessons/1_tensors/plot_01_small"
RST = """\

.. only:: html

    .. note::
        :class: sphx-glr-download-link-note

        :ref:`Go to the end <sphx_glr_download_lessons_1_tensors_plot_01_small.py>`
        to download the full example code.

.. rst-class:: sphx-glr-example-title

.. _sphx_glr_lessons_1_tensors_plot_01_small.py:

A small lesson
==============

One sentence about :func:`torch.tensor`.

.. code-block:: Python

    import torch

    torch.tensor(2)

.. rst-class:: sphx-glr-script-out

 .. code-block:: none

    tensor(2)

.. _sphx_glr_download_lessons_1_tensors_plot_01_small.py:

.. only:: html

  .. container:: sphx-glr-footer sphx-glr-footer-example

    .. container:: sphx-glr-download sphx-glr-download-python

      :download:`Download Python source code: plot_01_small.py <plot_01_small.py>`
"""
SCRIPT = '''\
"""
A small lesson
==============

One sentence about :func:`torch.tensor`.
"""

import torch

torch.tensor(2)
'''
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "A small lesson"
msgstr "一课"

msgid "One sentence about :func:`torch.tensor`."
msgstr "一句话，说的是 :func:`torch.tensor`。"
"""
CODE_NAMES = {
    "torch.tensor": [
        {
            "name": "tensor",
            "module": "torch",
            "module_short": "torch",
            "is_class": False,
            "is_explicit": False,
        }
    ]
}
BUILDS = {"en": "en", "zh-cn": "zh_CN", "en-again": "en", "zh-cn-again": "zh_CN"}
RAN = {
    "date": "2026-01-02",
    "seconds": 3.14,
    "torch": "2.13.0",
    "machine": "A box, 2 threads",
    "accelerator": None,
}


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_docs(docs: Path) -> None:
    """Copy the site's configuration and put a course of one lesson under it."""
    ignore = shutil.ignore_patterns(
        "_build",
        "_results",
        "lessons",
        "node_modules",
        "locales",
        "*.md",
        "__pycache__",
        "search_words.toml",
    )
    shutil.copytree(DOCS, docs, ignore=ignore)
    (docs / "theme/node_modules").symlink_to(DOCS / "theme/node_modules")
    interface = "locales/zh_CN/LC_MESSAGES/sphinx.po"
    write(docs / interface, (DOCS / interface).read_text(encoding="utf-8"))
    write(docs / f"locales/zh_CN/LC_MESSAGES/{LESSON}.po", CATALOGUE)
    toctree = "\n".join(f"   lessons/{part}/index" for part in PARTS)
    write(docs / "index.rst", f"7\n=\n\n.. toctree::\n   :hidden:\n\n{toctree}\n")
    for part in PARTS:
        lesson = "\n.. toctree::\n\n   plot_01_small\n" if part == PARTS[0] else ""
        write(docs / f"lessons/{part}/index.rst", f"{part[0]}\n=\n{lesson}")
    for suffix, text in {
        ".rst": RST,
        ".py": SCRIPT,
        ".codeobj.json": json.dumps(CODE_NAMES),
        ".manifest.json": json.dumps({"executed": RAN}),
    }.items():
        write(docs / f"{LESSON}{suffix}", text)
    for source in wheel_sources(ROOT):
        copy = docs.parent / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)


def render(docs: Path, out: Path, language: str) -> None:
    """Build as the pipeline does."""
    options = ["-t", "restored", "-q", "-E", "-n", "-W", "--keep-going"]
    options += ["-D", "languages=en,zh-cn", "-D", f"language={language}"]
    command = [sys.executable, "-m", "sphinx", *options, str(docs), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both languages, twice."""
    folder = tmp_path_factory.mktemp("site")
    write_docs(folder / "docs")
    for name, language in BUILDS.items():
        render(folder / "docs", folder / name, language)
    return folder


def soup(site: Path, page: str) -> BeautifulSoup:
    """Return a page, parsed."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def files(folder: Path) -> dict[str, bytes]:
    """Return what a site is made of, without Sphinx's own memory."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".doctrees" not in path.parts
    }


def test_restored_lessons_are_not_run(site: Path):
    """Nothing is generated beside the lessons that were put there."""
    made = {path.name for path in (site / "docs/lessons").rglob("*.*")}

    assert not {name for name in made if name.endswith((".md5", ".zip"))}
    assert not (site / "docs/sg_execution_times.rst").exists()


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_two_renders_are_the_same_bytes(site: Path, folder: str):
    """No date, no random name."""
    assert files(site / folder) == files(site / f"{folder}-again")


@pytest.mark.parametrize(("folder", "lang"), [("en", "en"), ("zh-cn", "zh-CN")])
def test_page_says_its_language(site: Path, folder: str, lang: str):
    """Screen readers pick the voice by this, browsers the font."""
    assert soup(site, f"{folder}/{LESSON}").html["lang"] == lang


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_page_leads_to_its_other_language(site: Path, folder: str):
    """The switch points at files that exist; search engines are told the codes."""
    page = soup(site, f"{folder}/{LESSON}")
    links = [a["href"] for a in page.select("nav.languages a")]
    codes = {link["hreflang"] for link in page.select("link[hreflang]")}

    assert codes == {"en", "zh-Hans", "x-default"}
    assert len(links) == 2
    for link in links:
        assert (site / folder / LESSON).parent.joinpath(link).resolve().is_file()


@pytest.mark.parametrize(
    ("folder", "line"),
    [
        (
            "en",
            "Executed on 2026-01-02 with torch 2.13.0 on A box, 2 threads, in 3.1 s",
        ),
        (
            "zh-cn",
            "2026-01-02 执行，torch 2.13.0，A box，2 个线程，用时 3.1 秒",
        ),
    ],
)
def test_lesson_says_when_and_where_it_ran(site: Path, folder: str, line: str):
    """The line is in the reader's language and in no document tree."""
    assert soup(site, f"{folder}/{LESSON}").select_one(".lesson-executed").text == line


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_lesson_offers_script_and_notebook(site: Path, folder: str):
    """Both lie beside the page."""
    links = soup(site, f"{folder}/{LESSON}").select(".lesson-downloads a[download]")

    assert [link["href"] for link in links] == [
        "plot_01_small.py",
        "plot_01_small.ipynb",
    ]
    for link in links:
        assert (site / folder / LESSON).with_name(link["href"]).is_file()


def test_downloads_are_in_the_language_of_their_page(site: Path):
    """Their prose is translated and without marks, their code is the same."""
    english, chinese = (site / folder / f"{LESSON}.py" for folder in ("en", "zh-cn"))
    original = SCRIPT.replace(":func:`torch.tensor`", "`torch.tensor()`")
    translated = original.replace(
        "A small lesson\n==============", "一课\n===="
    ).replace(
        "One sentence about `torch.tensor()`.", "一句话，说的是 `torch.tensor()`。"
    )

    assert english.read_text(encoding="utf-8").endswith(f".html\n\n{original}")
    assert chinese.read_text(encoding="utf-8").endswith(f".html\n\n{translated}")


@pytest.mark.parametrize(
    ("folder", "prose"),
    [("en", "# A small lesson\n\nOne sentence"), ("zh-cn", "# 一课\n\n一句话")],
)
def test_notebook_is_in_the_language_of_its_page(site: Path, folder: str, prose: str):
    """The text of the page, then the code of the lesson."""
    text = (site / folder / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    _, page, code = json.loads(text)["cells"]

    assert "".join(page["source"]).startswith(prose)
    assert "".join(code["source"]) == "import torch\n\ntorch.tensor(2)"


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_page_leads_to_its_markdown(site: Path, folder: str):
    """A program that reads the page learns of the form that is made for it."""
    link = soup(site, f"{folder}/{LESSON}").select_one("link[type='text/markdown']")

    text = (site / folder / LESSON).with_name(link["href"]).read_text(encoding="utf-8")
    assert "```text\ntensor(2)\n```" in text


def test_message_that_the_script_lacks_fails_the_build(tmp_path: Path):
    """The command fails and names lesson and message."""
    write_docs(tmp_path / "docs")
    write(tmp_path / f"docs/{LESSON}.py", SCRIPT.replace("One sentence", "A word"))

    with pytest.raises(AssertionError, match=r"plot_01_small\.py: .*One sentence"):
        render(tmp_path / "docs", tmp_path / "out", "zh_CN")


def test_names_in_code_lead_to_their_documentation(site: Path):
    """Code links work although nothing was executed."""
    link = soup(site, f"en/{LESSON}").select_one(".highlight a")

    assert link["href"].startswith("https://docs.pytorch.org/docs/stable/generated/")


def test_gallery_boilerplate_is_on_no_page(site: Path):
    """No yellow box, no English note."""
    text = soup(site, f"zh-cn/{LESSON}").select_one("article").get_text()

    assert "Go to the end" not in text
    assert "Download" not in text


def test_wide_code_is_reachable_with_the_keyboard(site: Path):
    """Who has no mouse scrolls code with the arrow keys."""
    blocks = soup(site, f"en/{LESSON}").select("article pre")

    assert blocks
    assert {block["tabindex"] for block in blocks} == {"0"}


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_every_page_leads_to_the_search(site: Path, folder: str):
    """In the sidebar, and in the header of a phone; Sphinx's own index is not there."""
    page = soup(site, f"{folder}/{LESSON}")

    assert [x["href"] for x in page.select("a.search-open")] == 2 * [
        "../../search.html"
    ]
    assert (site / folder / "search.html").is_file()
    assert not list(site.glob("*/searchindex.js"))


def test_script_that_has_nothing_to_do_is_not_loaded(site: Path):
    """sphinx-gallery's script for tags is on no page."""
    assert not soup(site, f"en/{LESSON}").select("script[src*=sg-tags]")


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_pages_ask_no_other_host(site: Path, folder: str):
    """Style, script, image and font all come with the site."""
    for path in (site / folder).rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        loaded = page.select(
            "script[src], img[src], link[rel=stylesheet], link[rel=icon]"
        )
        addresses = [tag.get("src") or tag.get("href") for tag in loaded]
        assert not [a for a in addresses if re.match(r"(\w+:)?//", a)]


def test_interface_is_chinese_on_the_chinese_site(site: Path):
    """Names that only a screen reader says are translated, too."""
    page = soup(site, f"zh-cn/{LESSON}")
    names = [tag["aria-label"] for tag in page.select("[aria-label]")]

    assert names
    assert [name for name in names if not re.search(r"[\u4e00-\u9fff]", name)] == []


@pytest.mark.parametrize(
    ("folder", "facts"),
    [
        ("en", ["About 10 minutes", "You can begin here"]),
        ("zh-cn", ["约 10 分钟", "从这一课开始就行"]),
    ],
)
def test_lesson_says_how_long_it_takes(site: Path, folder: str, facts: list[str]):
    """The header comes after the first paragraph, which says what one will see."""
    page = soup(site, f"{folder}/{LESSON}")
    header = page.select_one(".lesson-header")

    assert [x.get_text(strip=True) for x in header.select("li")] == facts
    assert header.find_previous_sibling().name == "p"


@pytest.mark.parametrize("folder", ["en", "zh-cn"])
def test_lesson_opens_in_colab(site: Path, folder: str):
    """The notebook of the page's language, on the branch for notebooks."""
    link = soup(site, f"{folder}/{LESSON}").select_one(".lesson-downloads .elsewhere")
    path = f"blob/notebooks/{folder}/1_tensors/plot_01_small.ipynb"

    assert link["href"].startswith("https://colab.research.google.com/github/")
    assert link["href"].endswith(path)


def test_unknown_lesson_to_read_before_fails_the_build(tmp_path: Path):
    """The command fails and names both lessons."""
    write_docs(tmp_path / "docs")
    setting = '# sphinx_gallery_before = ["plot_77_gone"]\nimport torch'
    write(tmp_path / f"docs/{LESSON}.py", SCRIPT.replace("import torch", setting))

    with pytest.raises(AssertionError, match=r"plot_01_small.*'plot_77_gone'"):
        render(tmp_path / "docs", tmp_path / "out", "en")


def test_copy_button_is_loaded_where_there_is_code(site: Path):
    """Home has nothing to copy, and stays light."""
    with_code, without = soup(site, f"en/{LESSON}"), soup(site, "en/index")

    assert with_code.select("script[src*=copybutton], link[href*=copybutton]")
    assert not without.select("script[src*=copybutton], link[href*=copybutton]")
    assert not without.select("script[src*=clipboard]")
