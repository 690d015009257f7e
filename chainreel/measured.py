"""What a run hands over: values with shape, unit and tolerance class. All that experiments import.

Kept apart from ``record.py`` so that a change to how records are read makes no record stale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Settings = Mapping[str, Any]
KEY = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class Tolerance(StrEnum):
    """How far the same value may lie apart on another CPU."""

    EXACT = "exact"
    INITIALISATION = "initialisation"
    TRAINED = "trained"
    CHAOTIC = "chaotic"


@dataclass(frozen=True)
class Value:
    """Integers or float64s of one meaning; ``floor`` is what counts as zero in a comparison."""

    array: Array
    tolerance: Tolerance
    unit: str = ""
    floor: float = 0.0


@dataclass(frozen=True)
class Measured:
    """One run: a short plain line that names it, and its values by dotted name.

    Raises:
        ValueError: a name that is no dotted name, or a value that is not finite.
    """

    run: str
    values: Mapping[str, Value]

    def __post_init__(self) -> None:
        for key, value in self.values.items():
            if not KEY.fullmatch(key) or key.split(".")[0] == "settings":
                raise ValueError(f"{key!r} is no dotted name, such as 'w1.factors', for a value")
            if not np.all(np.isfinite(value.array)):
                raise ValueError(f"{key} holds a value that is not finite")


def value(numbers: Any, tolerance: Tolerance, unit: str = "", floor: float = 0.0) -> Value:
    """Freeze ``numbers`` (an int, a float, nested lists, an array) as a ``Value``."""
    array = np.array(numbers)
    array = array.astype(np.int64 if array.dtype.kind in "iub" else np.float64)
    array.setflags(write=False)
    return Value(array, tolerance, unit, floor)


def exact(numbers: Any, unit: str = "", floor: float = 0.0) -> Value:
    """Arithmetic without training: the same to 1e-12 everywhere."""
    return value(numbers, Tolerance.EXACT, unit, floor)


def initialisation(numbers: Any, unit: str = "", floor: float = 0.0) -> Value:
    """A network before its first step: the same to 1e-9."""
    return value(numbers, Tolerance.INITIALISATION, unit, floor)


def trained(numbers: Any, unit: str = "", floor: float = 0.0) -> Value:
    """A shallow or short training run: the same to 1e-3."""
    return value(numbers, Tolerance.TRAINED, unit, floor)


def chaotic(key: str, by_seed: Any, unit: str = "") -> dict[str, Value]:
    """A deep net's training: one entry a seed along the first axis, with median and range over seeds."""
    numbers = np.asarray(by_seed)
    parts = {
        key: numbers,
        f"{key}.median": np.median(numbers, axis=0),
        f"{key}.low": numbers.min(axis=0),
        f"{key}.high": numbers.max(axis=0),
    }
    return {name: value(part, Tolerance.CHAOTIC, unit) for name, part in parts.items()}


def over_seeds(key: str, by_seed: Any, unit: str = "") -> dict[str, Value]:
    """A network before its first step, one entry a seed, with median and range over seeds."""
    spread = chaotic(key, by_seed, unit)
    return {name: initialisation(part.array, unit) for name, part in spread.items()}
