"""The fit of a line to points: its loss, the loss's slopes, and the bowl that the loss forms."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.number import Number, counted, line, mean, multiply, square, subtract

Points = Sequence[tuple[Number, Number]]  # (x, y)
TWO = counted(2, "the exponent of a square")


def residuals(points: Points, a: Number, b: Number) -> tuple[Number, ...]:
    """y - (ax + b) of each point."""
    return tuple(subtract(y, line(x, a, b)) for x, y in points)


def loss(points: Points, a: Number, b: Number) -> Number:
    """The mean of the squared residuals."""
    return mean(*(square(r) for r in residuals(points, a, b)))


def dloss_da(points: Points, a: Number, b: Number) -> Number:
    """How far the loss moves when a moves 1: the mean of -2 x (y - (ax + b))."""
    terms = (multiply(x, subtract(line(x, a, b), y)) for x, y in points)
    return multiply(TWO, mean(*terms))


def curvature(points: Points) -> tuple[Number, Number, Number]:
    """The loss's second derivatives by (a, a), (a, b) and (b, b): the same everywhere."""
    xs = [x for x, _ in points]
    return multiply(TWO, mean(*(square(x) for x in xs))), multiply(TWO, mean(*xs)), TWO
