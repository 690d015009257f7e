"""What a run hands over: values with shape, unit and tolerance class. All that experiments import.

Kept apart from ``record.py`` so that a change to how records are read makes no record stale.
"""

from __future__ import annotations

import os
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
NUDGE = "CHAINREEL_NUDGE"  # a seed, from 1: in which way a run's first numbers differ in their last bit


class Tolerance(StrEnum):
    """How far the same value may lie apart on another processor."""

    EXACT = "exact"
    INITIALISATION = "initialisation"
    TRAINED = "trained"
    CHAOTIC = "chaotic"  # how far is measured: Value.spread
    CURVE = "curve"  # chaotic, and the last axis is time: runs that came apart stay apart
    NAMED = "named"  # chaotic, and the numbers are names (a class, say): they agree or not

    @property
    def is_chaotic(self) -> bool:
        """Whether rounding grows until it can be seen, so that the spread has to be measured."""
        return self in (Tolerance.CHAOTIC, Tolerance.CURVE, Tolerance.NAMED)


@dataclass(frozen=True)
class Value:
    """Integers or float64s of one meaning; ``floor`` is what counts as zero in a comparison.

    ``spread`` has the array's shape and says of each number of a chaotic value how far from it the same run
    ended on other processors, and after a start that differed in its last bit; None where nobody tried.
    """

    array: Array
    tolerance: Tolerance
    unit: str = ""
    floor: float = 0.0
    spread: Array | None = None


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
    return _over_seeds(key, by_seed, Tolerance.CHAOTIC, unit)


def curves(key: str, by_seed: Any, unit: str = "") -> dict[str, Value]:
    """A deep net watched while it trains, (seed, ..., time), with median and range over seeds."""
    return _over_seeds(key, by_seed, Tolerance.CURVE, unit)


def named(numbers: Any, unit: str = "") -> Value:
    """Names that a deep net gives after training (the class of each digit, say), one row a seed."""
    return value(numbers, Tolerance.NAMED, unit)


def over_seeds(key: str, by_seed: Any, unit: str = "") -> dict[str, Value]:
    """A network before its first step, one entry a seed, with median and range over seeds."""
    return _over_seeds(key, by_seed, Tolerance.INITIALISATION, unit)


def _over_seeds(key: str, by_seed: Any, tolerance: Tolerance, unit: str) -> dict[str, Value]:
    numbers = np.asarray(by_seed)
    parts = {
        key: numbers,
        f"{key}.median": np.median(numbers, axis=0),
        f"{key}.low": numbers.min(axis=0),
        f"{key}.high": numbers.max(axis=0),
    }
    return {name: value(part, tolerance, unit) for name, part in parts.items()}


def generator(seed: int) -> np.random.Generator:
    """Where a run's first numbers come from: PCG64, so the same on every machine.

    With ``CHAINREEL_NUDGE=n`` in the environment the numbers drawn first differ in their last bit, for each n
    in another way: what that changes is chaos, and no result. Chainreel sets it when it measures a spread.
    """
    nudge = int(os.environ.get(NUDGE, "0"))
    bits = np.random.PCG64(seed)
    return _Nudged(bits, nudge) if nudge else np.random.Generator(bits)


class _Nudged(np.random.Generator):
    """A generator whose first numbers are off by one in the last bit, up or down as ``nudge`` draws."""

    def __init__(self, bits: np.random.BitGenerator, nudge: int) -> None:
        super().__init__(bits)
        self._nudge: int | None = nudge

    def uniform(self, *arguments: Any, **options: Any) -> Any:
        return self._nudged(super().uniform(*arguments, **options))

    def normal(self, *arguments: Any, **options: Any) -> Any:
        return self._nudged(super().normal(*arguments, **options))

    def _nudged(self, drawn: Any) -> Any:
        if self._nudge is None:
            return drawn
        up = np.random.Generator(np.random.PCG64(self._nudge)).integers(2, size=np.shape(drawn)) > 0
        self._nudge = None
        return np.nextafter(drawn, np.where(up, np.inf, -np.inf))
