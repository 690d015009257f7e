"""The agreement of two measurements of one experiment, each value by its tolerance class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainreel.measured import Array, Tolerance, Value
from chainreel.records.record import Record

RELATIVE = {Tolerance.EXACT: 1e-12, Tolerance.INITIALISATION: 1e-9, Tolerance.TRAINED: 1e-3}
CHAOTIC_RELATIVE = 1e-3  # while rounding has not grown yet
MARGIN = 2.5  # times the spread that was seen: a handful of processors does not show the farthest
CAME_APART = 1e-3  # of the widest spread of a curve: from there on rounding has grown
SPIKES = 2  # that a mean of last entries may catch
OVER_SEEDS = ("median", "low", "high")
NAMES_LEFT = 0.02  # of all names may be others where none was seen to change


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
    elif after.tolerance is Tolerance.NAMED:
        yield from _renamed(key, before, after)
    else:
        yield from _outside(key, before.array, after.array, _allowed(key, old, after))


def _allowed(key: str, old: Record, after: Value) -> Array:
    """How far each number of a value may have moved, in the value's shape or one that broadcasts to it."""
    sizes = np.maximum(np.abs(old.values[key].array), np.abs(after.array))
    if not after.tolerance.is_chaotic:
        return np.asarray(RELATIVE[after.tolerance] * sizes + after.floor)
    return np.asarray(CHAOTIC_RELATIVE * sizes + MARGIN * _widest(key, old))


def _widest(key: str, old: Record) -> Array:
    """The widest spread of any seed, of which a median or an end cannot move farther either.

    All seeds share it, as each is one draw of the same chaos.
    """
    stem, _, end = key.rpartition(".")
    by_seed = old.values.get(stem if end in OVER_SEEDS else key)
    if by_seed is None or by_seed.spread is None:
        return np.zeros(())
    widest = by_seed.spread.max(axis=0)
    if by_seed.tolerance is Tolerance.CURVE:
        return _apart(widest)
    return np.asarray(np.maximum(widest, _spikes_before(by_seed, old)))


def _apart(widest: Array) -> Array:
    """The spread of a curve by time: once runs came apart, each later time may be as wild as any was.

    Where that is seen first is chance too, above all in an error rate, which shows nothing until an example
    flips: runs may come apart one watched step sooner, and differ at any time by the least that was ever
    seen (of a rate one example, of a loss the last digits). The start, before the first update, is no chance.
    """
    so_far = np.maximum.accumulate(widest, axis=-1)
    anywhere = widest.max(axis=-1, keepdims=True)
    seen_apart = so_far > CAME_APART * anywhere
    sooner = np.concatenate([seen_apart[..., :1], seen_apart[..., 2:], seen_apart[..., -1:]], axis=-1)
    later = np.where(sooner, anywhere, np.maximum(so_far, _least_seen(widest)))
    return np.concatenate([so_far[..., :1], later[..., 1:]], axis=-1)


def _least_seen(widest: Array) -> float:
    return float(widest[widest > 0].min(initial=np.inf)) if widest.any() else 0.0


def _spikes_before(ends: Value, old: Record) -> float:
    """How far the curves go astray of which ``ends`` are the last entry, or a mean of the last ones.

    A curve that spiked somewhere may, on another processor, do so at its end.
    """
    astray = 0.0
    for curve in old.values.values():
        if (
            curve.tolerance is Tolerance.CURVE
            and curve.spread is not None
            and (n := _entries_of(ends, curve))
        ):
            astray = max(astray, float(curve.spread.max()) * min(1.0, SPIKES / n))
    return astray


def _entries_of(ends: Value, curve: Value) -> int:
    """Of how many last entries of the curve the ends are the mean; 0 where they are none."""
    if curve.array.shape[:-1] != ends.array.shape:
        return 0
    for count in range(1, curve.array.shape[-1]):
        if np.allclose(curve.array[..., -count:].mean(axis=-1), ends.array, rtol=1e-12, atol=0):
            return count
    return 0


def _renamed(key: str, before: Value, after: Value) -> Iterator[Difference]:
    """Of names, a share may be others: what was seen on other processors, with margin."""
    changed = before.array != after.array
    seen = 0.0 if before.spread is None else float(before.spread.mean())
    if changed.mean() > MARGIN * seen + NAMES_LEFT:
        yield Difference(key, "as named", f"{int(changed.sum())} of {changed.size} others")


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
