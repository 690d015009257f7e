"""A handwritten digit as its recorded pixels: a cell's shade is its value."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Animation, Mobject, VGroup, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, box
from chainreel.draw.motion import MORPH, ease_in_out_cubic
from chainreel.draw.part.posing import Point, as_numbers
from chainreel.draw.part.staging import FLIP, filled_shape
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import PIXELS_PER_UNIT, Look, px

CELL_SHARE = 0.92  # of a cell's pitch is the cell, the rest is the gap
RADIUS_SHARE = 0.1  # of a cell: 4 px at 40
Pixels = Sequence[Number] | Sequence[Sequence[Number]]


class DigitPicture(VGroup):
    """Square grid of cells, ``pixels`` row by row from 0 (panel) to 1 (text); ``side_px`` is its edge.

    Raises:
        UnknownNumber: a pixel without a source.
        InputError: a grid that is not square, a value outside 0 to 1.
    """

    def __init__(self, look: Look, pixels: Pixels, side_px: float = 120) -> None:
        super().__init__()
        self.add(*digit_cells(look, pixels))
        self.rows = math.isqrt(len(self.submobjects))
        for cell, outline in zip(self.submobjects, cell_outlines(self.rows, px(side_px)), strict=True):
            cell.points = outline * FLIP

    @property
    def side_px(self) -> float:
        """The grid's edge, in pixels at 1080p, as it stands now."""
        return float(self.width) * PIXELS_PER_UNIT / (1 - (1 - CELL_SHARE) / self.rows)

    def cell(self, row: int, column: int) -> VMobject:
        """The cell in that row and column, both from 0 at the top left."""
        return self.submobjects[row * self.rows + column]

    def fly(self, to: Mobject | Point, side_px: float | None = None, run_time: float = MORPH) -> Animation:
        """Move the picture to a place, and to a new size, in a straight line."""
        return Fly(self, to, side_px, run_time=run_time)


class Fly(Animation):
    """Move and scale a picture; every frame follows from its place at ``begin()``."""

    def __init__(
        self, picture: DigitPicture, to: Mobject | Point, side_px: float | None, run_time: float
    ) -> None:
        super().__init__(picture, run_time=run_time, rate_func=ease_in_out_cubic)
        self.picture, self.goal, self.goal_px = picture, to, side_px

    def create_starting_mobject(self) -> Any:
        self.begun = [m.points.copy() for m in self.mobject.submobjects]
        self.growth = self.goal_px / self.picture.side_px if self.goal_px else 1.0
        self.start = self.mobject.get_center()
        self.end = self.goal.get_center() if isinstance(self.goal, Mobject) else np.asarray(self.goal)
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        size = 1 + share * (self.growth - 1)
        centre = self.start + share * (self.end - self.start)
        for cell, points in zip(self.mobject.submobjects, self.begun, strict=True):
            cell.points = centre + size * (points - self.start)


def digit_cells(look: Look, pixels: Pixels) -> list[VMobject]:
    """A cell for each pixel, in its shade, without a place yet."""
    numbers = as_numbers(flat(pixels), "a digit picture")
    if math.isqrt(len(numbers)) ** 2 != len(numbers) or not numbers:
        raise InputError(f"a digit picture of {len(numbers)} pixels is not square: give it n x n of them")
    return [bear(filled_shape(shade(look, number)), "shade", number) for number in numbers]


@functools.cache
def cell_outlines(rows: int, side: float) -> tuple[Outline, ...]:
    """The cells of a square grid around (0, 0), row by row from the top, y downwards."""
    pitch, middle = side / rows, (rows - 1) / 2
    edge = pitch * CELL_SHARE
    places = [((c - middle) * pitch, (r - middle) * pitch) for r in range(rows) for c in range(rows)]
    return tuple(box(place, edge, edge, edge * RADIUS_SHARE) for place in places)


def shade(look: Look, value: Number) -> str:
    """The colour of a value from 0 (panel) to 1 (text).

    Raises:
        InputError: the value lies outside, so no shade can show it.
    """
    if not 0 <= value.value <= 1:
        raise InputError(
            f"a shade shows values from 0 to 1, not {value.value:g}: divide by the largest first"
        )
    return look.theme.mix("text", "panel", value.value)


def flat(pixels: Any) -> list[object]:
    """Rows of pixels as one list, row by row."""
    return [p for row in pixels for p in (row if isinstance(row, Sequence) else [row])]
