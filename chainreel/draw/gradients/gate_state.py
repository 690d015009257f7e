"""State of a chain of gates at a moment, and the legs of a coin's way through them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chainreel.draw.motion import (
    APPEAR,
    MULTIPLY_APPROACH,
    MULTIPLY_MERGE,
    MULTIPLY_SETTLE,
    ease_in_cubic,
    ease_out_cubic,
)
from chainreel.draw.part.journey import Leg

PASS = MULTIPLY_APPROACH + MULTIPLY_MERGE + MULTIPLY_SETTLE
APPROACHED = MULTIPLY_APPROACH / PASS  # share of the pass when the coin touches the gate's plane
MERGED = (MULTIPLY_APPROACH + MULTIPLY_MERGE) / PASS  # ... when the last of it is through
MIDDLE = (APPROACHED + MERGED) / 2  # ... when the factor prints


@dataclass(frozen=True)
class Crossing:
    """A coin on its way through a gate, ``share`` of the pass done.

    The coin keeps its size on the near side of the gate's plane and has its new size beyond it, so at
    no moment does it show a value that was not recorded.
    """

    share: float

    def centre(self, start: float, plane: float, end: float, radius: float, new_radius: float) -> float:
        """Where the coin's middle is, between its rests ``start`` and ``end`` (pixels along its way)."""
        way = 1 if end > start else -1
        touch, through = plane - way * radius, plane + way * new_radius
        if self.share < APPROACHED:
            return start + (touch - start) * ease_in_cubic(self.share / APPROACHED)
        if self.share < MERGED:
            return touch + (through - touch) * (self.share - APPROACHED) / (MERGED - APPROACHED)
        return through + (end - through) * ease_out_cubic((self.share - MERGED) / (1 - MERGED))


@dataclass(frozen=True)
class ChainState:
    """``passed`` gates lie behind the coin; ``crossing`` is its way through the next one.

    ``coin`` says how much of it is there (0 to 1). ``near`` is how near the eye is to the coin's start
    (``close_up.py``).
    """

    passed: int = 0
    crossing: Crossing | None = None
    coin: float = 0.0
    near: float = 0.0

    @property
    def printed_factors(self) -> int:
        """The gates whose factor is printed."""
        return self.passed + (self.crossing is not None and self.crossing.share >= MIDDLE)


def coin_appears(seconds: float = APPEAR) -> Leg[ChainState]:
    """The coin fades in where it starts."""
    return Leg(seconds, lambda state, share: replace(state, coin=ease_out_cubic(share)))


def pass_next(seconds: float = PASS) -> Leg[ChainState]:
    """The coin goes through the next gate."""

    def state_at(state: ChainState, share: float) -> ChainState:
        if share >= 1:
            return replace(state, passed=state.passed + 1, crossing=None)
        return replace(state, crossing=Crossing(share))

    return Leg(seconds, state_at)
