"""Building after an edit gives what building from nothing gives, byte for byte."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import FIRST_PAGE, edit, files_of, page, said, write, write_catalogue

from gallery_store.errors import BuildError
from gallery_store.progress import Reporter
from lesson_pages.languages import CHINESE, ENGLISH
from site_build.build import build, gather
from site_build.options import Options
from site_build.project import Project
from site_build.render import Kept, render
from site_build.site import FINGERPRINT
from site_build.sphinx_worker import SphinxWorker

LESSON = "examples/1_part/plot_01_first.py"
SECOND_PAGE = "lessons/1_part/plot_02_second"
PART = "examples/1_part/index.rst"


def catalogue(project: Project, name: str) -> Path:
    """Return the catalogue of a page."""
    return project.catalogues(CHINESE) / f"{name}.po"


def append(path: Path, text: str) -> None:
    """Write something at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def edit_prose(project: Project, number: int) -> None:
    """Write a sentence into a lesson and translate it."""
    append(project.root / LESSON, f"\n# %%\n# Sentence {number}.\n")
    entry = f'\nmsgid "Sentence {number}."\nmsgstr "第 {number} 句。"\n'
    append(catalogue(project, FIRST_PAGE), entry)


def edit_title(project: Project, number: int) -> None:
    """Give a lesson another title."""
    path = project.root / LESSON
    old = path.read_text(encoding="utf-8").split("\n")[1]
    new = f"Title {number}"
    text = path.read_text(encoding="utf-8")
    lines = f"{old}\n{'=' * len(old)}", f"{new}\n{'=' * len(new)}"
    path.write_text(text.replace(*lines), encoding="utf-8")
    edit(catalogue(project, FIRST_PAGE), f'msgid "{old}"', f'msgid "{new}"')


def edit_helper(project: Project, number: int) -> None:
    """Change what a lesson imports."""
    write(project.package / "double.py", f"def double(x):\n    return {number} * x\n")


def edit_catalogue(project: Project, number: int) -> None:
    """Say a sentence in other words."""
    write_catalogue(
        project.root, "index", {"Home": "首页", "The start.": f"{number}。"}
    )


def edit_page(project: Project, number: int) -> None:
    """Add a heading, without a word of it in Chinese."""
    append(project.docs / "index.md", f"\n## Part {number}\n\nMore {number}.\n")


def edit_template(project: Project, number: int) -> None:
    """Change what stands below every page."""
    template = project.docs / "theme/templates/layout.html"
    edit(template, "<p>{{", f"<!-- {number} --><p>{{{{")


def edit_settings(project: Project, number: int) -> None:
    """Change a setting of Sphinx."""
    append(project.docs / "conf.py", f'\nhtml_title = "Site {number}"\n')


def add_page(project: Project, number: int) -> None:
    """Write a new page and list it."""
    name = f"page_{number}"
    write(project.docs / f"{name}.md", f"# Page {number}\n\nSee {{doc}}`index`.\n")
    write_catalogue(project.root, name, {})
    append(project.docs / "index.md", f"\n```{{toctree}}\n{name}\n```\n")


def rename_lesson(project: Project, number: int) -> None:
    """Give a lesson another number, and so another address."""
    (old,) = project.examples.glob("1_part/plot_*_second.py")
    new = old.with_name(f"plot_{number:02}_second.py")
    edit(project.root / PART, old.stem, new.stem)
    old.rename(new)
    names = f"lessons/1_part/{old.stem}", f"lessons/1_part/{new.stem}"
    catalogue(project, names[0]).rename(catalogue(project, names[1]))


def delete_page(project: Project, number: int) -> None:
    """Delete a page that was added, if there is one."""
    for file in sorted(project.docs.glob("page_*.md"))[:1]:
        file.unlink()
        catalogue(project, file.stem).unlink()
        edit(project.docs / "index.md", f"\n```{{toctree}}\n{file.stem}\n```\n", "")


EDITS: tuple[Callable[[Project, int], None], ...] = (
    edit_prose, edit_title, edit_helper, edit_catalogue, edit_page, edit_template,
    edit_settings, add_page, rename_lesson, delete_page,
)  # fmt: skip


