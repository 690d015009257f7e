"""The spread of chaotic values: how far the same run moves them on other processors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from chainreel.measured import Array, Tolerance, Value
from chainreel.records.record import Record

DIGITS = 2  # of a spread that are kept, rounded up


def is_chaotic(record: Record) -> bool:
    """Whether the record holds a value whose spread has to be measured."""
    return any(held.tolerance.is_chaotic for held in record.values.values())


def lacks_spread(record: Record) -> bool:
    """Whether a chaotic value of the record has not been tried on other processors."""
    return any(held.tolerance.is_chaotic and held.spread is None for held in record.values.values())


def with_spread(record: Record, others: Sequence[Record]) -> Record:
    """The record, its chaotic values with how far at most the same run elsewhere (``others``) lies away."""
    values = {
        key: _spread_of(held, [other.values[key].array for other in others])
        if held.tolerance.is_chaotic
        else held
        for key, held in record.values.items()
    }
    return replace(record, values=values)


def _spread_of(held: Value, elsewhere: Sequence[Array]) -> Value:
    if any(array.shape != held.array.shape for array in elsewhere):
        raise ValueError(f"a value of shape {held.array.shape} has another shape on another processor")
    apart = [np.abs(array - held.array) for array in elsewhere]
    farthest = np.max(apart, axis=0) if apart else np.zeros(held.array.shape)
    if held.tolerance is Tolerance.NAMED:
        farthest = np.not_equal(farthest, 0)
    rounded = np.vectorize(_rounded_up, otypes=[float])(farthest)
    rounded.setflags(write=False)
    return replace(held, spread=rounded)


def _rounded_up(size: float) -> float:
    if not size:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(size)) - DIGITS + 1)
    return float(f"{math.ceil(size / unit) * unit:.{DIGITS}e}")
