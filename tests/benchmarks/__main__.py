"""How fast the site is built: `nox -s bench`.

It prints its tables; with --write it puts them into MAINTAINING.md.  It takes about
a quarter of an hour; leave the machine alone meanwhile.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generated import measure_courses
from real import measure_course

from tutorial_utils.devices import CPU, describe_device

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "MAINTAINING.md"
START, END = "<!-- results of nox -s bench -->\n", "<!-- end of the results -->\n"


def results(work: Path) -> Iterator[str]:
    """Yield where, when and of what the results are, and two tables of Markdown."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    day = datetime.now(UTC).date().isoformat()
    yield f"Measured on {describe_device(CPU)}, {day}, commit {commit.strip()}."
    yield "\n| the course | seconds | of the whole build |"
    yield "| --- | --: | --: |"
    whole = 0.0
    for name, seconds in measure_course(work):
        whole = whole or seconds
        yield f"| {name} | {seconds:.1f} | {seconds / whole:.2f} |"
    yield "\n| generated lessons | all run | only rendered | driver | largest process |"
    yield "| --: | --: | --: | --: | --: |"
    for lessons, first, again in measure_courses(work):
        times = f"{first.seconds:.1f} s | {again.seconds:.1f} s"
        yield f"| {lessons:,} | {times} | {first.own} MiB | {first.largest} MiB |"


def main() -> None:
    """Measure everything, print it, and write it if asked to."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument("--write", action="store_true", help="into MAINTAINING.md")
    options = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for line in results(Path(folder)):
            print(line, flush=True)
            lines.append(f"{line}\n")
    if options.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        after = rest.split(END)[1]
        text = f"{before}{START}{''.join(lines)}{END}{after}"
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
