"""A block with a bridge: its measures, the bridge's road, and where a coin is on its way over both roads."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chainreel.draw.geometry import Outline, polyline, vec
from chainreel.draw.gradients.gate_state import Crossing
from chainreel.draw.motion import ease_in_out_sine, ease_out_cubic
from chainreel.draw.part.journey import share_of
from chainreel.theme import STROKE_FOCUS, STROKE_LIT, STROKE_OUTLINE, STROKE_SKIP

CORNERS = 96  # of a bridge's road
ROUND = 2.6  # 2 would be an ellipse; more is flatter above and steeper at the feet
FORK, JOIN = 0.2, 0.8  # of a pass: when the coin is at the near joint, and when its parts meet at the far one


@dataclass(frozen=True)
class BridgeSize:
    """Pixels and text roles of a block: its gate, and the bridge from joint to joint over it."""

    gate: tuple[float, float]  # width, height
    reach: float  # from the gate's middle to a joint
    rise: float  # of the bridge over the line
    coin_px: float  # diameter of a coin of 1
    bridge_px: float  # the bridge's width
    joint: float  # radius
    factor: str
    readout: str
    stroke: float


ALONE = BridgeSize((164, 236), 310, 246, 190, STROKE_SKIP, 34, "result_small", "result_small", STROKE_LIT)
IN_ROW = BridgeSize((58, 92), 42, 98, 42, STROKE_FOCUS, 6, "number", "result_small", STROKE_OUTLINE)


@functools.cache
def unit_road() -> NDArray[np.float64]:
    """Points (CORNERS, 2) from (1, 0) over (0, -1) to (-1, 0), in equal steps of their length."""
    turns = np.linspace(0, math.pi, 40 * CORNERS)
    x = np.sign(np.cos(turns)) * np.abs(np.cos(turns)) ** (2 / ROUND)
    y = -(np.abs(np.sin(turns)) ** (2 / ROUND))
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    even = np.linspace(0, length[-1], CORNERS)
    return np.stack([np.interp(even, length, x), np.interp(even, length, y)], axis=1)


def road(size: BridgeSize, middle: float, grown: float = 1.0) -> Outline:
    """The bridge over a gate at x = ``middle``, grown so far from its left joint."""
    points = unit_road()[::-1] * (size.reach, size.rise) + (middle, 0)
    last = max(2, math.ceil(grown * CORNERS))
    return polyline([*points[: last - 1], on_road(size, middle, 1 - grown)])


def on_road(size: BridgeSize, middle: float, share: float) -> NDArray[np.float64]:
    """The point at a share of the bridge's length, from its right joint to its left one."""
    places = np.linspace(0, 1, CORNERS)
    x, y = (np.interp(share, places, unit_road()[:, k]) for k in (0, 1))
    return vec(middle + x * size.reach, y * size.rise)


@dataclass(frozen=True)
class Passing:
    """A coin on its way back through a block, ``share`` of the pass done; positions in pixels.

    From its rest on the right it goes to the near joint; then it rides over the bridge as it is, and a
    copy goes through the gate and is multiplied there; at the far joint the two become one.
    """

    share: float

    @property
    def is_parted(self) -> bool:
        """Whether two parts of it are on their ways."""
        return FORK <= self.share < JOIN

    @property
    def on_bridge(self) -> float:
        """The share of the bridge that lies behind the coin."""
        return ease_in_out_sine(share_of(self.share, FORK, JOIN))

    @property
    def crossing(self) -> Crossing:
        """The copy's way through the gate."""
        return Crossing(share_of(self.share, FORK, JOIN))

    def on_line(self, start: float, near: float, far: float, end: float) -> float:
        """Where the undivided coin is: before it parts, or after its parts have met."""
        if self.share < FORK:
            return start + (near - start) * ease_in_out_sine(self.share / FORK)
        return far + (end - far) * ease_out_cubic((self.share - JOIN) / (1 - JOIN))
