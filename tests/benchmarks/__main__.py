"""How fast the site is built: `nox -s bench`.

It prints its tables; with --write it puts them into MAINTAINING.md.  It takes about
twenty minutes; leave the machine alone meanwhile.
"""

import argparse
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from generated import measure_courses
from real import measure_course

from tutorial_utils.devices import CPU, describe_device

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "MAINTAINING.md"
START, END = "<!-- results of nox -s bench -->\n", "<!-- end of the results -->\n"


def course_table(seconds: dict[str, float]) -> str:
    """Return what the course takes, as a table of Markdown."""
    whole = next(iter(seconds.values()))
    lines = ["| the course | seconds | of the whole build |", "| --- | --: | --: |"]
    lines += [f"| {n} | {s:.1f} | {s / whole:.2f} |" for n, s in seconds.items()]
    return "\n".join(lines)


def generated_table(work: Path) -> str:
    """Return what generated courses take, as a table of Markdown."""
    lines = [
        "| generated lessons | all run | only rendered | driver | largest process |",
        "| --: | --: | --: | --: | --: |",
    ]
    for course in measure_courses(work):
        first, again = course.first, course.again
        lines.append(
            f"| {course.lessons:,} | {first.seconds:.1f} s | {again.seconds:.1f} s | "
            f"{first.own} MiB | {first.largest} MiB |"
        )
        print(lines[-1], flush=True)
    return "\n".join(lines)


def provenance() -> str:
    """Return where, when and of what the results are."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    day = datetime.now(UTC).date().isoformat()
    return f"Measured on {describe_device(CPU)}, {day}, commit {commit.strip()}."


def write_page(text: str) -> None:
    """Put the results where the page of the contributors shows them."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    PAGE.write_text(before + START + text + END + after, encoding="utf-8")


def main() -> None:
    """Measure everything, print it, and write it if asked to."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("--write", action="store_true", help="into MAINTAINING.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds = {}
        for name, taken in measure_course(Path(folder)):
            print(f"{name}: {taken:.1f} s", flush=True)
            seconds[name] = taken
        tables = [provenance(), course_table(seconds), generated_table(Path(folder))]
    text = "\n\n".join(tables) + "\n"
    print(text)
    if options.write:
        write_page(text)


if __name__ == "__main__":
    main()
