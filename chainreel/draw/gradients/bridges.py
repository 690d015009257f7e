"""Blocks with bridges in motion: a coin crosses each bridge whole, and a copy of it goes through the gate."""

from __future__ import annotations

from manim import Animation

from chainreel.draw.gradients.bridge_figure import BridgeFigure
from chainreel.draw.gradients.bridge_road import JOIN
from chainreel.draw.gradients.bridge_state import coin_comes, pass_block
from chainreel.draw.motion import MORPH
from chainreel.draw.part.journey import journey
from chainreel.errors import InputError
from chainreel.pitch import falling


class Bridges(BridgeFigure):
    """``inner`` are the slopes of the gates, the leftmost first; ``factors`` what a block multiplies by.

    ``running`` is the coin's value at the start (right of the last block), then after each block that it
    has passed on its way back: there its print stays. A lone block says what either road multiplies by.
    Coins are as wide as their values, on one scale. The part's middle is the line's.

    Raises:
        UnknownNumber: a value, slope or factor without a source.
        InputError: counts that do not fit, or a coin that is larger than the room between two gates.
    """

    def build(self, run_time: float = MORPH) -> Animation:
        """The bridges grow from their left joints, block by block."""
        return self.grow(run_time, bridged=float(self.count))

    def drop_coin(self) -> Animation:
        """The coin appears at its start."""
        return journey(self, lambda _: [coin_comes()])

    def cross(self, blocks: int | None = None, seconds_each: float = 0.7) -> Animation:
        """The coin goes back through so many blocks (default: all that are left).

        Raises:
            InputError: fewer are left.
        """
        left = self.count - self.state.passed
        wanted = left if blocks is None else blocks
        if not 0 < wanted <= left:
            raise InputError(f"the coin has {left} blocks left to pass, not {wanted}")
        first = self.state.passed
        values = [shown.number for shown in self.running[first : first + wanted + 1]]
        tones = falling(values, [(k + JOIN) / wanted for k in range(wanted)])
        legs = [pass_block(seconds_each)] * wanted
        passing = self.running[first + 1 : first + wanted]
        return journey(self, lambda _: legs, passing=passing, tones=tones)
