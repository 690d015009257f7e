"""State of blocks with bridges at a moment, and the legs of a coin's way over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from chainreel.draw.gradients.bridge_road import JOIN, Passing
from chainreel.draw.motion import APPEAR, ease_out_cubic
from chainreel.draw.part.journey import Leg

S = TypeVar("S", bound="BridgesState")


@dataclass(frozen=True)
class BridgesState:
    """``bridged`` blocks have their bridge, from the left; ``passed`` ones lie behind the coin.

    ``passing`` is the coin's way through the next block, ``coin`` how much of it is there.
    """

    bridged: float = 0.0
    passed: int = 0
    passing: Passing | None = None
    coin: float = 0.0

    @property
    def printed_factors(self) -> int:
        """The blocks whose factor is printed."""
        return self.passed + (self.passing is not None and self.passing.share >= JOIN)


def coin_comes(seconds: float = APPEAR) -> Leg[BridgesState]:
    """The coin fades in where it starts."""
    return Leg(seconds, lambda state, share: replace(state, coin=ease_out_cubic(share)))


def pass_block(seconds: float) -> Leg[BridgesState]:
    """The coin goes back through the next block."""
    return Leg(seconds, on_its_way)


def on_its_way(state: S, share: float) -> S:
    """The state after a share of the coin's way through the next block."""
    if share >= 1:
        return replace(state, passed=state.passed + 1, passing=None)
    return replace(state, passing=Passing(share))
