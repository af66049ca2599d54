"""Break builds in every way that happens to builds, and print what became of them.

`nox -s faults` tries all; a name behind it (`driver`, `worker`, `disk`, `together`,
`clock`, `bundles`) tries one.  Each trial works on a copy of a small course, and ends
with the same question: is the site what a build that nothing disturbed makes?
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from course import Course
from trials import bundles, clock, disk, driver, together, worker

TRIALS: dict[str, Callable[[Course], Iterable[str]]] = {
    "driver": driver,
    "worker": worker,
    "disk": disk,
    "together": together,
    "clock": clock,
    "bundles": bundles,
}


def main() -> None:
    """Run the trials and print a line for each thing that was tried."""
    parser = argparse.ArgumentParser(prog="nox -s faults --", description=__doc__)
    parser.add_argument("trials", nargs="*", choices=[[], *TRIALS], default=[])
    for name in parser.parse_args().trials or TRIALS:
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            for line in TRIALS[name](Course(Path(folder, "course"))):
                print(f"{name}: {line}", flush=True)


if __name__ == "__main__":
    main()
