"""Max pooling: the window's four values are lifted out, the largest stays and goes into the smaller map.

Then they follow the window from stop to stop, with the values that it sees there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.geometry import box, vec
from chainreel.draw.images.sliding_window import stop_at
from chainreel.draw.images.tiles import GAP, Tile, tile
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.posing import Change, Point
from chainreel.draw.part.staging import Staged, dim_stroke, line_shape, require_shown
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import RADIUS_WEIGHT, STROKE_FOCUS, Look

SIDE = 168  # of a lifted value's tile
DIM, DIM_TEXT = 0.25, 0.62  # how much of the smaller values' tiles and numbers is still seen
FADES = (0.35, 0.55)  # of its way, between which the copy gets too small for its number


@dataclass(frozen=True)
class PoolingState:
    """The window that is seen, how far its values are lifted, its largest chosen and that one's copy sent."""

    stop: int = 0
    lifted: float = 0.0
    chosen: float = 0.0
    sent: float = 0.0


class Pooling(Staged):
    """The four values, row by row, that a window sees at each of its stops; ``stop`` is the first seen.

    They come from ``origins`` (scene points, cells of ``cell_px``) and the largest goes to the scene point
    ``goal``. Where several are largest, each of them is.

    Raises:
        InputError: a window without four values, not four places, or a stop that is none.
    """

    state: PoolingState

    def __init__(
        self,
        look: Look,
        windows: Sequence[Sequence[Shown]],
        stop: int,
        origins: Sequence[Point],
        goal: Point,
        cell_px: float,
    ) -> None:
        super().__init__(look, 2 * SIDE + GAP, 2 * SIDE + GAP)
        if any(len(values) != len(origins) for values in windows) or len(origins) != 4:
            raise InputError(f"max pooling takes windows of four values, and four places, not {len(origins)}")
        if not 0 <= stop < len(windows):
            raise InputError(f"max pooling over {len(windows)} windows has none with the number {stop}")
        self.windows = [[require_shown(value, "max pooling") for value in values] for values in windows]
        self.origins, self.goal, self.cell_px = [np.asarray(o) for o in origins], np.asarray(goal), cell_px
        self.made: dict[int, list[Tile]] = {}
        self.copy_sent = tile(look, self.windows[stop][self.largest(stop)[0]], "value", "result_small")
        self.lit = [line_shape(look.color("forward"), STROKE_FOCUS) for _ in origins]
        self.state = PoolingState(stop)
        self.pose()

    def largest(self, stop: int) -> list[int]:
        """Which of the four values are the largest at a stop."""
        values = [shown.number.value for shown in self.windows[stop]]
        return [k for k, value in enumerate(values) if value == max(values)]

    def lift(self, run_time: float = 1.0) -> Animation:
        """The four values rise out of the map."""
        return self.grow(run_time, lifted=1.0)

    def choose(self, run_time: float = 0.8) -> Animation:
        """The smaller ones fade, the largest lights up."""
        return self.grow(run_time, chosen=1.0)

    def send(self, run_time: float = 1.0) -> Animation:
        """The largest goes into the smaller map."""
        return self.grow(run_time, sent=1.0)

    def follow(self, run_time: float) -> Animation:
        """Show each window's values in turn, in step with a window that sweeps over as many stops."""
        count = len(self.windows)

        def plan(state: PoolingState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: {"stop": (state.stop + stop_at(alpha, count)) % count}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def pose(self) -> None:
        """Draw the state."""
        self.present(self._pieces() if self.state.lifted > 0 else [])

    def _tiles(self, stop: int) -> list[Tile]:
        """The tiles of a window's values, made when they are first seen."""
        if stop not in self.made:
            self.made[stop] = [
                tile(self.look, shown, "value", "result_small") for shown in self.windows[stop]
            ]
        return self.made[stop]

    def _pieces(self) -> Iterator[VMobject]:
        state = self.state
        largest = self.largest(state.stop)
        yield from self._sent(largest[0])
        for index, made in enumerate(self._tiles(state.stop)):
            start, end = self.from_scene(self.origins[index]), tile_place(index)
            fading = 0.0 if index in largest else state.chosen
            seen, read = (1 - (1 - dim) * fading for dim in (DIM, DIM_TEXT))
            place = start + state.lifted * (end - start)
            side = self.cell_px + state.lifted * (SIDE - self.cell_px)
            yield from self._tile(made, place, side, seen, read * max(0.0, 2 * state.lifted - 1))
        if state.chosen > 0:
            for index in largest:
                dim_stroke(self.lit[index], state.chosen)
                yield self.trace(self.lit[index], box(tile_place(index), SIDE, SIDE, RADIUS_WEIGHT))

    def _sent(self, index: int) -> Iterator[VMobject]:
        """The copy of the largest value, on its way: it comes out from behind the four values."""
        state = self.state
        if 0 < state.sent < 1:
            start, end = tile_place(index), self.from_scene(self.goal)
            side = SIDE + state.sent * (self.cell_px - SIDE)
            told = 1 - share_of(state.sent, *FADES)
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
