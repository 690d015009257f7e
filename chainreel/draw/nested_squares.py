"""Counts of weights as squares in one corner: the area is the count, so that a thousandfold is seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box
from chainreel.draw.journey import share_of
from chainreel.draw.lettering import lettering
from chainreel.draw.motion import MORPH
from chainreel.draw.staging import Staged, cap_of, outlined
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import GAP_M, GAP_S, STROKE_OUTLINE, Look
from chainreel.words import Words

ROLE = "body"


@dataclass(frozen=True)
class SquaresState:
    """How many squares are there, the smallest first; a fraction is one that grows from the one before."""

    there: float = 0.0


class NestedSquares(Staged):
    """A square for each of two counts, the smaller first, on one lower left corner; it begins empty.

    The larger is ``side_px`` wide and holds its name; that of the smaller stands on the corner's left. The
    part's middle is that of the larger square.

    Raises:
        UnknownNumber: a count without a source.
        InputError: not two counts with a name each, or not the smaller first.
    """

    state: SquaresState

    def __init__(self, look: Look, counts: Sequence[Number], names: Sequence[Words],
                 side_px: float = 300) -> None:  # fmt: skip
        values = [require_number(c, "a square").value for c in counts]
        if len(values) != 2 or len(names) != 2 or not 0 < values[0] < values[1]:
            raise InputError("nested squares take two counts, the smaller first, and a name each")
        super().__init__(look, side_px, side_px)
        self.sides = [side_px * math.sqrt(value / values[1]) for value in values]
        fills = look.color("weight"), look.color("weight_fill")
        self.squares = [
            bear(outlined(look.color("weight"), STROKE_OUTLINE, fill), "area", count)
            for fill, count in zip(fills, counts, strict=True)
        ]
        self.names = [lettering(look, name, ROLE) for name in names]
        self.state = SquaresState()
        self.pose()

    def show_next(self, run_time: float = 2 * MORPH) -> Animation:
        """The next square grows out of the one before it, or out of the corner."""
        return self.grow(run_time, there=math.floor(self.state.there) + 1.0)

    def pose(self) -> None:
        """Draw the state: the smaller square lies on the larger."""
        self.present([*self._square(1), *self._square(0)])

    def _square(self, index: int) -> Iterator[VMobject]:
        share, half = share_of(self.state.there, index, index + 1), self.layout_px[0] / 2
        if share <= 0:
            return
        before = self.sides[index - 1] if index else 0.0
        side = before + share * (self.sides[index] - before)
        yield self.trace(self.squares[index], box((side / 2 - half, half - side / 2), side, side))
        if index:
            yield self.write(self.names[1], 0, cap_of(ROLE) / 2, opacity=share_of(share, 0.8, 1))
        else:
            yield self.write(self.names[0], -half - GAP_M, half - GAP_S, "right", share)
