"""A store made elsewhere is rendered without running anything."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from small_project import ROOT, edit, page, said

from gallery_store import run
from gallery_store.bundle import Bundle
from gallery_store.errors import BuildError
from gallery_store.store import Store
from lesson_pages.languages import CHINESE
from site_build.build import Options, build
from site_build.catalogues import read_catalogue
from site_build.project import Project

FIRST, SECOND = "1_part/plot_01_first", "1_part/plot_02_second"
GPU = "NVIDIA H100"


def made_elsewhere(bundle: Bundle) -> Bundle:
    """Return a bundle as a machine with an accelerator and another torch makes it."""
    parts = bundle.parts | {"accelerator": GPU, "torch": "2.13.0+cu130"}
    executed = bundle.executed | {"accelerator": GPU, "machine": "A runner"}
    page = bundle.files[f"{bundle.lesson}.rst"].replace(b"42", b"42 on a GPU")
    files = bundle.files | {f"{bundle.lesson}.rst": page}
    return replace(bundle, parts=parts, executed=executed, files=files)


@pytest.fixture
def elsewhere(built: Project, tmp_path: Path) -> Store:
    """Return a store that another machine has filled with both lessons."""
    store = Store(tmp_path / "elsewhere")
    for name in (FIRST, SECOND):
        bundle = Store(built.store).latest(name)
        assert bundle is not None
        store.save(made_elsewhere(bundle))
    return store


def test_pages_show_what_the_other_machine_made(
    built, elsewhere, reporter, monkeypatch
):
    """Both languages; this machine is not even asked; manifests say whose it is."""
    monkeypatch.setattr(run, "read_environment", lambda *_: 1 / 0)
    monkeypatch.setattr(run, "run_missing", lambda *_: 1 / 0)

    build(built, Options(as_built=elsewhere.folder), reporter)

    assert "42 on a GPU" in page(built.site)
    assert "42 on a GPU" in page(built.site, "zh-cn")
    for name in (FIRST, SECOND):
        noted = json.loads((built.lessons / f"{name}.manifest.json").read_bytes())
        assert (noted["as_built"], noted["executed"]["accelerator"]) == (True, GPU)


def test_own_results_of_the_same_store_are_rendered_anew(built, reporter):
    """As built or not: the pages differ, so what is published is not taken for it."""
    build(built, Options(as_built=built.store), reporter)

    assert "en, zh-cn rendered" in said(reporter)


def lose(built: Project, elsewhere: Store) -> None:
    """Delete the other machine's result of a lesson."""
    shutil.rmtree(elsewhere.folder / SECOND)


def change(built: Project, elsewhere: Store) -> None:
    """Edit a lesson: a page never shows outputs of code that is not on it."""
    edit(built.examples / f"{FIRST}.py", "double(21)", "double(4)")


def mix(built: Project, elsewhere: Store) -> None:
    """Let a lesson have two results; the message says in what they differ."""
    shutil.copytree(built.store, elsewhere.folder, dirs_exist_ok=True)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lose, f"{SECOND}: no result in any store"),
        (change, f"{FIRST}: only results of other sources"),
        (mix, rf"{FIRST}: .*{GPU}.*keep one of them"),
    ],
)
def test_lesson_needs_one_result_of_its_source(
    built, elsewhere, reporter, spoil, words
):
    """Else it is named, and what was published stays."""
    spoil(built, elsewhere)
    before = page(built.site)

    with pytest.raises(BuildError, match=words):
        build(built, Options(as_built=elsewhere.folder), reporter)
    assert page(built.site) == before


@pytest.mark.parametrize(
    ("chinese", "line", "addition"),
    [
        (False, "in 3.1 s", "; this site is made from that machine's results"),
        (True, "用时 3.1 秒", "；本站采用的就是那台机器的结果"),
    ],
)
def test_lesson_says_that_it_is_shown_as_built(chinese, line, addition):
    """In the line on its execution, in the reader's language; else that line ends."""
    words = read_catalogue(Project(ROOT).catalogues(CHINESE) / "sphinx.po")
    folder = FileSystemLoader(ROOT / "docs/theme/templates")
    templates = Environment(extensions=["jinja2.ext.i18n"], loader=folder)
    say = (lambda x: words.get(x).string) if chinese else str
    templates.install_gettext_callables(say, None)
    ran = {"date": "2026-01-02", "torch": "2.13.0", "seconds": 3.14}
    lesson = {"executed": ran, "machine": "A runner"}
    header = templates.get_template("lesson-header.html")

    assert f"{line}{addition}</p>" in header.render(lesson=lesson | {"as_built": True})
    assert f"{line}</p>" in header.render(lesson=lesson | {"as_built": False})
