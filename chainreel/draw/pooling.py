"""Max pooling: the window's four values are lifted out, the largest stays and goes into the smaller map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.geometry import box, vec
from chainreel.draw.posing import Point
from chainreel.draw.staging import Staged, outlined, require_shown
from chainreel.draw.tiles import GAP, Tile, tile
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import RADIUS_WEIGHT, STROKE_FOCUS, Look

SIDE = 168  # of a lifted value's tile
DIM, DIM_TEXT = 0.25, 0.62  # how much of the smaller values' tiles and numbers is still seen


@dataclass(frozen=True)
class PoolingState:
    """How far the values are lifted, how far the largest is chosen, how far its copy has gone."""

    lifted: float = 0.0
    chosen: float = 0.0
    sent: float = 0.0


class Pooling(Staged):
    """Four ``values``, row by row; they come from ``origins`` (scene points, cells of ``cell_px``).

    The largest goes to the scene point ``goal``. Several that are largest are refused: none is the one.

    Raises:
        InputError: not four values and places, or two that are largest.
    """

    state: PoolingState

    def __init__(
        self, look: Look, values: Sequence[Shown], origins: Sequence[Point], goal: Point, cell_px: float
    ) -> None:
        super().__init__(look, 2 * SIDE + GAP, 2 * SIDE + GAP)
        shown = [require_shown(value, "max pooling") for value in values]
        order = sorted(range(len(shown)), key=lambda k: -shown[k].number.value)
        if len(shown) != 4 or len(origins) != 4:
            raise InputError(f"max pooling takes four values and their places, not {len(shown)}")
        if shown[order[0]].number.value == shown[order[1]].number.value:
            raise InputError("two values of the window are largest: choose another window")
        self.largest = order[0]
        self.origins, self.goal, self.cell_px = [np.asarray(o) for o in origins], np.asarray(goal), cell_px
        self.tiles = [tile(look, value, "value", "result_small") for value in shown]
        self.copy_sent = tile(look, shown[self.largest], "value", "result_small")
        self.lit = outlined(look.color("forward"), STROKE_FOCUS)
        self.state = PoolingState()
        self.pose()

    def lift(self, run_time: float = 1.0) -> Animation:
        """The four values rise out of the map."""
        return self.grow(run_time, lifted=1.0)

    def choose(self, run_time: float = 0.8) -> Animation:
        """The smaller ones fade, the largest lights up."""
        return self.grow(run_time, chosen=1.0)

    def send(self, run_time: float = 1.0) -> Animation:
        """The largest goes into the smaller map."""
        return self.grow(run_time, sent=1.0)

    def pose(self) -> None:
        """Draw the state."""
        self.present(self._pieces() if self.state.lifted > 0 else [])

    def _pieces(self) -> Iterator[VMobject]:
        state = self.state
        for index, made in enumerate(self.tiles):
            start, end = self.from_scene(self.origins[index]), tile_place(index)
            fading = 0.0 if index == self.largest else state.chosen
            seen, read = (1 - (1 - dim) * fading for dim in (DIM, DIM_TEXT))
            place = start + state.lifted * (end - start)
            side = self.cell_px + state.lifted * (SIDE - self.cell_px)
            yield from self._tile(made, place, side, seen, read * max(0.0, 2 * state.lifted - 1))
        if state.chosen > 0:
            self.lit.stroke_rgbas[:, 3] = state.chosen
            yield self.trace(self.lit, box(tile_place(self.largest), SIDE, SIDE, RADIUS_WEIGHT))
        if 0 < state.sent < 1:
            start, end = tile_place(self.largest), self.from_scene(self.goal)
            side = SIDE + state.sent * (self.cell_px - SIDE)
            told = max(0.0, 1 - 2 * state.sent)
            yield from self._tile(self.copy_sent, start + state.sent * (end - start), side, 1.0, told)

    def _tile(self, made: Tile, middle: Point, side: float, seen: float, told: float) -> Iterator[VMobject]:
        made.shape.stroke_rgbas[:, 3] = seen
        made.shape.fill_rgbas[:, 3] = 1.0
        yield self.trace(made.shape, box(middle, side, side, RADIUS_WEIGHT))
        if told > 0:
            yield self.write_centred(made.text, middle[0], middle[1], told)


def tile_place(index: int) -> Point:
    """The middle of a value's tile in the part's pixels."""
    row, column = divmod(index, 2)
    return vec((column - 0.5) * (SIDE + GAP), (row - 0.5) * (SIDE + GAP))
