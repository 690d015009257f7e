"""Dots of a value's runs: one for each seed, side by side across its bar, as high as the seed's own value."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from chainreel.draw.axes.plot import Plot
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import circle, vec
from chainreel.draw.part.staging import line_shape
from chainreel.number import Number, require_number
from chainreel.theme import STROKE_OUTLINE, Look, px

RADIUS_PX = 9


def seed_dots(look: Look, plot: Plot, left: float, right: float, seeds: Sequence[Number]) -> VGroup:
    """A dot for each of ``seeds`` on the plot's y axis, evenly between two places of the scene.

    Each has a rim in the ground's colour, so that it can be seen on its bar and over it.

    Raises:
        UnknownNumber: a seed's value without a source.
        InputError: a value beyond the axis.
    """
    step = (right - left) / (len(seeds) + 1)
    dots = VGroup()
    for place, seed in enumerate(seeds, 1):
        height = plot.y_axis.at(require_number(seed, "a seed's dot"), "a seed's value")[1]
        dot = line_shape(look.color("bg"), STROKE_OUTLINE, look.color("text"))
        dot.points = circle(vec(left + place * step, height), px(RADIUS_PX))
        dots.add(bear(dot, "position", seed))
    return dots
