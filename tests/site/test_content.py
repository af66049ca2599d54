"""The course itself breaks no rule on content; `nox -s check` tells it in seconds."""

import pkgutil
from collections.abc import Iterator

import pytest
from built import ROOT

from site_build.check import check_course, without_run
from site_build.check.content import Content
from site_build.check.kept_run import read_run
from site_build.check.numbers_in_prose import EXCEPTIONS, Claim, claims, value


def test_course_breaks_no_rule(site):
    """Neither what its authors wrote nor what its runs show."""
    content = Content(ROOT)

    assert [*map(str, check_course(content)), *without_run(content, ())] == []
    assert len(EXCEPTIONS) <= 5


def test_changed_digit_is_noticed(site):
    """Of all ways to change one digit of a longer number, few give one that is near.

    A number of a single digit has too few others for that.
    """
    content = Content(ROOT)
    changes = [
        (changed, claim)
        for lesson in content.course
        for claim in claims(lesson, read_run(content, lesson).outputs)
        for changed in changed_digits(claim)
    ]
    missed = [x for x, claim in changes if value(x) in claim.shown]

    assert len(changes) > 100
    assert len(missed) < 0.05 * len(changes), missed


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/inventories").glob("*.txt")), ids=lambda x: x.stem
)
def test_listed_names_exist(path):
    """Each name that pages may link is one that the installed project has."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            role, name, _ = line.split()
            builtin = path.stem == "python" and "." not in name
            found = f"builtins.{name}" if builtin and role != "py:module" else name
            assert pkgutil.resolve_name(found) is not None, name


def changed_digits(claim: Claim) -> Iterator[str]:
    """Yield what a number of two digits or more can be mistyped as."""
    written = claim.written
    places = [place for place, letter in enumerate(written) if letter.isdigit()]
    for place in places if len(places) > 1 else []:
        for digit in set("123456789") - {written[place]}:
            yield written[:place] + digit + written[place + 1 :]
