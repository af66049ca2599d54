"""Autograd in 60 lines: a number knows its inputs, and the slope towards each."""

from __future__ import annotations

import math
from collections.abc import Sequence


def add(a: Value, b: Value | float) -> Value:
    """Return ``a + b``; both slopes are 1."""
    b = as_value(b)
    return Value(a.data + b.data, [(a, 1.0), (b, 1.0)], "Add")


def mul(a: Value, b: Value | float) -> Value:
    """Return ``a * b``; each factor is the slope towards the other."""
    b = as_value(b)
    return Value(a.data * b.data, [(a, b.data), (b, a.data)], "Mul")


def power(a: Value, n: float) -> Value:
    """Return ``a**n`` for a number ``n``, which gets no gradient."""
    return Value(a.data**n, [(a, n * a.data ** (n - 1))], "Pow")


def exp(a: Value) -> Value:
    """Return ``e**a``, which is its own slope."""
    result = math.exp(a.data)
    return Value(result, [(a, result)], "Exp")


def as_value(x: Value | float) -> Value:
    """Return a `Value` as it is, and a number as a new one."""
    return Value(x) if isinstance(x, float | int) else x


def in_order(end: Value) -> list[Value]:
    """List what `end` was computed from, inputs first, and `end` last."""
    values: list[Value] = []
    visited: set[Value] = set()

    def visit(value: Value) -> None:
        if value not in visited:
            visited.add(value)
            for below, _ in value.edges:
                visit(below)
            values.append(value)

    visit(end)
    return values


def backward(end: Value) -> None:
    """Add to ``grad`` of each leaf how fast `end` changes with it."""
    values = in_order(end)
    for value in values:
        if value.edges:  # a result in between, not a leaf
            value.grad = 0.0
    end.grad += 1.0
    for value in reversed(values):
        for below, slope in value.edges:
            below.grad += value.grad * slope


class Value:
    """A number; ``edges`` are pairs of an input and the slope towards it."""

    def __init__(self, data: float, edges: Edges = (), operation: str = "") -> None:
        self.data, self.edges, self.operation = data, edges, operation
        self.grad = 0.0

    __add__ = __radd__ = add
    __mul__ = __rmul__ = mul
    __pow__, exp, backward = power, exp, backward

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        return self + -as_value(other)

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __truediv__(self, other: Value | float) -> Value:
        return self * as_value(other) ** -1

    def __rtruediv__(self, other: float) -> Value:
        return self**-1 * other

    def __repr__(self) -> str:
        return f"Value({self.data:g}, grad={self.grad:g})"


Edges = Sequence[tuple[Value, float]]
