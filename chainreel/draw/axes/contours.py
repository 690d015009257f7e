"""Level lines of a surface that is a bowl: ellipses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainreel.draw.part.posing import as_numbers
from chainreel.errors import InputError
from chainreel.number import Number

Places = NDArray[np.float64]  # (points, 2), in the surface's own coordinates


@dataclass(frozen=True)
class Contour:
    """The places where the surface has the value ``level``: a path that closes, with what it follows from."""

    level: Number
    path: Places
    drawn_from: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Quadratic:
    """A bowl: its lowest place, its value there, and its second derivatives (xx, xy, yy)."""

    lowest: tuple[Number, Number]
    floor: Number
    curvature: tuple[Number, Number, Number]

    def __post_init__(self) -> None:
        as_numbers(self.numbers, "Quadratic")

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All that it is made of."""
        return (*self.lowest, self.floor, *self.curvature)

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
            "the surface is no bowl (its second derivatives are not positive): only a bowl has ellipses"
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
        contours.append(Contour(level, centre + (axes @ ring).T, bowl.numbers))
    return contours
