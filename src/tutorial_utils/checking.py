"""The core of every checker: call the reader's function, print one line on how it went.

The line is a hint, or it says that all cases are right.  A checker never raises and
never ends the program, whatever the reader's function does.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any, TypeAlias

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from tutorial_utils.localize import localized

Value: TypeAlias = bool | float | torch.Tensor | np.ndarray
Verdicts: TypeAlias = Iterable[tuple[object, str | None]]
"""Whether a hint applies, and the hint, or None to say nothing; the first one counts,
and what follows it is not looked at."""


@dataclass(frozen=True)
class Case:
    """One call of the reader's function and what it must answer.

    A ``bool`` is compared exactly; a number, a tensor or an array within the tolerance,
    whatever its data type, and a tuple number by number.  A type of exception has to
    be raised.  With None, `judge` alone decides.  All messages are English.
    """

    inputs: tuple[Any, ...]
    expected: Value | tuple[float, ...] | type[Exception] | None
    mistakes: Iterable[tuple[Value, str]] = ()  # one number stands for a tensor of it
    hint: str | Callable[[np.ndarray], str | Verdicts] = ""  # for any other answer
    shapes: Mapping[tuple[int, ...], str] = field(default_factory=dict)  # likewise
    dtype: str = ""  # hint for the right value in another data type than expected
    errors: Mapping[str, str] = field(default_factory=dict)  # by words of an exception
    tolerance: float = 1e-5  # relative and absolute
    during: AbstractContextManager[object] = field(default_factory=nullcontext)
    judge: Callable[[Any], str | Verdicts | None] = lambda answer: None  # comes first


class Checker:
    """Checks the functions of an exercise, given in the order in which it names them.

    Each part makes the cases of the function of that name, in the order in which their
    hints help; cases after a wrong one are not made.
    """

    def __init__(self, name: str, /, **parts: Callable[[], Iterable[Case]]) -> None:
        self.name, self.parts = name, parts
        kind = Parameter.POSITIONAL_OR_KEYWORD
        self.__signature__ = Signature([Parameter(part, kind) for part in parts])

    def __call__(self, *functions: Any, **named: Any) -> None:
        """Print the first hint, or one line that says that all cases are right.

        Of several functions, a hint that does not name its own is put behind its name.
        """
        given, count = self.__signature__.bind(*functions, **named).arguments, 0
        for part, make_cases in self.parts.items():
            for case in make_cases():
                if problem := _find_problem(part, given[part], case):
                    if len(self.parts) > 1 and part not in problem:
                        text = "{name}: {problem}"
                        problem = localized(text, name=part, problem=problem)
                    print(localized("not yet: {problem}", problem=problem))
                    return
                count += 1
        text = "{name}: all {count} cases right"
        print(localized(text, name=self.name, count=count))


def _find_problem(name: str, function: Callable[..., Any], case: Case) -> str | None:
    """Call the function once and say in one sentence what is wrong, if anything is."""
    if not callable(function):
        return localized("hand over {name} itself, without brackets.", name=name)
    try:
        with case.during:
            answer = function(*case.inputs)
        found = None if case.expected is None else to_array(answer)
    except (Exception, SystemExit) as error:
        if isinstance(case.expected, type) and isinstance(error, case.expected):
            return None
        return _explain_error(name, error, case)
    if judged := first_hint(case.judge(answer)):
        return localized(judged)
    types = {getattr(value, "dtype", None) for value in (answer, case.expected)}
    another = case.dtype and len(types) > 1
    if another and is_close(answer, case.expected, tolerance=case.tolerance):
        return localized(case.dtype)
    if is_nothing(answer) and not (answer is None and isinstance(case.expected, type)):
        return localized("{name}() returns nothing yet.", name=name)
    if case.expected is None:
        return None
    return _find_mismatch(name, answer, found, case)


def _explain_error(name: str, error: BaseException, case: Case) -> str:
    kind, lines = type(error).__name__, str(error).splitlines()
    said = f"{kind}: {lines[0]}" if lines else f"{kind}."
    problem = localized("{name}() stops with {said}", name=name, said=said)
    hint = find_words(error, case.errors)
    if hint is None:
        return problem
    return localized("{problem} (Hint: {hint})", problem=problem, hint=localized(hint))


def _find_mismatch(
    name: str, answer: object, found: np.ndarray | None, case: Case
) -> str | None:
    if isinstance(case.expected, type):
        assert isinstance(case.hint, str), "there is no answer to choose a hint by"
        return localized(case.hint)
    expected = to_array(case.expected)
    assert expected is not None, "a case expects numbers or an exception"
    got = type(answer).__name__ if found is None else _describe(answer, found)
    wanted = _describe(case.expected, expected)
    if found is not None and got != wanted and found.shape in case.shapes:
        return localized(case.shapes[found.shape])
    if found is None or got != wanted:
        text = "{name}() returns {got}; what is needed is {wanted}."
        return localized(text, name=name, got=got, wanted=wanted)
    if is_close(found, expected, tolerance=case.tolerance):
        return None
    for wrong, hint in case.mistakes:
        array = np.asarray(to_array(wrong))
        value = np.full(found.shape, array) if array.size == 1 else array
        if is_close(found, value, tolerance=case.tolerance):
            return localized(hint)
    said = case.hint(found) if callable(case.hint) else case.hint
    return localized(first_hint(said) or "")


def first_hint(said: str | Verdicts | None) -> str | None:
    """Return a hint as it is, or the first one that applies, if any does."""
    if said is None or isinstance(said, str):
        return said
    return next((hint for applies, hint in said if applies), None)


def is_nothing(answer: object) -> bool:
    """Tell whether an answer is that of a stub."""
    return answer is None or answer is ...


def is_close(answer: object, value: object, *, tolerance: float) -> bool:
    """Tell whether an answer has the shape and the numbers of a value."""
    found, wanted = to_array(answer), to_array(value)
    if found is None or wanted is None:
        return False
    alike = found.shape == wanted.shape or found.size == wanted.size == 1
    return alike and np.allclose(found, wanted, rtol=tolerance, atol=tolerance)


def to_array(answer: object) -> np.ndarray | None:
    """Turn numbers, alone, in a tensor, an array or a tuple, into an array, or None."""
    if isinstance(answer, torch.Tensor):
        answer = answer.detach().cpu()
        answer = (answer.double() if answer.is_floating_point() else answer).numpy()
    if isinstance(answer, tuple):
        parts = [to_array(part) for part in answer]
        sound = [part.item() for part in parts if part is not None and part.size == 1]
        return np.array(sound) if len(sound) == len(parts) else None
    if not isinstance(answer, bool | int | float | np.bool_ | np.number | np.ndarray):
        return None
    array = np.asarray(answer)
    return array if array.dtype.kind in "biuf" else None


def _describe(answer: object, array: np.ndarray) -> str:
    """Say what kind of answer this is, as it came and as an array."""
    if isinstance(answer, tuple):
        return localized("a tuple with {count} numbers", count=len(answer))
    if array.size != 1:
        return localized("a tensor of shape {shape}", shape=array.shape)
    return localized("True or False" if array.dtype == bool else "one number")


def find_words(error: BaseException, hints: Mapping[str, str]) -> str | None:
    """Return the first hint whose words are in an exception's message, else None."""
    said = str(error)
    return next((hint for words, hint in hints.items() if words in said), None)


ATTRIBUTES = frozenset({"__get__", "__len__", "dim", "size", "numel"})
"""How torch calls looking at a tensor's attributes, such as its shape."""

AWAY = frozenset({"tolist", "numpy", "__array__"})
"""What hands the numbers over to Python or NumPy."""


class Calls(TorchFunctionMode):
    """Notes each call of a function or a method of torch while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        name = getattr(func, "__name__", "")
        if name not in ATTRIBUTES:
            self.names.append(name)
        return func(*args, **(kwargs or {}))

    def judge(self, most: int, too_many: str, answer: object) -> str | None:
        """Judge the way to an answer: by torch alone, in so many calls at most."""
        if not AWAY.isdisjoint(self.names):
            return "stay with tensors: no lists and no arrays of NumPy."
        return too_many if len(self.names) > most else None
