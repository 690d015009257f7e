"""Two measurements compared, each value by its tolerance class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chainreel.measured import Measured, Value, chaotic, curves, exact, initialisation, named, trained
from chainreel.records.record import Record, load, record_of, save
from chainreel.records.spread import with_spread
from chainreel.records.tolerance import compare


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


ENDS = [0.70, 0.80, 0.90]  # of three seeds
CURVES = [[0.1, 0.1, 0.70, 0.71], [0.1, 0.2, 0.80, 0.81], [0.1, 0.3, 0.90, 0.91]]  # seed, step


def seen(values: Mapping[str, Value], **elsewhere: Sequence[float]) -> Mapping[str, Value]:
    """The values with the spread that one run elsewhere gives them."""
    others = {key: replace(values[key], array=np.array(array)) for key, array in elsewhere.items()}
    return with_spread(record(values), [record({**values, **others})]).values


def test_a_chaotic_value_may_move_as_far_as_it_was_seen_to_and_a_margin() -> None:
    """Whichever seed was seen to move: each is one draw of the same chaos; a median moves no farther."""
    old = seen(chaotic("a", ENDS), a=[0.70, 0.80, 0.92])
    assert agree(old, chaotic("a", [0.66, 0.84, 0.90]))
    assert not agree(old, chaotic("a", [0.70, 0.80, 0.96]))
    assert not agree(old, chaotic("a", [0.60, 0.70, 0.80]))


def test_a_chaotic_value_that_was_tried_nowhere_else_has_to_repeat() -> None:
    """To a thousandth, as a short training does."""
    assert agree(chaotic("a", ENDS), chaotic("a", [0.7003, 0.8, 0.9]))
    assert not agree(chaotic("a", ENDS), chaotic("a", [0.71, 0.8, 0.9]))


def test_a_curve_that_came_apart_may_stay_apart() -> None:
    """Each step as wild as any was, from one watched step before the runs were seen apart; before, none."""
    start, late = [0.1, 0.2, 0.3, 0.4], [0.70, 0.71]
    elsewhere = [[*start, 0.70, 0.71 + 1e-6], [*start, 0.72, 0.71]]
    old = seen(curves("a", [start + late, start + late]), a=elsewhere)
    for step, may in enumerate((False, False, False, True, True, True)):
        moved = np.array([start + late, start + late])
        moved[0, step] += 0.04
        assert agree(old, {**old, **curves("a", moved)}) is may


def test_an_error_rate_may_differ_by_as_little_as_it_can() -> None:
    """One example more or less, wherever runs were seen apart at all; never before the first update."""
    steps = np.arange(20)
    calm = np.tile(0.9 - 0.03 * steps, (3, 1))
    flipped = calm.copy()
    flipped[1, 12], flipped[1, 15] = calm[1, 12] + 0.01, calm[1, 15] + 0.2
    old = seen(curves("a", calm), a=flipped)
    for step, flips, may in ((5, 1, True), (5, 2, True), (5, 3, False), (0, 1, False), (11, 20, True)):
        moved = calm.copy()
        moved[0, step] += 0.01 * flips
        assert agree(old, {**old, **curves("a", moved)}) is may


def test_the_end_of_a_curve_may_be_where_it_spikes() -> None:
    """A last entry as far as the curve was seen to go anywhere; a mean of ten by a part of that."""
    calm = np.tile(0.1 + 0.001 * np.arange(20), (3, 1))
    spiked = calm.copy()
    spiked[1, 5] += 0.4
    held = {**curves("a", calm), **chaotic("end", calm[:, -1]), **chaotic("late", calm[:, -10:].mean(axis=1))}
    old = with_spread(record(held), [record({**held, **curves("a", spiked)})]).values
    for key, far, too_far in (("end", 0.9, 1.1), ("late", 0.18, 0.22)):  # from 0.119 and 0.1145
        assert agree(old, {**old, **chaotic(key, held[key].array + np.array([0, 0, far]))})
        assert not agree(old, {**old, **chaotic(key, held[key].array + np.array([0, 0, too_far]))})
    elsewhere = {**held, **chaotic("other", [0.3, 0.3, 0.3])}
    other = with_spread(record(elsewhere), [record({**elsewhere, **curves("a", spiked)})]).values
    assert not agree(other, {**other, **chaotic("other", [0.3, 0.3, 0.31])})


def test_names_may_be_others_as_often_as_was_seen_and_a_margin() -> None:
    """A class is no size: 9 for 1 is as far as 2 for 1."""
    answers = np.arange(100) % 10
    flipped = {count: np.where(np.arange(100) < count, 9 - answers, answers) for count in (2, 4, 9, 20)}
    assert agree({"a": named(answers)}, {"a": named(flipped[2])})
    assert not agree({"a": named(answers)}, {"a": named(flipped[4])})
    old = seen({"a": named(answers)}, a=flipped[4])
    assert agree(old, {"a": named(flipped[9])})
    assert not agree(old, {"a": named(flipped[20])})


def test_a_spread_is_rounded_up_to_two_digits_and_survives_its_record(tmp_path: Path) -> None:
    """Never smaller than what was seen, and the same after saving and loading."""
    old = seen(chaotic("a", ENDS), a=[0.7123456, 0.8, 0.9])
    spread = old["a"].spread
    assert spread is not None
    assert spread.tolist() == [0.013, 0.0, 0.0]
    save(record(old), tmp_path / "r.json")
    kept = load(tmp_path / "r.json")
    assert kept.values["a"].spread is not None
    assert kept.values["a"].spread.tolist() == spread.tolist()
    assert kept.number("a.0").source.describe()["spread"] == 0.013
    assert "spread" not in kept.number("a.1").source.describe()


def test_new_lost_and_reshaped_values_are_differences() -> None:
    """A record has exactly the values of its experiment."""
    one, two = {"a": exact(1.0)}, {"a": exact(1.0), "b": exact(2.0)}
    assert [str(d) for d in compare(record(one), record(two))] == ["b was not measured, is measured"]
    assert not agree(two, one)
    assert not agree({"a": exact([1.0])}, {"a": exact([1.0, 2.0])})
