"""Spoil what a program reads, as people, editors and disks do, and see what it says."""

import os
import random
import re
from collections.abc import Callable, Sequence

SEED = int(os.environ.get("FUZZ_SEED", random.randrange(10**9)))
"""Of all that is tried; a failure names it, to be tried again with FUZZ_SEED."""
CASES = int(os.environ.get("FUZZ_CASES", "50000"))
"""Tried of each kind in the weekly tests."""
LONGEST = 2000
"""Characters of a message."""
VALUE = re.compile(rb'"[^"\n]*"|-?\d[\d.e+-]*|\b(?:true|false|null|None|True|False)\b')
"""A value as JSON, TOML and Python write it."""
VALUES = (
    *(b"null", b"None", b"true", b"-1", b"0", b"1e999", b"NaN", b"9" * 5000),
    *(b"[]", b"{}", b'""', b'"../../x"', b'"\\ud800"', b'"a\\nb"', b"[[" * 2000),
)
ODD = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\xd6\xd0\xce\xc4", b"\x1b[31m"),
    *(b"\n<<<<<<< HEAD\n=======\n", b"\xe2\x80\xae", b"'", b'"', b"\\", b"{", b"]"),
)


def spoil(data: bytes, chance: random.Random) -> bytes:
    """Return data with one to three faults."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(FAULTS)(data, chance)
    return data


def flip(data: bytes, chance: random.Random) -> bytes:
    """Change a bit."""
    changed = bytearray(data or b"\0")
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Cut the end off, as a full disk does."""
    return data[: chance.randint(0, len(data))]


def move(data: bytes, chance: random.Random) -> bytes:
    """Lose a piece, or write it where another was."""
    start, end, place = sorted(chance.randint(0, len(data)) for _ in range(3))
    return data[:start] + data[end : end + chance.choice((0, 20))] + data[place:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Write what belongs to another encoding, editor or terminal."""
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(ODD) + data[place:]


def replace_value(data: bytes, chance: random.Random) -> bytes:
    """Put a value of another type in a value's place."""
    if not (found := list(VALUE.finditer(data))):
        return data
    start, end = chance.choice(found).span()
    return data[:start] + chance.choice(VALUES) + data[end:]


def drop_line(data: bytes, chance: random.Random) -> bytes:
    """Lose a line, or have one twice."""
    lines = data.splitlines(keepends=True) or [b""]
    place = chance.randrange(len(lines))
    lines[place] *= chance.choice((0, 2))
    return b"".join(lines)


FAULTS = (flip, cut, move, insert, replace_value, replace_value, drop_line)


def fuzz(
    samples: Sequence[bytes],
    read: Callable[[bytes], object],
    *allowed: type[Exception],
    cases: int = CASES,
) -> int:
    """Let `read` take spoilt samples; return how many it refused in an allowed way.

    Anything else that it raises fails, with the seed, the case and the data.
    """
    chance, refused = random.Random(SEED), 0
    for case in range(cases):
        data = spoil(chance.choice(samples), chance)
        try:
            read(data)
        except allowed as error:
            refused += 1
            if not str(error).strip() or len(str(error)) > LONGEST:
                raise AssertionError(told(case, data, error)) from error
        except Exception as error:
            raise AssertionError(told(case, data, error)) from error
    return refused


def told(case: int, data: bytes, error: Exception) -> str:
    """Return what brings a failure back."""
    short = data if len(data) < 2000 else data[:2000] + b"..."
    return f"FUZZ_SEED={SEED}, case {case}: {type(error).__name__}: {error}\n{short!r}"
