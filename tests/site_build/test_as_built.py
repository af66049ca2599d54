"""A store made elsewhere is rendered without running anything."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader
from small_project import ROOT, edit, page, said

from gallery_store import run
from gallery_store.bundle import Bundle
from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from gallery_store.store import Store
from site_build.build import Options, build
from site_build.cli import main
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
        other = made_elsewhere(bundle)
        store.save(other)
    return store


@pytest.fixture
def nothing_runs(monkeypatch) -> None:
    """Let a question to this machine, or a lesson's start, be an error."""
    monkeypatch.setattr(run, "read_environment", lambda *_: 1 / 0)
    monkeypatch.setattr(run, "run_missing", lambda *_: 1 / 0)


@pytest.mark.usefixtures("nothing_runs")
def test_pages_show_what_the_other_machine_made(
    built: Project, elsewhere: Store, reporter: Reporter
) -> None:
    """Both languages; their manifests say whose results these are."""
    build(built, Options(as_built=elsewhere.folder), reporter)

    assert "42 on a GPU" in page(built.site)
    assert "42 on a GPU" in page(built.site, "zh-cn")
    for name in (FIRST, SECOND):
        noted = json.loads((built.lessons / f"{name}.manifest.json").read_bytes())
        assert (noted["as_built"], noted["executed"]["accelerator"]) == (True, GPU)


def test_own_results_of_the_same_store_are_rendered_anew(
    built: Project, reporter: Reporter
) -> None:
    """As built or not: the pages differ, so what is published is not taken for it."""
    build(built, Options(as_built=built.store), reporter)

    assert "en, zh-cn rendered" in said(reporter)


def test_lesson_without_a_result_is_named(
    built: Project, elsewhere: Store, reporter: Reporter
) -> None:
    """What was published stays."""
    shutil.rmtree(elsewhere.folder / SECOND)
    before = page(built.site)

    with pytest.raises(BuildError, match=f"{SECOND}: no result in any store"):
        build(built, Options(as_built=elsewhere.folder), reporter)
    assert page(built.site) == before


def test_result_of_other_sources_is_refused(
    built: Project, elsewhere: Store, reporter: Reporter
) -> None:
    """A page never shows outputs of code that is not on it."""
    edit(built.examples / f"{FIRST}.py", "double(21)", "double(4)")

    with pytest.raises(BuildError, match=f"{FIRST}: only results of other sources"):
        build(built, Options(as_built=elsewhere.folder), reporter)


def test_two_results_of_one_lesson_are_ambiguous(
    built: Project, elsewhere: Store, reporter: Reporter
) -> None:
    """The message says in what their environments differ."""
    shutil.copytree(built.store, elsewhere.folder, dirs_exist_ok=True)

    with pytest.raises(BuildError, match=rf"{FIRST}: .*{GPU}.*keep one of them"):
        build(built, Options(as_built=elsewhere.folder), reporter)


@pytest.mark.parametrize("option", ["--fresh", "--prune", "--only-execute", "--jobs=1"])
def test_option_with_nothing_to_do_is_named(
    built: Project, elsewhere: Store, capsys, option: str
) -> None:
    """Nothing runs, so nothing can run again, or first, or side by side."""
    folder = str(elsewhere.folder)

    assert main(built.root, ["build", "--as-built", folder, option]) == 1
    assert option.partition("=")[0] in capsys.readouterr().err


def header(language: str, lesson: dict[str, object]) -> str:
    """Return what stands above a lesson, from the site's own template and words."""
    words = ROOT / "docs/locales" / language / "LC_MESSAGES/sphinx.po"
    environment = Environment(
        extensions=["jinja2.ext.i18n"],
        loader=FileSystemLoader(ROOT / "docs/theme/templates"),
    )
    text = words.read_bytes() if words.is_file() else b""
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text)))
    environment.install_gettext_translations(
        Translations(io.BytesIO(compiled.getvalue()))
    )
    return environment.get_template("lesson-header.html").render(lesson=lesson)


@pytest.mark.parametrize(
    ("language", "line", "addition"),
    [
        ("en", "in 3.1 s", "; this site is made from that machine's results"),
        ("zh_CN", "用时 3.1 秒", "；本站采用的就是那台机器的结果"),
    ],
)
def test_lesson_says_that_it_is_shown_as_built(
    language: str, line: str, addition: str
) -> None:
    """In the line on its execution, in the reader's language; else that line ends."""
    ran = {"date": "2026-01-02", "torch": "2.13.0", "seconds": 3.14}
    lesson = {"executed": ran, "machine": "A runner"}

    assert f"{line}{addition}</p>" in header(language, lesson | {"as_built": True})
    assert f"{line}</p>" in header(language, lesson | {"as_built": False})
