"""Generated courses of many small lessons, to see how the time grows with them."""

import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import Run, measure

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/helpers"))

from small_project import (  # noqa: E402 - found through the line above
    edit,
    write,
    write_catalogue,
    write_project,
)

COUNTS = (10, 100, 1000)
PART = 20
MAIN = "from site_build.cli import main; sys.exit(main(Path.cwd(), sys.argv[1:]))"
SITE_BUILD = [
    sys.executable,
    "-P",
    "-c",
    f"import sys; from pathlib import Path; {MAIN}",
]
"""The command line for the checkout that it is called in, not for this one."""
BUILD = [*SITE_BUILD, "build"]
BLOCK = """
# %%
# Question {number}?
# ------------------
#
# A sentence before the code, with ``code`` in it.

x = {number} + {lesson}
x

# %%
# A sentence after the output.
"""
BLOCKS = 8
MESSAGES = {
    **{f"Question {n}?": f"第 {n} 问？" for n in range(BLOCKS)},
    "It begins.": "开始。",
    "A sentence before the code, with ``code`` in it.": "代码 ``code`` 之前的话。",
    "A sentence after the output.": "输出之后的一句话。",
}


def measure_courses(work: Path) -> Iterator[tuple[int, Run, Run]]:
    """Yield how long courses of growing size take to run and render, then to render.

    Both are in both languages.
    """
    for count in COUNTS:
        root = work / f"generated-{count}"
        write_course(root, count)
        first = measure(BUILD, root)
        edit(root / "docs" / "index.md", "The start.", "The start.\n\n% rendered again")
        yield count, first, measure(BUILD, root)


def write_course(root: Path, count: int) -> None:
    """Write a project of `count` lessons in parts of 20."""
    write_project(root)
    for path in root.glob("examples/1_part/*"):
        path.unlink()
    pages = []
    for part, start in enumerate(range(0, count, PART), 1):
        lessons = range(start, min(start + PART, count))
        pages.append(write_part(root, f"{part}_part", lessons))
    edit(root / "docs" / "index.md", "lessons/1_part/index", "\n".join(pages))


def write_part(root: Path, name: str, lessons: range) -> str:
    """Write the lessons of one part, with translations; return its overview's page."""
    lines = ["Part one", "========", "", ".. toctree::", ""]
    for number in lessons:
        title, heading = f"plot_{number:04}", f"Lesson {number} of many"
        text = f'"""\n{heading}\n{"=" * len(heading)}\n\nIt begins.\n"""\n'
        text += "".join(BLOCK.format(number=n, lesson=number) for n in range(BLOCKS))
        write(root / f"examples/{name}/{title}.py", text)
        messages = MESSAGES | {heading: f"许多课中的第 {number} 课"}
        write_catalogue(root, f"lessons/{name}/{title}", messages)
        lines.append(f"   {title}")
    write(root / f"examples/{name}/index.rst", "\n".join([*lines, ""]))
    write_catalogue(root, f"lessons/{name}/index", {"Part one": "第一部分"})
    return f"lessons/{name}/index"
