"""Sizes of a chain of gates, and the sign on its gates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from chainreel.draw.geometry import Outline, polyline, smooth
from chainreel.theme import STROKE_LIT, STROKE_OUTLINE

Sign = Literal["sigmoid", "tanh", "relu"]


@dataclass(frozen=True)
class GateSize:
    """Pixels and text roles of a chain."""

    width: float
    height: float
    coin_px: float  # diameter of a coin of 1
    number: str
    factor: str
    readout: str
    end_room: float  # beyond the coin's last rest
    stroke: float = STROKE_OUTLINE


LARGE = GateSize(150, 220, 220, "body", "result_small", "result", 130, STROKE_LIT)  # three gates
SMALL = GateSize(84, 132, 168, "label", "number", "result_small", 40)  # ten
SIGNS: Mapping[Sign, Outline] = MappingProxyType({
    "sigmoid": smooth([(-0.5, 0.4), (0, 0), (0.5, -0.4)], [0, -1.9, 0]),
    "tanh": smooth([(-0.5, 0.4), (0, 0), (0.5, -0.4)], [0, -1.9, 0]),
    "relu": polyline([(-0.5, 0.3), (0, 0.3), (0.5, -0.4)]),
})  # fmt: skip
