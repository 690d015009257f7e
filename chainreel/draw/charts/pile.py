"""Values thrown on a number line, piled where they would cover each other; they slide to other values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import UP, Animation, VMobject

from chainreel.draw.axes.axis import Axis, Linear, Ticks
from chainreel.draw.geometry import Outline, box, circle, polyline, vec
from chainreel.draw.motion import MORPH, ease_in_cubic, ease_in_out_cubic
from chainreel.draw.part.posing import Change, Posed, as_numbers, between, own_progress, restate
from chainreel.draw.part.shapes import dashed_line
from chainreel.draw.part.staging import dim_stroke, filled_shape, ink, line_shape
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import PIXELS_PER_UNIT, RADIUS_WEIGHT, STROKE_FOCUS, STROKE_OUTLINE, Look, px

ROOM = 2  # pixels between neighbours in a row
HEIGHT = 200  # how high above the line a thrown value starts
TURNS = 1.25  # that a thrown tile makes
IN_FLIGHT = 0.9  # of a fall has passed when the next but a few begins


@dataclass(frozen=True)
class Heap:
    """Values, and, if they are to be marked, their mean and their standard deviation."""

    values: Sequence[Number]
    mean: Number | None = None
    spread: Number | None = None


@dataclass(frozen=True)
class PileState:
    """The heap that is shown, the share of the way to the next one, and how much has fallen down."""

    heap: int = 0
    share: float = 0.0
    fallen: float = 1.0
    marked: float = 0.0


class Pile(Posed):
    """One tile (``weights``) or disc a value; each heap has the same values changed, in the same order.

    Raises:
        UnknownNumber: a value without a source.
        InputError: no heap, heaps of different lengths, or a value beyond the axis.
    """

    state: PileState

    def __init__(
        self,
        look: Look,
        heaps: Sequence[Heap],
        span: tuple[float, float],
        marks: Ticks,
        *,
        weights: bool = True,
        width_px: float = 760,
        size_px: float = 22,
        mark_px: float = 240,
    ) -> None:
        super().__init__()
        if not heaps or len({len(heap.values) for heap in heaps}) != 1:
            raise InputError("a pile needs heaps of the same values changed: give each as many")
        self.look, self.heaps, self.weights = look, tuple(heaps), weights
        self.size_px, self.mark_px = size_px, mark_px
        self.values = [as_numbers(heap.values, "a pile") for heap in heaps]
        half = vec(px(width_px) / 2, 0)
        self.axis = Axis(look, Linear(*span), -half, half, marks)
        self.add(self.axis)
        self.rows = [self._rows_of(heap) for heap in self.values]
        color = look.color("weight" if weights else "forward")
        self.pieces = [ink(filled_shape(), color) for _ in self.values[0]]
        self.middle = line_shape(look.color("text"), STROKE_OUTLINE)
        self.reach = line_shape(look.color("text"), STROKE_FOCUS)
        self.state = PileState()
        self.pose()

    # --- motions ------------------------------------------------------------------------------

    def throw(self, run_time: float = 1.6) -> Animation:
        """The values fall on the line one after the other, turning like dice."""
        return Change(self, lambda _: lambda alpha: {"fallen": alpha}, run_time, rate_func=lambda t: t)

    def slide_to(self, heap: int, run_time: float = MORPH) -> Animation:
        """Slide every value to what it is in the next heap, which is number ``heap`` from 0."""
        if not 0 < heap < len(self.heaps):
            raise InputError(f"there is no heap {heap}: the pile has {len(self.heaps)}")

        def plan(_: PileState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: (
                {"heap": heap - 1, "share": alpha} if alpha < 1 else {"heap": heap, "share": 0.0}
            )

        return Change(self, plan, run_time)

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        self.submobjects = [self.axis, *self._marks(), *self._pieces()]

    def _pieces(self) -> Iterator[VMobject]:
        count = len(self.pieces)
        for index, piece in enumerate(self.pieces):
            fallen = own_progress(self.state.fallen, index, count, overlap=IN_FLIGHT)
            if fallen > 0:
                value, row = self._value(index), self._row(index)
                up = px((row + 0.5) * (self.size_px + ROOM) + (1 - ease_in_cubic(fallen)) * HEIGHT)
                restate(piece, "position", value)
                outline = self._outline((1 - fallen) * TURNS * math.pi)
                piece.points = outline + self.axis.at(value, "a value of a pile") + vec(0, up)
                yield piece

    def _outline(self, turn: float) -> Outline:
        if not self.weights:
            return circle((0, 0), px(self.size_px) / 2)
        tile = box((0, 0), px(self.size_px), px(self.size_px), px(RADIUS_WEIGHT) / 2)
        cos, sin = math.cos(turn), math.sin(turn)
        return np.asarray(tile @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]))

    def _value(self, index: int) -> Number:
        here = self.values[self.state.heap][index]
        if self.state.share <= 0:
            return here
        return between(here, self.values[self.state.heap + 1][index], self.state.share)

    def _row(self, index: int) -> float:
        here = self.rows[self.state.heap][index]
        if self.state.share <= 0:
            return here
        there = self.rows[self.state.heap + 1][index]
        return here + ease_in_out_cubic(self.state.share) * (there - here)

    def _marks(self) -> Iterator[VMobject]:
        """A dashed line at the mean, and over the pile a bar from there, one standard deviation long."""
        mean, spread = self._marked("mean"), self._marked("spread")
        if mean is None or spread is None or self.state.marked <= 0:
            return
        top = px(self.mark_px) * UP
        self.middle.points = dashed_line(self.look, foot := self.axis.at(mean, "a mean"), foot + top).points
        self.reach.points = polyline([foot + top, self.axis.at(mean.value + spread.value) + top])
        restate(self.middle, "position", mean)
        restate(self.reach, "length", spread)
        yield from (dim_stroke(piece, self.state.marked) for piece in (self.middle, self.reach))

    def _marked(self, what: str) -> Number | None:
        here: Number | None = getattr(self.heaps[self.state.heap], what)
        if self.state.share <= 0 or here is None:
            return here
        there = getattr(self.heaps[self.state.heap + 1], what)
        return between(here, there, self.state.share)

    def _rows_of(self, values: Sequence[Number]) -> list[float]:
        """The row of each value: the lowest in which it covers no other, from left to right."""
        pitch, ends = self.size_px + ROOM, list[float]()
        rows = [0.0] * len(values)
        for index in sorted(range(len(values)), key=lambda i: values[i].value):
            x = float(self.axis.at(values[index], "a value of a pile")[0]) * PIXELS_PER_UNIT
            row = next((r for r, end in enumerate(ends) if x - end >= pitch), len(ends))
            ends[row : row + 1] = [x]
            rows[index] = float(row)
        return rows
