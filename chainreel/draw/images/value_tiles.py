"""Tiles of values in a rectangle: a cell's shade is its value, violet where it is below zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VMobject

from chainreel.draw.evidence import bear, stand_for
from chainreel.draw.geometry import Outline, box
from chainreel.draw.part.posing import as_numbers
from chainreel.draw.part.staging import Staged, filled_shape, line_shape
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import STROKE_HAIR, Look

SHADES = 12  # on each side of zero, so that cells of one shade make one shape
OVERLAP = 0.6  # pixels by which neighbours meet, so that no seam shows between them
NO_NUMBER = 2.0
SLACK = 1e-6
FRAME = 3  # pixels between the cells and their frame


@dataclass(frozen=True)
class TilesState:
    """How many of the rows are there, from the top, as a share."""

    filled: float = 1.0


class ValueTiles(Staged):
    """``rows`` of values from -1 to 1 in a frame at most ``width_px`` by ``height_px``; cells are square.

    0 is the panel's colour, 1 the ``ink``'s, -1 violet; 2 stands for what is no number, and is red. Cells
    of one shade are one shape, and share one note of what they show. With three numbers a cell (red, green,
    blue from 0 to 1) it shows that colour.

    Raises:
        UnknownNumber: a cell without a source.
        InputError: no cells, rows of different lengths, or a value that is larger than 1 and not 2.
    """

    state: TilesState

    def __init__(
        self,
        look: Look,
        rows: Sequence[Sequence[Number]] | Sequence[Sequence[Sequence[Number]]],
        *,
        width_px: float,
        height_px: float,
        ink: str = "text",
    ) -> None:
        if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
            raise InputError("tiles need rows of values, all of one length")
        self.ink = ink
        self.rows, self.columns = len(rows), len(rows[0])
        self.pitch = min(width_px / self.columns, height_px / self.rows)
        super().__init__(look, self.pitch * self.columns + 2 * FRAME, self.pitch * self.rows + 2 * FRAME)
        cells = [as_numbers(list(cell) if isinstance(cell, Sequence) else [cell], "tiles")
                 for row in rows for cell in row]  # fmt: skip
        self.shades = self._shades(cells)
        self.frame = line_shape(look.color("mute"), STROKE_HAIR, look.color("panel"))
        self.state = TilesState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        there = math.ceil(self.state.filled * self.rows - SLACK) * self.columns
        pieces: list[VMobject] = [self.trace(self.frame, box((0, 0), *self.layout_px))]
        for places, outlines, piece in self.shades:
            count = int(np.searchsorted(places, there))
            if count:
                pieces.append(self.trace(piece, outlines[:count].reshape(-1, 3)))
        self.present(pieces)

    def _shades(self, cells: Sequence[tuple[Number, ...]]) -> list[tuple[list[int], Outline, VMobject]]:
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            places.setdefault(self._color(cell), []).append(place)
        return [
            (found, np.stack([self._outline(place) for place in found]),
             stand_for(bear(filled_shape(color), "shade", *cells[found[0]]),
                       *(number for place in found for number in cells[place])))
            for color, found in places.items()
        ]  # fmt: skip

    def _color(self, cell: tuple[Number, ...]) -> str:
        shares = [number.value for number in cell]
        if shares == [NO_NUMBER]:
            return self.look.color("wrong")
        if any(abs(share) > 1 + SLACK for share in shares):
            raise InputError(f"tiles show -1 to 1, not {max(shares, key=abs):g}: divide by the largest first")
        if len(shares) == 3:
            return "#" + "".join(f"{round(max(0.0, s) * SHADES) * 255 // SHADES:02X}" for s in shares)
        step = round(abs(shares[0]) * SHADES) / SHADES
        return self.look.theme.mix("negative" if shares[0] < 0 else self.ink, "panel", step)

    def _outline(self, place: int) -> Outline:
        row, column = divmod(place, self.columns)
        middle = (column + 0.5 - self.columns / 2), (row + 0.5 - self.rows / 2)
        side = self.pitch + OVERLAP
        return box((middle[0] * self.pitch, middle[1] * self.pitch), side, side)