def check_random_edits(
    project: Project, reporter: Reporter, fresh: Path, seed: int, count: int
) -> None:
    """Edit and build, again and again; compare with a checkout never built before."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    for number in range(3, 3 + count):
        change = chance.choice(EDITS)
        print(change.__name__)
        change(project, number)
        build(project, Options(), reporter)
    other = Project(fresh)
    shutil.copytree(project.root, fresh, ignore=shutil.ignore_patterns("_build"))
    build(other, Options(), reporter)
    ours, theirs = files_of(project.site), files_of(other.site)
    ours.pop(FINGERPRINT), theirs.pop(FINGERPRINT)
    assert [x for x in ours.keys() | theirs if ours.get(x) != theirs.get(x)] == []


def test_a_few_random_edits_give_the_site_of_a_fresh_build(built, reporter, tmp_path):
    """Whatever was edited before, in whatever order."""
    seed = random.randrange(10**6)
    check_random_edits(built, reporter, tmp_path / "fresh", seed, 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_many_random_edits_give_the_site_of_a_fresh_build(
    built, reporter, tmp_path, seed
):
    """Fifty edits, five at a time."""
    check_random_edits(built, reporter, tmp_path / "fresh", seed, 5)


def stamps(project: Project) -> dict[str, int]:
    """Return when each page was written, by language and name."""
    kept = project.build / "kept/site"
    return {
        path.relative_to(kept)
        .as_posix()
        .replace("/html/", "/"): path.stat().st_mtime_ns
        for path in kept.glob("*/html/**/*.html")
    }


def test_edit_of_a_catalogue_writes_its_page_only(built, reporter):
    """No other page is written, in no language."""
    before = stamps(built)
    edit_catalogue(built, 4)

    build(built, Options(), reporter)

    assert "zh-cn/_images/sphx_glr_plot_02_second_001.svg" in files_of(built.site)
    after = stamps(built)
    pages = {name for name in after if after[name] != before[name]}
    assert pages - {"en/search.html", "zh-cn/search.html"} == {"zh-cn/index.html"}
    assert "4。" in page(built.site, "zh-cn", "index")


def test_page_that_quotes_a_lesson_is_written_with_it(built, reporter):
    """Its own source is the same, and so is all that pages share."""
    edit(built.root / LESSON, "double(21)", "double(1234567)")

    build(built, Options(), reporter)

    assert "2469134" in page(built.site, name="index")


@pytest.mark.parametrize(
    ("change", "name", "shown"),
    [
        (edit_title, "lessons/1_part/index", "Title 3"),
        (edit_template, SECOND_PAGE, "<!-- 3 -->"),
    ],
)
def test_page_is_written_with_what_all_pages_share(
    built, reporter, change, name, shown
):
    """A title, or what stands around every page; its own source is the same."""
    change(built, 3)

    build(built, Options(), reporter)

    assert shown in page(built.site, name=name)


def test_page_is_read_with_what_it_includes(built, reporter):
    """The file lies beside the documentation and has no page of its own."""
    append(built.docs / "index.md", "\n```{literalinclude} ../README.md\n```\n")
    build(built, Options(), reporter)
    append(built.root / "README.md", "\nSomething_new\n")

    build(built, Options(), reporter)

    assert "Something_new" in page(built.site, name="index")


def test_warning_of_an_unread_page_is_not_forgotten(built, reporter):
    """A failed build is no base for the next one."""
    append(built.docs / "index.md", "\n{doc}`nowhere`\n")
    for _ in range(2):
        with pytest.raises(BuildError, match="nowhere"):
            build(built, Options(), reporter)


def test_damaged_memory_costs_time_only(built, reporter):
    """What is kept may be deleted or cut off at any moment."""
    before = files_of(built.site)
    for file in (built.build / "kept").rglob("*.pickle"):
        file.write_bytes(file.read_bytes()[:100])
    edit_catalogue(built, 3)
    build(built, Options(), reporter)
    write_catalogue(built.root, "index", {"Home": "首页", "The start.": "开始。"})
    shutil.rmtree(built.build / "kept/site/en")

    build(built, Options(), reporter)

    assert files_of(built.site) == before
    assert "error" not in said(reporter)


def test_kept_page_that_was_changed_is_not_published(built, reporter):
    """Only what is as it was written is taken over, though its sources are the same."""
    before = (built.site / "en/index.html").read_bytes()
    (built.build / "kept/site/en/html/index.html").write_text("changed by another")
    edit_catalogue(built, 3)

    build(built, Options(), reporter)

    assert (built.site / "en/index.html").read_bytes() == before


def test_pages_written_in_haste_are_written_again(built, reporter):
    """Some of them name another wheel than the others, even once it is back."""

    def kept(*, hasty: bool) -> Kept:
        sources = gather(built, Options(), reporter)
        return Kept(built, sources.rendering, ENGLISH, sources.inputs, hasty)

    helper = built.package / "unused.py"
    helper.write_text("# changed")
    with SphinxWorker() as worker:
        sources = gather(built, Options(), reporter)
        render(built, sources.rendering, sources.inputs, worker, hasty=True)

    assert kept(hasty=True).written_alike
    assert not kept(hasty=False).written_alike
    helper.write_text("")
    assert not kept(hasty=False).written_alike
