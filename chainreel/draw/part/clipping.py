"""Cut lines to a box, or around one: what a window shows, and gaps for labels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from manim import Mobject

from chainreel.draw.part.posing import Point

Run = list[Point]


@dataclass(frozen=True)
class Box:
    """A rectangle in scene units."""

    left: float
    right: float
    bottom: float
    top: float

    def with_margin(self, margin: float) -> Box:
        """The box with ``margin`` more on every side."""
        return Box(self.left - margin, self.right + margin, self.bottom - margin, self.top + margin)

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def holds(self, other: Box) -> bool:
        """Whether the other lies in it."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def move_by(self, dx: float, dy: float) -> Box:
        """The box moved by (dx, dy), in scene units."""
        return Box(self.left + dx, self.right + dx, self.bottom + dy, self.top + dy)


def box_of(mobject: Mobject) -> Box:
    """The rectangle that a mobject fills."""
    left, bottom = mobject.get_corner((-1, -1, 0))[:2]
    right, top = mobject.get_corner((1, 1, 0))[:2]
    return Box(float(left), float(right), float(bottom), float(top))


def shares_inside(p: Point, q: Point, box: Box) -> tuple[float, float] | None:
    """Where, as shares of the way from p to q, the segment enters and leaves the box (Liang-Barsky)."""
    enter, leave = 0.0, 1.0
    edges = ((0, box.left, box.right), (1, box.bottom, box.top))
    for axis, low, high in edges:
        along = q[axis] - p[axis]
        if along == 0:
            if not low <= p[axis] <= high:
                return None
            continue
        first, last = sorted(((low - p[axis]) / along, (high - p[axis]) / along))
        enter, leave = max(enter, first), min(leave, last)
    return (enter, leave) if enter < leave else None


def inside(points: Sequence[Point], box: Box) -> list[Run]:
    """The stretches of the line through ``points`` that lie in the box."""
    runs: list[Run] = []
    for p, q in itertools.pairwise(points):
        cut = shares_inside(p, q, box)
        if cut is None:
            continue
        start, end = p + cut[0] * (q - p), p + cut[1] * (q - p)
        if runs and _meet(runs[-1][-1], start):
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return runs


def _meet(end: Point, start: Point) -> bool:
    """Whether one stretch goes on where another ended: ``np.allclose``, cheaper for three numbers."""
    pairs = zip(end.tolist(), start.tolist(), strict=True)
    return all(abs(a - b) <= 1e-12 + 1e-5 * abs(b) for a, b in pairs)


def outside(points: Sequence[Point], boxes: Sequence[Box]) -> list[Run]:
    """The stretches of the line through ``points`` that lie in none of the boxes."""
    runs: list[Run] = [list(points)]
    for box in boxes:
        runs = [rest for run in runs for rest in _outside_one(run, box)]
    return runs


def _outside_one(points: Sequence[Point], box: Box) -> list[Run]:
    runs: list[Run] = [[points[0]]]
    for p, q in itertools.pairwise(points):
        cut = shares_inside(p, q, box)
        if cut is None:
            runs[-1].append(q)
            continue
        if cut[0] > 0:
            runs[-1].append(p + cut[0] * (q - p))
        if cut[1] < 1:
            runs.append([p + cut[1] * (q - p), q])
    return [run for run in runs if len(run) > 1]
