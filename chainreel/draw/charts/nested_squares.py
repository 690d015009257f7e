"""Counts of weights as squares on one corner: the area is the count, so that a thousandfold is seen.

The smaller is seen first, and large; then the picture steps back until the larger has come into it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, polyline, vec
from chainreel.draw.motion import APPEAR
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, cap_of, dim_stroke, filled_shape, ink, line_shape
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import GAP_M, GAP_S, STROKE_OUTLINE, Look
from chainreel.words import Words

ROLE = "body"
UNDER = 52  # the baseline of the smaller's name below the foot
COMES, NAMED = 0.25, 0.8  # of the way back: until then the larger fades in, from then on its name


@dataclass(frozen=True)
class SquaresState:
    """How much of the smaller square is there, and how far the picture has stepped back from it."""

    there: float = 0.0
    back: float = 0.0


class NestedSquares(Staged):
    """A square for each of two counts, the smaller first, on one lower left corner; it begins empty.

    Alone the smaller is ``side_px`` wide, in the end the larger, at each moment on one scale. The larger
    holds its name and ``times``, how many of the smaller fill it; the smaller's name stands below the corner.
    The part's middle is that of a square of that width. Of the larger, on its way into the picture,
    only what lies within ``room_px`` to the right and upwards of the corner is drawn, without an edge where
    it goes on.

    Raises:
        UnknownNumber: a count without a source.
        InputError: not two counts with a name each, or not the smaller first.
    """

    state: SquaresState

    def __init__(
        self,
        look: Look,
        counts: Sequence[Number],
        names: Sequence[Words],
        times: Words,
        *,
        side_px: float = 300,
        room_px: tuple[float, float] = (600, 400),
    ) -> None:
        values = [require_number(c, "a square").value for c in counts]
        if len(values) != 2 or len(names) != 2 or not 0 < values[0] < values[1]:
            raise InputError("nested squares take two counts, the smaller first, and a name each")
        super().__init__(look, side_px, side_px)
        self.side_px, self.room_px = side_px, room_px
        self.wider = math.sqrt(values[1] / values[0])
        fills = look.color("weight"), look.color("weight_fill")
        self.squares = [bear(filled_shape(fill), "area", c) for fill, c in zip(fills, counts, strict=True)]
        self.edges = [line_shape(look.color("weight"), STROKE_OUTLINE) for _ in counts]
        self.names = [lettering(look, name, ROLE) for name in names]
        self.times = lettering(look, times, "label", color="weight")
        self.state = SquaresState()
        self.pose()

    def show_smaller(self, run_time: float = APPEAR) -> Animation:
        """The smaller square appears, as wide as the larger will be."""
        return self.grow(run_time, there=1.0)

    def step_back(self, run_time: float = 2.0) -> Animation:
        """The picture steps back, ever by the same factor in the same time, until the larger is in it."""
        return self.grow(run_time, back=1.0)

    def pose(self) -> None:
        """Draw the state: the smaller square lies on the larger."""
        self.present([*self._larger(), *self._smaller()])

    def _side(self, wider: float) -> float:
        """The side of a square that is so many times as wide as the smaller, on the scale of now."""
        return float(wider * self.side_px * self.wider**-self.state.back)

    def _square(self, index: int, side: float, fill: str, seen: float) -> Iterator[VMobject]:
        """What is in sight of a square, and those of its edges that are."""
        half = self.side_px / 2
        wide, high = (min(side, room) for room in self.room_px)
        yield self.trace(
            ink(self.squares[index], fill, seen), box((wide / 2 - half, half - high / 2), wide, high)
        )
        corners = [vec(-half, half - high), vec(-half, half), vec(wide - half, half)]
        corners += [vec(wide - half, half - high)] if side <= self.room_px[0] else []
        corners += [corners[0]] if side <= self.room_px[1] else []
        yield self.trace(dim_stroke(self.edges[index], seen), polyline(corners))

    def _smaller(self) -> Iterator[VMobject]:
        if (seen := self.state.there) > 0:
            fill = self.look.theme.mix("weight", "weight_fill", self.state.back)
            yield from self._square(0, self._side(1), fill, seen)
            yield self.write(self.names[0], -self.side_px / 2, self.side_px / 2 + UNDER, "left", seen)

    def _larger(self) -> Iterator[VMobject]:
        if (back := self.state.back) <= 0:
            return
        fill = self.look.color("weight_fill")
        yield from self._square(1, self._side(self.wider), fill, share_of(back, 0, COMES))
        if (told := share_of(back, NAMED, 1)) > 0:
            yield self.write(self.names[1], 0, -GAP_S, opacity=told)
            yield self.write(self.times, 0, cap_of("label") + GAP_M, opacity=told)
