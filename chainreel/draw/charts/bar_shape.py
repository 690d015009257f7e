"""The outline of a bar: a rectangle whose upper corners are round."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.part.posing import through
from chainreel.theme import RADIUS_PIXEL, px


def shape_bar(bar: VMobject, left: float, right: float, bottom: float, top: float) -> VMobject:
    """Make ``bar`` a rectangle with rounded upper corners; one of no height is empty."""
    radius = min(px(RADIUS_PIXEL), (right - left) / 2, max(0.0, top - bottom))
    if top <= bottom:
        return bear(bar.clear_points(), "length")
    turn = np.linspace(0, np.pi / 2, 6)
    corner_left = [[left + radius - radius * np.cos(t), top - radius + radius * np.sin(t), 0] for t in turn]
    corner_right = [[right - radius + radius * np.sin(t), top - radius + radius * np.cos(t), 0] for t in turn]
    outline = [[left, bottom, 0], *corner_left, *corner_right, [right, bottom, 0], [left, bottom, 0]]
    return through(bar, *(np.array(p, dtype=np.float64) for p in outline))
