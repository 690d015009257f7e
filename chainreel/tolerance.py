"""Whether two measurements of one experiment agree, each value by its tolerance class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainreel.measured import Array, Tolerance, Value
from chainreel.record import Record

RELATIVE = {Tolerance.EXACT: 1e-12, Tolerance.INITIALISATION: 1e-9, Tolerance.TRAINED: 1e-3}
WIDER_BY_RANGE, WIDER_BY_SIZE = 0.25, 0.05  # of the range, and of the larger end, for chaotic values
SPREAD = (".median", ".low", ".high")


@dataclass(frozen=True)
class Difference:
    """One value that left its tolerance; ``old`` and ``new`` are numbers, or what else changed."""

    path: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path} was {self.old}, is {self.new}"


def compare(old: Record, new: Record) -> list[Difference]:
    """What of ``new`` lies outside the tolerance of ``old``; the worst entry of each value."""
    return [difference for key in {**old.values, **new.values} for difference in _compare(key, old, new)]


def _compare(key: str, old: Record, new: Record) -> Iterator[Difference]:
    before, after = old.values.get(key), new.values.get(key)
    if before is None or after is None:
        yield Difference(key, _presence(before), _presence(after))
    elif before.array.shape != after.array.shape:
        yield Difference(key, f"of shape {before.array.shape}", f"of shape {after.array.shape}")
    elif after.tolerance is not Tolerance.CHAOTIC:
        allowed = RELATIVE[after.tolerance] * np.maximum(np.abs(before.array), np.abs(after.array))
        yield from _outside(key, before.array, after.array, allowed + after.floor)
    elif key.endswith(".median"):
        yield from _out_of_range(key, old, after)


def _presence(value: Value | None) -> str:
    return "not measured" if value is None else "measured"


def _outside(key: str, before: Array, after: Array, allowed: Array) -> Iterator[Difference]:
    excess = np.abs(after - before) - allowed
    if excess.size and excess.max() > 0:
        yield _difference_at(key, before, after, excess)


def _difference_at(key: str, before: Array, after: Array, excess: Array) -> Difference:
    worst = tuple(int(i) for i in np.unravel_index(excess.argmax(), excess.shape))
    path = ".".join([key, *map(str, worst)])
    return Difference(path, repr(before[worst].item()), repr(after[worst].item()))


def _out_of_range(key: str, old: Record, after: Value) -> Iterator[Difference]:
    """A chaotic median may move anywhere in the old range over seeds, or a little beyond."""
    median, low, high = (old.values[key.removesuffix(".median") + end].array for end in SPREAD)
    beyond = WIDER_BY_RANGE * (high - low) + WIDER_BY_SIZE * np.maximum(np.abs(low), np.abs(high))
    excess = np.maximum(low - after.array, after.array - high) - beyond
    if excess.max() > 0:
        yield _difference_at(key, median, after.array, excess)
