"""A die that is thrown: a picture of chance, whose faces show no data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.geometry import Outline, box, circle
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.journey import Leg, journey
from chainreel.draw.part.staging import Staged, filled_shape, line_shape
from chainreel.theme import RADIUS_BLOCK, STROKE_LIT, Look

SIDE, PIP, ASIDE, HOP = 120, 11, 32, 60  # pixels: edge, a pip's radius, its offset, a throw's height
CORNERS = ((-1, -1), (1, -1), (-1, 1), (1, 1))
FACES: Mapping[int, Sequence[tuple[int, int]]] = MappingProxyType({
    1: ((0, 0),), 2: (CORNERS[0], CORNERS[3]), 3: (CORNERS[0], (0, 0), CORNERS[3]), 4: CORNERS,
    5: (*CORNERS, (0, 0)), 6: (*CORNERS, (-1, 0), (1, 0)),
})  # fmt: skip
THROW = (2, 6, 3, 1, 4, 5)  # the faces that a throw turns up, the last one on top at its end


@dataclass(frozen=True)
class DieState:
    """How far the die is thrown, 0 to 1."""

    thrown: float = 0.0


class Die(Staged):
    """A die with pips; ``throw`` lets it hop and turn from face to face."""

    state: DieState

    def __init__(self, look: Look, state: DieState | None = None) -> None:
        super().__init__(look, SIDE, SIDE)
        self.body = line_shape(look.color("text"), STROKE_LIT, look.color("panel"))
        self.pips = [filled_shape(look.color("text")) for _ in FACES[6]]
        self.state = state or DieState()
        self.pose()

    def throw(self, run_time: float = 1.2) -> Animation:
        """Hop once, and come to rest."""
        return journey(self, lambda _: [Leg(run_time, lambda _, share: DieState(share))])

    def pose(self) -> None:
        """Draw the state."""
        self.present(
            [self.trace(self.body, self._turned(box((0, 0), SIDE, SIDE, RADIUS_BLOCK))), *self._pips()]
        )

    def _pips(self) -> Iterator[VMobject]:
        face = THROW[min(len(THROW) - 1, int(ease_out_cubic(self.state.thrown) * len(THROW)))]
        for pip, (x, y) in zip(self.pips, FACES[face], strict=False):
            yield self.trace(pip, self._turned(circle((x * ASIDE, y * ASIDE), PIP)))

    def _turned(self, outline: Outline) -> Outline:
        """An outline of the die at rest, turned and lifted as far as the throw has come."""
        angle = 2 * math.pi * ease_out_cubic(self.state.thrown)
        cos, sin = math.cos(angle), math.sin(angle)
        lift = HOP * math.sin(math.pi * self.state.thrown)
        return np.asarray(outline @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]) - (0, lift, 0))
