"""Boxes, segments and windings: where things on the screen meet. Scene units, y upwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

STEPS = 6  # straight pieces that stand for one Bezier curve
LEFT, BOTTOM, RIGHT, TOP = range(4)  # of a box


def sample_curves(curves: Floats) -> Floats:
    """Points on cubic curves (n, 4, 2), ends included: (n, STEPS + 1, 2)."""
    t = np.linspace(0, 1, STEPS + 1)
    weights = np.stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3], axis=1)
    return np.asarray(np.einsum("tk,nkd->ntd", weights, curves))


def segments_of(points: Floats) -> Floats:
    """The straight pieces (m, 2, 2) between sampled points (n, STEPS + 1, 2), curve by curve."""
    return np.stack([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 2, 2)


def closing_segments(points: Floats) -> Floats:
    """What closes each run of curves that is filled though it is open: (k, 2, 2)."""
    starts, ends = points[:, 0], points[:, -1]
    breaks = np.flatnonzero(np.abs(starts[1:] - ends[:-1]).max(axis=1) > 1e-6) + 1
    first = np.concatenate([[0], breaks])
    last = np.concatenate([breaks, [len(points)]]) - 1
    return np.stack([ends[last], starts[first]], axis=1)


def winds_around(segments: Floats, point: Floats) -> bool:
    """Whether closed ``segments`` (m, 2, 2) go round ``point`` (non-zero winding, as cairo fills)."""
    (x0, y0), (x1, y1) = segments[:, 0].T, segments[:, 1].T
    x, y = point
    side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    up = (y0 <= y) & (y1 > y) & (side > 0)
    down = (y0 > y) & (y1 <= y) & (side < 0)
    return bool(np.count_nonzero(up) != np.count_nonzero(down))


def boxes_meet(boxes: Floats, box: Floats, by: float = 0.0) -> Bools:
    """Which of ``boxes`` (n, 4) overlap ``box`` by more than ``by`` in both directions."""
    across = np.minimum(boxes[:, RIGHT], box[RIGHT]) - np.maximum(boxes[:, LEFT], box[LEFT])
    upwards = np.minimum(boxes[:, TOP], box[TOP]) - np.maximum(boxes[:, BOTTOM], box[BOTTOM])
    return np.asarray((across > by) & (upwards > by))


def shares_in_box(segments: Floats, box: Floats) -> tuple[Bools, Floats, Floats]:
    """Which segments pass through ``box``, and the shares of their ways where they enter and leave it."""
    start, way = segments[:, 0], segments[:, 1] - segments[:, 0]
    low, high = box[[LEFT, BOTTOM]], box[[RIGHT, TOP]]
    flat = np.abs(way) < 1e-12
    safe = np.where(flat, 1.0, way)
    a, b = (low - start) / safe, (high - start) / safe
    outside = flat & ((start < low) | (start > high))
    enter = np.where(flat, 0.0, np.minimum(a, b)).max(axis=1, initial=0.0)
    leave = np.where(flat, 1.0, np.maximum(a, b)).min(axis=1, initial=1.0)
    return (enter < leave) & ~outside.any(axis=1), enter, leave


def union(boxes: Floats) -> Floats:
    """The box around ``boxes`` (n, 4)."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def grow_box(box: Floats, by: float) -> Floats:
    """``box`` with ``by`` more on every side."""
    return box + by * np.array([-1.0, -1.0, 1.0, 1.0])


def gaps_between(boxes: Floats, widest: float) -> Floats:
    """Boxes that fill the gaps, up to ``widest``, between neighbours on one line of text."""
    following = boxes[1:]
    before = boxes[:-1]
    gap = following[:, LEFT] - before[:, RIGHT]
    low = np.maximum(before[:, BOTTOM], following[:, BOTTOM])
    high = np.minimum(before[:, TOP], following[:, TOP])
    close = (gap > 0) & (gap < widest) & (high > low)
    filled = np.stack([before[:, RIGHT], low, following[:, LEFT], high], axis=1)
    return np.asarray(filled[close])
