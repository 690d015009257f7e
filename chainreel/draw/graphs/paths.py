"""Paths with round corners: whole, grown to a share of their length, and points on them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chainreel.draw.geometry import Outline, polyline, vec

XY = tuple[float, float]
CORNER = 20  # radius of a turn, in pixels
PIECES = 6  # straight pieces of a turn: at radius 20 they lie 0.2 px from the circle


def round_corners(points: Sequence[XY], radius: float = CORNER) -> list[XY]:
    """The corners of a way whose turns are quarter circles, as short straight pieces."""
    turned: list[XY] = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        turned += _turn(before, corner, after, radius)
    turned.append(points[-1])
    return [p for i, p in enumerate(turned) if i == 0 or _length(turned[i - 1], p) > 1e-6]


def _turn(before: XY, corner: XY, after: XY, radius: float) -> list[XY]:
    reach = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
    if reach < 1e-6:
        return [corner]
    start, end = _towards(corner, before, reach), _towards(corner, after, reach)
    turned = []
    for t in np.linspace(0, 1, PIECES + 1):
        angle = t * np.pi / 2
        a, b = 1 - np.sin(angle), 1 - np.cos(angle)
        x = corner[0] + a * (start[0] - corner[0]) + b * (end[0] - corner[0])
        turned.append((float(x), float(corner[1] + a * (start[1] - corner[1]) + b * (end[1] - corner[1]))))
    return turned


def _towards(start: XY, end: XY, by: float) -> XY:
    share = by / _length(start, end)
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _length(a: XY, b: XY) -> float:
    return float(np.hypot(b[0] - a[0], b[1] - a[1]))


def grow_path(points: Sequence[XY], share: float) -> Outline:
    """The outline of a way up to a share of its length; empty for none of it."""
    if share <= 0:
        return np.zeros((0, 3))
    left, kept = share * length_of(points), [points[0]]
    for a, b in pairwise(points):
        step = _length(a, b)
        if step >= left:
            kept.append(_towards(a, b, left) if step > 0 else b)
            break
        left -= step
        kept.append(b)
    return polyline(kept)


def length_of(points: Sequence[XY]) -> float:
    """How long a way is."""
    return sum(_length(a, b) for a, b in pairwise(points))


def point_on(points: Sequence[XY], share: float) -> NDArray[np.float64]:
    """The point at a share of a way's length."""
    left = min(max(share, 0.0), 1.0) * length_of(points)
    for a, b in pairwise(points):
        step = _length(a, b)
        if step >= left and step > 0:
            x, y = _towards(a, b, left)
            return vec(x, y)
        left -= step
    return vec(*points[-1])
