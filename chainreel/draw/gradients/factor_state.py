"""State of a table of factors at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chainreel.draw.part.posing import Point
from chainreel.show import Shown

Kind = Literal["value", "weight", "slope", "error"]
Item = tuple[Literal["chip", "product", "head", "bracket", "total"], int, int]  # what, its row, its column
BRACKET: Item = ("bracket", 0, 0)
TOTAL: Item = ("total", 0, 0)


@dataclass(frozen=True)
class Factor:
    """One chip: a number and what it is."""

    shown: Shown
    kind: Kind


@dataclass(frozen=True)
class FactorState:
    """How much of each item is there (0 to 1), and how dim each row is (1: said, and left behind).

    ``away`` are the chips on their way: the scene point they come from, and how much of it is left.
    ``quiet`` are chips that are not spoken of, as dim as a row that was said.
    """

    there: Mapping[Item, float] = field(default_factory=dict)
    dim: Mapping[int, float] = field(default_factory=dict)
    away: Mapping[Item, tuple[Point, float]] = field(default_factory=dict)
    quiet: Mapping[Item, float] = field(default_factory=dict)
