"""Values that a record can hold: numbers that are there, not too many, under names that mean one thing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainreel.errors import InputError
from chainreel.measured import Measured

MOST = 1_000_000  # numbers in a record: a text file that git and people can still carry
DERIVED = ("count", "last")  # what stands behind a value's name for its length and its last entry


def require_recordable(measured: Measured) -> None:
    """Refuse what no record can hold.

    Raises:
        InputError: no values, an empty one, too many numbers, or a name that means another value's part.
    """
    if not isinstance(measured.run, str) or not measured.run.strip() or not measured.run.isprintable():
        raise InputError(f"measure() names its run {measured.run!r}: write one line that says what was run")
    if not measured.values:
        raise InputError("measure() hands over no values: give Measured at least one")
    for name, value in measured.values.items():
        if not value.array.size:
            raise InputError(f"{name!r} is empty, of shape {value.array.shape}: hand over what was measured")
        head, _, tail = name.rpartition(".")
        if tail in DERIVED and head in measured.values:
            raise InputError(f"{name!r} is what {head!r} has by itself: give the value another name")
    _require_few(measured)


def _require_few(measured: Measured) -> None:
    sizes = {name: value.array.size for name, value in measured.values.items()}
    if sum(sizes.values()) > MOST:
        largest = max(sizes, key=sizes.__getitem__)
        raise InputError(
            f"measure() hands over {sum(sizes.values()):,} numbers, {sizes[largest]:,} of them in "
            f"{largest!r}; a record holds at most {MOST:,}: hand over what is shown"
        )


def require_same_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Refuse a run that changed the settings it was given: its record would name others than it had.

    Raises:
        InputError: naming the first that differs.
    """
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            raise InputError(
                f"measure() changes its setting {name!r} from {before.get(name)!r} to {after.get(name)!r}: "
                "copy what is to be changed"
            )


@contextmanager
def refused_complex_numbers() -> Iterator[None]:
    """Refuse a complex number where its imaginary part would be dropped in silence.

    Raises:
        InputError: a value was complex.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            yield
        except np.exceptions.ComplexWarning:
            raise InputError(
                "a complex number was made a real one, which drops its imaginary part: hand over .real and "
                ".imag, or abs()"
            ) from None
