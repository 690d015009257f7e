"""Rows of heat over steps: a cell's shade is its value on a log scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import bear, stand_for
from chainreel.draw.geometry import Outline, box
from chainreel.draw.part.posing import Change, as_numbers
from chainreel.draw.part.staging import Staged, cap_of, filled_shape
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import GAP_M, Look
from chainreel.words import Words

NAMES, SAID, GAP, SHADES, DARKEST = 230, 150, 4, 16, 0.12


@dataclass(frozen=True)
class HeatState:
    """Up to which step the rows are drawn, as a share of all."""

    run: float = 1.0


class HeatRows(Staged):
    """A row for each block, a cell a step: the brighter, the larger, on a log scale of all cells.

    0 is the background. ``names`` stand left of the rows, ``said`` right of them when all is drawn.

    Raises:
        UnknownNumber: a cell without a source.
        InputError: rows of different lengths.
    """

    state: HeatState

    def __init__(
        self, look: Look, rows: Sequence[Sequence[Number]], names: Sequence[Words], said: Sequence[Words], *,
        width_px: float, row_px: float, lit: int | None = None,
    ) -> None:  # fmt: skip
        if not rows or len({len(row) for row in rows}) != 1:
            raise InputError("rows of heat need cells, in each row as many")
        self.steps, self.row_px = len(rows[0]), row_px
        super().__init__(look, width_px, len(rows) * row_px)
        self.pitch = (width_px - NAMES - SAID) / self.steps
        cells = [as_numbers(row, "a row of heat") for row in rows]
        found = [n.value for row in cells for n in row if n.value > 0]
        self.ends = (min(found, default=1.0), max(found, default=1.0))
        self.shades = list(self._shades(cells))
        self.names = [lettering(look, name, "label_dense", color="sub") for name in names]
        self.said = [
            lettering(look, shown, "label_dense", color="backward" if row == lit else "text")
            for row, shown in enumerate(said)
        ]
        self.state = HeatState()
        self.pose()

    def advance(self, run_time: float) -> Animation:
        """Let the steps go by, each as long as the others."""
        return Change(self, lambda _: lambda alpha: {"run": alpha}, run_time, rate_func=lambda t: t)

    def pose(self) -> None:
        """Draw the state."""
        self.present(list(self._pieces()))

    def _pieces(self) -> Iterator[VMobject]:
        there = round(self.state.run * self.steps)
        for steps, outlines, piece in self.shades:
            count = int(np.searchsorted(steps, there))
            if count:
                yield self.trace(piece, outlines[:count].reshape(-1, 3))
        for row, name in enumerate(self.names):
            foot = self._level(row) + cap_of("label_dense") / 2
            yield self.write(name, NAMES - GAP_M - self.layout_px[0] / 2, foot, "right")
            if self.state.run >= 1 and row < len(self.said):
                yield self.write(self.said[row], self.layout_px[0] / 2 - SAID + GAP_M, foot, "left")

    def _level(self, row: int) -> float:
        return (row + 0.5) * self.row_px - self.layout_px[1] / 2

    def _shades(self, rows: Sequence[Sequence[Number]]) -> Iterator[tuple[list[int], Outline, VMobject]]:
        places: dict[int, list[tuple[int, int]]] = {}
        for row, cells in enumerate(rows):
            for step, cell in enumerate(cells):
                places.setdefault(self._shade(cell), []).append((step, row))
        for shade, found in places.items():
            found.sort()
            color = self.look.theme.mix("backward", "bg", shade / SHADES)
            numbers = [rows[row][step] for step, row in found]
            piece = stand_for(bear(filled_shape(color), "shade", numbers[0]), *numbers)
            yield [step for step, _ in found], np.stack([self._outline(*place) for place in found]), piece

    def _shade(self, number: Number) -> int:
        if number.value <= 0:
            return 0
        low, high = self.ends
        share = math.log(number.value / low) / math.log(high / low) if high > low else 1.0
        return max(1, round((DARKEST + (1 - DARKEST) * share) * SHADES))

    def _outline(self, step: int, row: int) -> Outline:
        x = NAMES - self.layout_px[0] / 2 + (step + 0.5) * self.pitch
        return box((x, self._level(row)), self.pitch + 0.6, self.row_px - GAP)
