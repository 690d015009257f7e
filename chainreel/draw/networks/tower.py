"""Towers that read digits: one falls in, runs down layer by layer, an answer comes out."""

from __future__ import annotations

from dataclasses import replace

from manim import Animation

from chainreel.draw.motion import (
    APPEAR,
    FLOW_FIRST,
    ease_in_cubic,
    ease_out_cubic,
)
from chainreel.draw.networks.living_tower import LivingTower, TowerState, runs_down
from chainreel.draw.part.journey import Leg, journey


class Tower(LivingTower):
    """``depth`` layers as bars; ``digits`` are those that may be fed in, ``answers`` what each brings.

    The middle of the part is that of its layout: the waiting digit's room (if there are digits), the
    bars, the answer's room (if there are answers).

    Raises:
        UnknownNumber: a depth, pixel or answer without a source.
        InputError: a depth that is no whole number, pixels that are no square picture.
    """

    def load(self, digit: int) -> Animation:
        """A digit appears above the tower; an earlier answer goes."""
        return journey(self, lambda _: [waits(digit)])

    def run(
        self, answer: int | None = None, *, keep: bool = False, seconds: float | None = None
    ) -> Animation:
        """The waiting digit falls into the tower and runs down; ``answer`` appears at the foot.

        With ``keep`` it is a copy that falls, and the digit goes on waiting.
        """
        legs = [falls(keep), runs_down(), *([] if answer is None else [answers(answer)])]
        return journey(self, lambda _: legs, seconds)


def waits(digit: int) -> Leg[TowerState]:
    """A digit appears above the tower, and an earlier answer goes."""

    def state_at(state: TowerState, share: float) -> TowerState:
        there = replace(state, digit=digit, there=ease_out_cubic(share))
        return replace(there, answer=None, answered=1.0) if share >= 1 else replace(there, answered=1 - share)

    return Leg(APPEAR, state_at)


def falls(keep: bool = False) -> Leg[TowerState]:
    """The waiting digit, or a copy of it, sinks into the tower, row by row."""

    def state_at(state: TowerState, share: float) -> TowerState:
        waiting = state.digit if keep else None
        if share >= 1:
            return replace(state, digit=waiting)
        return replace(state, digit=waiting, falling=state.digit, fallen=ease_in_cubic(share))

    return Leg(FLOW_FIRST, state_at)


def answers(answer: int) -> Leg[TowerState]:
    """An answer appears at the foot."""
    return Leg(APPEAR, lambda state, share: replace(state, answer=answer, answered=ease_out_cubic(share)))
