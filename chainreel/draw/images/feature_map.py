"""Feature maps: what one kernel answers everywhere, a cell each; several lie on a pile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manim import Animation, VGroup, VMobject

from chainreel.draw.evidence import bear, stand_for
from chainreel.draw.geometry import box, vec
from chainreel.draw.images.digit import cell_outlines
from chainreel.draw.images.sliding_window import stop_at
from chainreel.draw.motion import appear, stagger
from chainreel.draw.part.posing import Change, Point, as_numbers
from chainreel.draw.part.staging import Staged, dim_stroke, filled_shape, ink, line_shape
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import RADIUS_CHIP, STROKE_HAIR, STROKE_OUTLINE, Look, px

RIM = 6  # pixels of the card around the cells
Rows = Sequence[Sequence[Number]]


@dataclass(frozen=True)
class MapState:
    """The share of its cells that is there, from the cell ``first`` on in reading order, and how far what
    is negative is gone."""

    known: float = 1.0
    first: int = 0
    rectified: float = 0.0


class FeatureMap(Staged):
    """Square ``rows`` of values: a positive cell is as blue as its part of ``largest``, a negative hollow.

    With a ``lane``, a colour token, its rim and its cells are in the lane's colour instead.

    Raises:
        UnknownNumber: a value without a source.
        InputError: rows that are not square, or a value above ``largest``.
    """

    state: MapState

    def __init__(
        self, look: Look, rows: Rows, largest: Number, side_px: float = 320, lane: str | None = None
    ) -> None:
        super().__init__(look, side_px, side_px)
        self.values = [as_numbers(row, "a feature map") for row in rows]
        self.side, self.largest = len(self.values), require_number(largest, "a feature map's largest value")
        if any(len(row) != self.side for row in self.values):
            raise InputError(f"a feature map of {self.side} rows needs {self.side} values in each")
        self.color_token = lane or "forward"
        rim = (look.color(lane), STROKE_OUTLINE) if lane else (look.color("line"), STROKE_HAIR)
        self.card = line_shape(*rim, look.color("panel"))
        self.outlines = cell_outlines(self.side, side_px)
        bear(self.card, "shade", self.largest)  # all shades are parts of it
        self.cells = [self._cell(value) for row in self.values for value in row]
        negative = (value for row in self.values for value in row if value.value < 0)
        stand_for(self.card, *negative)  # which are as dark as it when they are rectified
        self.state = MapState()
        self.pose()

    def fill(self, run_time: float) -> Animation:
        """Bring its cells in, in step with a window that sweeps over as many stops."""
        count = len(self.cells)

        def plan(_: MapState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: {"known": (stop_at(alpha, count) + 1) / count}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def middle_of(self, row: int, column: int) -> Point:
        """The scene point in the middle of a cell, from 0 at the upper left."""
        pitch = self.layout_px[0] / self.side
        return self.point(*((k + 0.5 - self.side / 2) * pitch for k in (column, row)))

    def pose(self) -> None:
        """Draw the state."""
        count = round(self.state.known * len(self.cells))
        side = self.layout_px[0] + 2 * RIM
        pieces = [self.trace(self.card, box((0, 0), side, side, RADIUS_CHIP))]
        for index, cell in enumerate(self.cells):
            if (index - self.state.first) % len(self.cells) < count and self._is_seen(index):
                pieces.append(self.trace(cell, self.outlines[index]))
        self.present(pieces)

    def _is_seen(self, index: int) -> bool:
        """Whether a cell is drawn: what is negative fades as it is rectified."""
        if self.values[index // self.side][index % self.side].value >= 0:
            return True
        dim_stroke(self.cells[index], 1 - self.state.rectified)
        return self.state.rectified < 1

    def _cell(self, value: Number) -> VMobject:
        share = value.value / self.largest.value
        if share > 1 + 1e-9:
            raise InputError(f"{value.value:g} is above the largest value of the map, {self.largest.value:g}")
        mix = self.look.theme.mix
        if share < 0:
            return bear(
                line_shape(mix("negative", "panel", min(1.0, 0.25 - share)), STROKE_OUTLINE), "shade", value
            )
        return bear(ink(filled_shape(), mix(self.color_token, "panel", share)), "shade", value)


class MapPile(VGroup):
    """Feature maps on a pile, the first in front; each lies ``step_px`` further right and up."""

    def __init__(
        self, look: Look, maps: Sequence[Rows], largest: Number, side_px: float, step_px: tuple[float, float]
    ) -> None:
        self.maps = [FeatureMap(look, rows, largest, side_px) for rows in maps]
        for index, one in enumerate(self.maps):
            one.shift(index * vec(px(step_px[0]), px(step_px[1])))
        super().__init__(*reversed(self.maps))
        self.center()

    def deal(self) -> Animation:
        """Lay the maps down, the hindmost first."""
        return stagger([appear(one) for one in self.submobjects], step=0.08)
