"""The command ``tutorial-utils``, for those who installed the package."""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="tutorial-utils", description="Helpers of the course PyTorch, Executed."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser(
        "record",
        help="measure this machine and compare it with the recorded ones",
        description="Measure this machine, write a record of it, and compare it with "
        "the machines that the course has records of.",
        epilog="It takes about a minute; leave the machine alone meanwhile.",
    ).add_argument(
        "--out",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="folder of the record (the current one)",
    )
    out: Path = parser.parse_args(arguments).out
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a file may not take × or µ
    try:
        _record(out)
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has gone, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        reason = f"{error.strerror}; choose another folder with --out"
        sys.exit(f"{out}: the record cannot be written: {reason}")
    return 0


def _record(out: Path) -> None:
    from tutorial_utils.record import compare_with, record_machine  # torch is slow
    from tutorial_utils.records import read_records, write_record

    TemporaryFile(dir=out).close()  # better to fail before measuring
    try:
        others = read_records()
    except ValueError as error:  # a damaged one
        sys.exit(str(error))
    record = record_machine(report=lambda line: print(line, flush=True))
    path = write_record(record, out)
    print(f"\n{compare_with(record, others)}\n\nThe record is in {path}")


if __name__ == "__main__":
    sys.exit(main())
