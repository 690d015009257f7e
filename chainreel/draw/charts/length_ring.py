"""A ring of what a layer's weights leave of values of length 1 in every direction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, arc, polyline, vec
from chainreel.draw.motion import MORPH
from chainreel.draw.part.posing import Change, as_numbers, between, restate
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, line_shape, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted
from chainreel.theme import GAP_M, STROKE_LIT, STROKE_OUTLINE, Look
from chainreel.words import Words

DASHES = 48  # of the circle of length 1
DOT, DOT_EVERY = 7, 3  # pixels of radius; so many directions apart


@dataclass(frozen=True)
class RingState:
    """The ring that is shown, and the share of the way to the next one."""

    ring: int = 0
    share: float = 0.0


class LengthRing(Staged):
    """A ring whose distance from the middle is, in each direction, a length; the dashed circle is length 1.

    Each of ``rings`` has a length for each of its directions, which part the circle evenly and are the same
    in all. What the first one was stays in sight, named ``first``; ``one`` names the circle.

    Raises:
        UnknownNumber: a length without a source.
        InputError: no ring, fewer than three directions, or rings of different directions.
    """

    state: RingState

    def __init__(
        self,
        look: Look,
        rings: Sequence[Sequence[Number]],
        *,
        one: Words,
        first: Words,
        radius_px: float = 200,
        state: RingState | None = None,
    ) -> None:
        self.rings, self.radius = [as_numbers(ring, "a ring of lengths") for ring in rings], radius_px
        if len({len(ring) for ring in self.rings}) != 1 or len(self.rings[0]) < 3:
            raise InputError("a ring needs a length for each of three directions or more, all as many")
        super().__init__(look, *(2 * radius_px * max(n.value for ring in self.rings for n in ring),) * 2)
        self._make_pieces(one, first)
        self.state = state or RingState()
        self.pose()

    def turn_to(self, ring: int, run_time: float = MORPH) -> Animation:
        """Every length becomes what it is in the next ring, which is number ``ring`` from 0."""
        if not 0 < ring < len(self.rings):
            raise InputError(f"there is no ring {ring}: the part has {len(self.rings)}")

        def plan(_: RingState) -> Callable[[float], Mapping[str, Any]]:
            return lambda alpha: (
                {"ring": ring - 1, "share": alpha} if alpha < 1 else {"ring": ring, "share": 0.0}
            )

        return Change(self, plan, run_time)

    def lengths(self) -> list[Number]:
        """The lengths as they are now, by direction."""
        here = self.rings[self.state.ring]
        if self.state.share <= 0:
            return list(here)
        there = self.rings[self.state.ring + 1]
        return [between(a, b, self.state.share) for a, b in zip(here, there, strict=True)]

    # --- drawing, in the part's pixels ----------------------------------------------------------

    def _make_pieces(self, one: Words, first: Words) -> None:
        look = self.look
        self.circle = bear(
            line_shape(look.color("sub"), STROKE_OUTLINE), "length", counted(1, "length before")
        )
        self.left = bear(line_shape(look.color("mute"), STROKE_OUTLINE), "length", *self.rings[0])
        self.ring = line_shape(look.color("forward"), STROKE_LIT)
        count = len(self.rings[0])
        self.dots = {k: filled_shape(look.color("forward")) for k in range(0, count, DOT_EVERY)}
        self.one, self.first = (lettering(look, words, "label", color="sub") for words in (one, first))

    def pose(self) -> None:
        """Draw the state."""
        lengths = self.lengths()
        restate(self.ring, "length", *lengths)
        self.present([*self._ground(), self.trace(self.ring, self._closed(lengths)), *self._dots(lengths)])

    def _ground(self) -> list[VMobject]:
        """The circle of length 1, what the first ring was, and their names."""
        turn = np.pi / DASHES
        dashes = [arc((0, 0), self.radius, 2 * k * turn, turn) for k in range(DASHES)]
        right = self.radius + GAP_M + width_px(self.one) / 2
        return [
            self.trace(self.circle, np.concatenate(dashes)),
            self.trace(self.left, self._closed(self.rings[0])),
            self.write(self.one, right, cap_of("label") / 2),
            self.write_centred(self.first, 0, 0),
        ]

    def _dots(self, lengths: Sequence[Number]) -> list[VMobject]:
        places = self._places(lengths)
        return [self.trace(dot, arc(tuple(places[k][:2]), DOT, 0, 2 * np.pi)) for k, dot in self.dots.items()]

    def _closed(self, lengths: Sequence[Number]) -> Outline:
        places = self._places(lengths)
        return polyline([*places, places[0]])

    def _places(self, lengths: Sequence[Number]) -> list[Outline]:
        """Where each length ends."""
        turns = np.arange(len(lengths)) * 2 * np.pi / len(lengths)
        reach = [self.radius * n.value for n in lengths]
        return [vec(r * np.cos(t), -r * np.sin(t)) for r, t in zip(reach, turns, strict=True)]
