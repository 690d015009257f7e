"""Level lines of a surface: ellipses where it is quadratic, traced squares where it is a grid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainreel.draw.posing import as_numbers
from chainreel.errors import InputError
from chainreel.number import Number, require_number

Places = NDArray[np.float64]  # (points, 2), in the surface's own coordinates


@dataclass(frozen=True)
class Contour:
    """The places where the surface has the value ``level``: one or more paths."""

    level: Number
    paths: tuple[Places, ...]


@dataclass(frozen=True)
class Quadratic:
    """A bowl: its lowest place, its value there, and its second derivatives (xx, xy, yy)."""

    lowest: tuple[Number, Number]
    floor: Number
    curvature: tuple[Number, Number, Number]

    def __post_init__(self) -> None:
        as_numbers((*self.lowest, self.floor, *self.curvature), "Quadratic")

    @property
    def hessian(self) -> NDArray[np.float64]:
        """The second derivatives, (2, 2)."""
        xx, xy, yy = (c.value for c in self.curvature)
        return np.array([[xx, xy], [xy, yy]], dtype=np.float64)

    def value(self, x: float, y: float) -> float:
        """The bowl's height at (x, y)."""
        d = np.array([x - self.lowest[0].value, y - self.lowest[1].value])
        return float(self.floor.value + d @ self.hessian @ d / 2)


def ellipses(bowl: Quadratic, levels: Sequence[Number], sides: int = 180) -> list[Contour]:
    """The level lines of a bowl.

    Raises:
        InputError: a level below the bowl's floor, or no bowl at all (a saddle or a trough).
    """
    eigenvalues, axes = np.linalg.eigh(bowl.hessian)
    if eigenvalues.min() <= 0:
        raise InputError(
            "the surface is no bowl (its second derivatives are not positive): trace a grid instead"
        )
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    centre = np.array([n.value for n in bowl.lowest])
    contours = []
    for level in as_numbers(levels, "a contour's level"):
        height = level.value - bowl.floor.value
        if height < 0:
            raise InputError(f"no contour lies at {level.value:g}: the lowest value is {bowl.floor.value:g}")
        radii = np.sqrt(2 * height / eigenvalues)
        ring = np.stack([radii[0] * np.cos(turn), radii[1] * np.sin(turn)])
        contours.append(Contour(level, (centre + (axes @ ring).T,)))
    return contours


def traced(
    xs: Sequence[Number], ys: Sequence[Number], heights: Sequence[Sequence[Number]], levels: Sequence[Number]
) -> list[Contour]:
    """The level lines of a recorded grid (``heights[row of y][column of x]``), by marching squares."""
    x, y = values(xs, "a grid's x"), values(ys, "a grid's y")
    z = np.array([values(row, "a grid's height") for row in heights])
    if z.shape != (len(y), len(x)):
        raise InputError(
            f"the grid of heights is {z.shape}, not {(len(y), len(x))}: one row a y, one column an x"
        )
    return [Contour(require_number(n, "a contour's level"), tuple(_trace(x, y, z, n.value))) for n in levels]


def values(numbers: Sequence[Number], wanted_by: str) -> NDArray[np.float64]:
    """Numbers as float64s of the same count; ``wanted_by`` stands in the error of one without a source."""
    return np.array([n.value for n in as_numbers(numbers, wanted_by)], dtype=np.float64)


Edge = tuple[int, int, int]  # row, column, 0 for the edge to the right and 1 for the edge upwards


def _trace(x: Places, y: Places, z: Places, level: float) -> list[Places]:
    """Paths through the points where grid edges cross the level."""
    above = z > level
    neighbours: dict[Edge, list[Edge]] = {}
    for row, column in itertools.product(range(len(y) - 1), range(len(x) - 1)):
        for a, b in _pairs(above, z, level, row, column):
            neighbours.setdefault(a, []).append(b)
            neighbours.setdefault(b, []).append(a)
    return [np.array([_crossing(x, y, z, level, e) for e in chain]) for chain in _chains(neighbours)]


def _pairs(
    above: NDArray[np.bool_], z: Places, level: float, row: int, column: int
) -> list[tuple[Edge, Edge]]:
    """The crossed edges of a cell, paired into segments; a saddle is told by the cell's middle."""
    bottom, right, top, left = (row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1)
    corners = above[row, column], above[row, column + 1], above[row + 1, column + 1], above[row + 1, column]
    edges = (bottom, right, top, left)
    crossed = [e for e, a, b in zip(edges, corners, corners[1:] + corners[:1], strict=True) if a != b]
    if len(crossed) < 4:
        return [(crossed[0], crossed[1])] if crossed else []
    middle_above = z[row : row + 2, column : column + 2].mean() > level
    if middle_above == corners[0]:
        return [(bottom, right), (top, left)]
    return [(left, bottom), (right, top)]


def _crossing(x: Places, y: Places, z: Places, level: float, edge: Edge) -> tuple[float, float]:
    row, column, upwards = edge
    end = (row + 1, column) if upwards else (row, column + 1)
    share = (level - z[row, column]) / (z[end] - z[row, column])
    if upwards:
        return float(x[column]), float(y[row] + share * (y[row + 1] - y[row]))
    return float(x[column] + share * (x[column + 1] - x[column])), float(y[row])


def _chains(neighbours: dict[Edge, list[Edge]]) -> list[list[Edge]]:
    """Walk the segments into paths: open ones from their ends first, then rings."""
    ends = [e for e, near in neighbours.items() if len(near) == 1]
    seen: set[Edge] = set()
    chains = []
    for start in [*ends, *neighbours]:
        if start in seen:
            continue
        chain = _walk(start, neighbours, seen)
        if chain[0] in neighbours[chain[-1]] and len(chain) > 2:
            chain.append(chain[0])
        chains.append(chain)
    return chains


def _walk(start: Edge, neighbours: dict[Edge, list[Edge]], seen: set[Edge]) -> list[Edge]:
    chain = [start]
    seen.add(start)
    while onward := [e for e in neighbours[chain[-1]] if e not in seen]:
        chain.append(onward[0])
        seen.add(onward[0])
    return chain
