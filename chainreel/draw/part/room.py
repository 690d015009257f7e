"""Make room above a picture: all that is in it moves down together, and shrinks as far as it must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, Mobject, VMobject
from numpy.typing import NDArray

from chainreel.draw.motion import glide
from chainreel.draw.text.text import Text
from chainreel.theme import CONTENT, GAP_M, TEXT_FLOOR, px


@dataclass(frozen=True)
class Shrinking:
    """Every point of a picture lies ``size`` times as far from ``goal`` as it lay from ``start``."""

    size: float
    start: NDArray[np.float64]
    goal: NDArray[np.float64]

    def motions(self, picture: Sequence[Mobject]) -> list[Animation]:
        """Carry each mobject of the picture to its place; none if the picture stays as it is."""
        if self.size == 1 and np.array_equal(self.start, self.goal):
            return []
        goals = (self.goal + self.size * (m.get_center() - self.start) for m in picture)
        return [glide(m, goal, self.size) for m, goal in zip(picture, goals, strict=True)]

    def keeps_legible(self, picture: Sequence[Mobject]) -> bool:
        """Whether no text of the picture gets smaller than text may be."""
        sizes = (m.font_px for top in picture for m in top.get_family() if isinstance(m, Text))
        return self.size * min(sizes, default=TEXT_FLOOR / self.size) >= TEXT_FLOOR - 0.1


def below(top: float, picture: Sequence[Mobject]) -> Shrinking:
    """What brings a picture under the scene y ``top``: it moves down within the content, then shrinks.

    It keeps clear of the run-note below, unless its text would get too small for that.
    """
    heights = [m.points[:, 1] for part in picture for m in part.get_family() if len(m.points) and is_seen(m)]
    if not heights:
        return Shrinking(1.0, np.zeros(3), np.zeros(3))
    upper, lower = max(float(h.max()) for h in heights), min(float(h.min()) for h in heights)
    clear = between(top, CONTENT.bottom + px(GAP_M), upper, lower)
    return clear if clear.keeps_legible(picture) else between(top, CONTENT.bottom, upper, lower)


def between(top: float, bottom: float, upper: float, lower: float) -> Shrinking:
    """What brings a picture that reaches from ``upper`` to ``lower`` between ``top`` and ``bottom``."""
    lowest = lower - max(0.0, min(upper - top, lower - bottom))
    size = min(1.0, (top - lowest) / (upper - lower))
    return Shrinking(size, np.array([0.0, lower, 0.0]), np.array([0.0, lowest, 0.0]))


def is_seen(mobject: Mobject) -> bool:
    """Whether anything of the mobject itself is drawn."""
    if not isinstance(mobject, VMobject):
        return True
    drawn = mobject.get_stroke_opacity() if mobject.get_stroke_width() else 0.0
    return max(mobject.get_fill_opacity(), drawn) > 0
