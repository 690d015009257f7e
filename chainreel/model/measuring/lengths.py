"""Lengths of the gradient at every stop of a pass, and what can be said of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from chainreel.recorder import Node, Statistics


@dataclass(frozen=True)
class StopLength:
    """The gradient at a stop: its Euclidean length over all finite entries, and which entries there are.

    ``reached`` is False where the loss does not depend on it; ``exact_zero`` is True where every entry is 0.
    """

    length: float
    reached: bool
    exact_zero: bool
    odd: int
    count: int

    @property
    def on_ruler(self) -> bool:
        """Whether it has a place on a log ruler."""
        return self.reached and self.length > 0 and not self.odd


def length_at(node: Node) -> StopLength:
    """The gradient's length at a node."""
    found = node.gradient_statistics
    return length_of(found)


def length_of(found: Statistics | None) -> StopLength:
    """The gradient's length by its statistics; None where none came."""
    if found is None:
        return StopLength(0.0, False, False, 0, 0)
    odd = found.count - found.finite
    return StopLength(found.norm, True, found.zeros == found.count, odd, found.count)


def factors_of(stops: Sequence[StopLength]) -> list[float]:
    """What each block makes of the gradient's length: before it by after it, 0 if unknown."""
    pairs = itertools.pairwise(stops)
    return [a.length / b.length if a.on_ruler and b.on_ruler else 0.0 for a, b in pairs]


@dataclass(frozen=True)
class Course:
    """How the length changes on its way back, from the last stop to the first.

    ``longest`` and ``shortest`` are stops; ``shrinking`` and ``growing`` count the blocks that do.
    """

    longest: int
    shortest: int
    shrinking: int
    growing: int
    factor: float


def course_of(stops: Sequence[StopLength]) -> Course:
    """The course over the stops that have a place on a log ruler."""
    placed = [index for index, stop in enumerate(stops) if stop.on_ruler]
    if not placed:
        return Course(0, 0, 0, 0, 0.0)
    longest = max(placed, key=lambda i: stops[i].length)
    shortest = min(placed, key=lambda i: stops[i].length)
    factors = [f for f in factors_of(stops) if f]
    shrinking, growing = sum(f < 1 for f in factors), sum(f > 1 for f in factors)
    first, last = stops[placed[0]].length, stops[placed[-1]].length
    return Course(longest, shortest, shrinking, growing, first / last)


def decade(value: float) -> int:
    """The power of ten at or under a value above 0."""
    return math.floor(math.log10(value) + 1e-12)
