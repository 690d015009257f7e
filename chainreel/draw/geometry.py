"""Outlines as arrays of Bezier points: what shapes are made of. Any unit, y up or down.

A closed outline fills; an open one is a line. All arrays have the shape (4 n, 3): start, two handles
and end of n cubic curves, as manim's ``points``.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chainreel.theme import ARROW_ASPECT, ARROW_LENGTH_MAX, ARROW_LENGTH_MIN

Outline = NDArray[np.float64]
XY = Sequence[float] | NDArray[np.float64]
DISC_CORNERS = 96  # of a disc that is cut: at radius 100 they lie 0.05 from the circle


def vec(x: float, y: float) -> NDArray[np.float64]:
    """The point (x, y)."""
    return np.array([x, y, 0.0])


def polyline(points: Sequence[XY]) -> Outline:
    """Straight from point to point."""
    corners = np.zeros((len(points), 3))
    corners[:, :2] = [p[:2] for p in points]
    start, end = corners[:-1, None], corners[1:, None]
    steps = np.array([0, 1, 2, 3])[None, :, None] / 3
    return np.asarray((start + steps * (end - start)).reshape(-1, 3))


def polygon(points: Sequence[XY]) -> Outline:
    """A closed shape with these corners."""
    return polyline([*points, points[0]])


def arc(centre: XY, radius: float, start: float, angle: float) -> Outline:
    """A piece of a circle, from ``start`` through ``angle`` (radians)."""
    return np.asarray(vec(*centre[:2]) + radius * _unit_arc(start, angle))


@functools.lru_cache(maxsize=1024)
def _unit_arc(start: float, angle: float) -> Outline:
    count = max(1, math.ceil(abs(angle) / (math.pi / 4) - 1e-9))
    turns = start + np.linspace(0, angle, count + 1)
    rim = np.stack([np.cos(turns), np.sin(turns), np.zeros_like(turns)], axis=1)
    along = np.stack([-np.sin(turns), np.cos(turns), np.zeros_like(turns)], axis=1)
    handle = 4 / 3 * math.tan(angle / count / 4)
    curves = [rim[:-1], rim[:-1] + handle * along[:-1], rim[1:] - handle * along[1:], rim[1:]]
    return np.asarray(np.stack(curves, axis=1).reshape(-1, 3))


def circle(centre: XY, radius: float) -> Outline:
    """A full circle."""
    return arc(centre, radius, 0, 2 * math.pi)


def box(centre: XY, width: float, height: float, radius: float = 0) -> Outline:
    """A rectangle with round corners."""
    return np.asarray(vec(*centre[:2]) + _box_at_zero(width, height, min(radius, width / 2, height / 2)))


@functools.lru_cache(maxsize=4096)
def _box_at_zero(width: float, height: float, radius: float) -> Outline:
    """Most boxes of a picture come in few sizes, and every frame asks for them again."""
    right, top = width / 2, height / 2
    if radius <= 0:
        return polygon([(-right, -top), (right, -top), (right, top), (-right, top)])
    dx, dy = right - radius, top - radius
    return join_runs([arc((sx * dx, sy * dy), radius, turn, math.pi / 2) for sx, sy, turn in (
        (1, 1, 0), (-1, 1, math.pi / 2), (-1, -1, math.pi), (1, -1, 3 * math.pi / 2),
    )])  # fmt: skip


def join_runs(runs: Sequence[Outline]) -> Outline:
    """The runs one after the other, closed, with straight lines between their ends."""
    parts = []
    for run, following in zip(runs, [*runs[1:], runs[0]], strict=True):
        parts += [run, polyline([run[-1], following[0]])]
    return np.concatenate(parts)


def head_size(shaft: float) -> tuple[float, float]:
    """Length and width, in pixels, of the head of an arrow with that shaft; a wide shaft widens it."""
    length = min(max(14 + 2 * shaft, ARROW_LENGTH_MIN), ARROW_LENGTH_MAX)
    width = max(ARROW_ASPECT * length, shaft + 18)
    return width / ARROW_ASPECT, width


def arrow(start: XY, end: XY, shaft: float, reach: float = 1.0) -> Outline:
    """A filled arrow; ``reach`` is the share of the way that it has grown. Pixels.

    The shaft has its full width from the first; only the head is smaller while there is no room.
    """
    start, end = vec(*start[:2]), vec(*end[:2])
    whole = float(np.linalg.norm(end - start))
    along = (end - start) / whole
    across = vec(-along[1], along[0])
    length, width = head_size(shaft)
    grown = reach * whole
    fit = min(1.0, grown / length)
    tip, neck = start + grown * along, start + max(0.0, grown - length) * along
    head = [neck + across * width * fit / 2, tip, neck - across * width * fit / 2]
    if fit < 1 or grown == length:
        return polygon(head)
    half = across * shaft / 2
    return polygon([start + half, neck + half, *head, neck - half, start - half])


def cut_disc(centre: XY, radius: float, plane: float, side: int) -> Outline:
    """What of a disc lies on one side (-1 left, 1 right) of the upright line x = ``plane``; may be empty."""
    x, y = centre[:2]
    distance = side * (plane - x)  # how far the line lies from the centre, towards the kept side
    if distance >= radius:
        return np.zeros((0, 3))
    if distance <= -radius:
        return circle(centre, radius)
    half = math.acos(distance / radius)
    middle = 0.0 if side > 0 else math.pi
    turns = middle + np.linspace(-half, half, DISC_CORNERS)
    return polygon([(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns])


def smooth(points: Sequence[XY], slopes: Sequence[float]) -> Outline:
    """The curve through ``points`` whose tangents have these slopes dy/dx (Hermite)."""
    curves = []
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        curves += [
            vec(x0, y0),
            vec(x0 + third, y0 + third * m0),
            vec(x1 - third, y1 - third * m1),
            vec(x1, y1),
        ]
    return np.array(curves)


def cut_ring(centre: XY, radius: float, plane: float, side: int) -> Outline:
    """What of a circle's line lies on one side of the upright line x = ``plane``; may be empty."""
    distance = side * (plane - centre[0])
    if distance >= radius:
        return np.zeros((0, 3))
    if distance <= -radius:
        return circle(centre, radius)
    half = math.acos(distance / radius)
    return arc(centre, radius, (0.0 if side > 0 else math.pi) - half, 2 * half)
