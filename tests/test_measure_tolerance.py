"""Two measurements compared, each value by its tolerance class."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chainreel.measured import Measured, Value, chaotic, exact, initialisation, trained
from chainreel.record import Record, record_of
from chainreel.tolerance import compare


def record(values: Mapping[str, Value]) -> Record:
    return record_of(Measured("a run", values), "r", {}, {}, "")


def agree(old: Mapping[str, Value], new: Mapping[str, Value]) -> bool:
    return not compare(record(old), record(new))


@pytest.mark.parametrize(
    ("kind", "allowed", "forbidden"),
    [(exact, 1e-13, 1e-11), (initialisation, 1e-10, 1e-8), (trained, 5e-4, 2e-3)],
)
@pytest.mark.parametrize("size", [1.0, 1e-40, -3e7])
def test_each_class_has_its_relative_tolerance(
    kind: object, allowed: float, forbidden: float, size: float
) -> None:
    """Also for gradients of 1e-40: relative, never absolute."""
    assert callable(kind)
    old = {"v": kind([1.0, size])}
    assert agree(old, {"v": kind([1.0, size * (1 + allowed)])})
    assert not agree(old, {"v": kind([1.0, size * (1 + forbidden)])})


def test_a_floor_says_what_counts_as_zero() -> None:
    """Differences that are rounding error only are compared absolutely."""
    assert agree({"v": exact(3e-17, floor=1e-12)}, {"v": exact(-8e-17, floor=1e-12)})
    assert not agree({"v": exact(3e-17, floor=1e-12)}, {"v": exact(1e-11, floor=1e-12)})
    assert not agree({"v": exact(3e-17)}, {"v": exact(-8e-17)})


def test_the_worst_entry_is_named_with_old_and_new() -> None:
    """One difference a value, at the entry furthest out."""
    (difference,) = compare(record({"v": exact([[1.0, 2.0]])}), record({"v": exact([[1.1, 2.5]])}))
    assert str(difference) == "v.0.1 was 2.0, is 2.5"


CURVES = [[0.1, 0.70], [0.1, 0.80], [0.1, 0.90]]


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        ([[0.1, 0.90], [0.1, 0.88], [0.1, 0.75]], True),
        ([[0.1, 0.98], [0.1, 0.94], [0.1, 0.91]], True),
        ([[0.1, 0.99], [0.1, 0.999], [0.1, 0.91]], True),
        ([[0.1, 0.5], [0.1, 0.4], [0.1, 0.9]], False),
        ([[0.2, 0.8], [0.2, 0.8], [0.2, 0.8]], False),
    ],
)
def test_a_chaotic_median_may_move_within_the_old_range_and_a_little_beyond(
    new: list[list[float]], fits: bool
) -> None:
    """Seeds may change places; a median that leaves the range is a difference."""
    assert agree(chaotic("a", CURVES), chaotic("a", new)) is fits


def test_new_lost_and_reshaped_values_are_differences() -> None:
    """A record has exactly the values of its experiment."""
    one, two = {"a": exact(1.0)}, {"a": exact(1.0), "b": exact(2.0)}
    assert [str(d) for d in compare(record(one), record(two))] == ["b was not measured, is measured"]
    assert not agree(two, one)
    assert not agree({"a": exact([1.0])}, {"a": exact([1.0, 2.0])})
