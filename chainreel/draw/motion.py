"""Motion: durations and easings by name, and animations that are functions of alpha alone.

Each frame follows from the state at ``begin()`` and from alpha, so a frame is the same whether the
frames before it were drawn or skipped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, cast

import numpy as np
from manim import DOWN, UP, Animation, AnimationGroup, Mobject, VMobject

from chainreel.theme import px

# Seconds.
APPEAR, LEAVE, MORPH, CAMERA = 0.40, 0.30, 0.80, 1.40
STAGGER, STAGGER_IN_ALL = 0.06, 0.80
FLOW_FIRST, FLOW_AGAIN = 0.50, 0.30
MULTIPLY_APPROACH, MULTIPLY_MERGE, MULTIPLY_SETTLE = 0.30, 0.20, 0.30
TO_LOG_RULER, STILL_BEFORE_LOG_RULER = 2.4, 0.6

APPEAR_RISE = px(12)


def linear(t: float) -> float:
    """At the same speed throughout."""
    return t


def ease_in_cubic(t: float) -> float:
    """Slowly off, then ever faster."""
    return t**3


def ease_out_cubic(t: float) -> float:
    """Fast off and slowly to rest: for what appears."""
    return 1 - (1 - t) ** 3


def ease_in_out_cubic(t: float) -> float:
    """Slowly off and slowly to rest: for what goes from place to place."""
    return 4 * t**3 if t < 0.5 else 1 - (2 - 2 * t) ** 3 / 2


def ease_in_out_sine(t: float) -> float:
    """The same, more gently: for what travels along a line."""
    return (1 - math.cos(math.pi * t)) / 2


class Fade(Animation):
    """Show ``mobject`` with the opacity alpha, displaced by ``shift * (1 - alpha)``.

    Unlike manim's fades it compares with the state at ``begin()`` only, and ends on it exactly.
    """

    def __init__(self, mobject: Mobject, shift: np.ndarray, **options: Any) -> None:
        super().__init__(mobject, **options)
        self.displacement = shift

    def create_starting_mobject(self) -> Any:
        family = self.mobject.get_family()
        self.drawn = [cast("VMobject", m) for m in family if isinstance(m, VMobject)]
        self.begun = [
            (m.points.copy(), m.fill_rgbas.copy(), m.stroke_rgbas.copy(), m.background_stroke_rgbas.copy())
            for m in self.drawn
        ]
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        shown = self.rate_func(alpha)
        opacity = np.array([1.0, 1.0, 1.0, shown])
        for mobject, (points, *rgbas) in zip(self.drawn, self.begun, strict=True):
            mobject.points = points + (1 - shown) * self.displacement if len(points) else points.copy()
            mobject.fill_rgbas, mobject.stroke_rgbas, mobject.background_stroke_rgbas = (
                c * opacity for c in rgbas
            )

    def clean_up_from_scene(self, scene: Any) -> None:
        """End it; what has left is taken off the scene."""
        super().clean_up_from_scene(scene)
        if self.remover:  # what left is whole again, should it come back
            self.interpolate_mobject(0)


def backwards(t: float) -> float:
    """Opacity of what leaves: eased in, from one to nothing."""
    return 1 - ease_in_cubic(t)


def appear(mobject: Mobject, run_time: float = APPEAR, rise: float = APPEAR_RISE) -> Animation:
    """Fade in, rising by ``rise`` scene units."""
    return Fade(mobject, -rise * UP, run_time=run_time, rate_func=ease_out_cubic, introducer=True)


def leave(mobject: Mobject, run_time: float = LEAVE) -> Animation:
    """Fade out without moving; the mobject keeps its look for a return."""
    return Fade(mobject, 0 * UP, run_time=run_time, rate_func=backwards, remover=True)


class Glide(Animation):
    """Carry ``mobject`` and change its size around its middle; strokes keep theirs.

    It goes straight, or in an arc that is ``dip`` scene units lower half way.
    """

    def __init__(
        self, mobject: Mobject, to: np.ndarray, size: float, dip: float = 0.0, **options: Any
    ) -> None:
        super().__init__(mobject, **options)
        self.goal, self.size, self.dip = np.asarray(to), size, dip

    def create_starting_mobject(self) -> Any:
        self.middle = self.mobject.get_center()
        self.begun = [(m, m.points.copy()) for m in self.mobject.get_family() if len(m.points)]
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        size = 1 + share * (self.size - 1)
        middle = self.middle + share * (self.goal - self.middle) + 4 * share * (1 - share) * self.dip * DOWN
        for member, points in self.begun:
            member.points = middle + size * (points - self.middle)


def glide(
    mobject: Mobject, to: np.ndarray, size: float = 1.0, run_time: float = MORPH, dip: float = 0.0
) -> Animation:
    """Carry ``mobject`` until its middle lies at the scene point ``to``, ``size`` times as large.

    With a ``dip`` (scene units) it goes below what lies on the straight way.
    """
    return Glide(mobject, to, size, dip, run_time=run_time, rate_func=ease_in_out_cubic)


class Cascade(AnimationGroup):
    """Animations that start ``step`` seconds one after the other, whatever each one's length."""

    def __init__(self, animations: Iterable[Animation], step: float) -> None:
        self.step = step
        super().__init__(*animations, rate_func=linear)

    def build_animations_with_timings(self) -> None:
        """Let each begin a step after the one before."""
        super().build_animations_with_timings()
        starts = self.step * np.arange(len(self.animations))
        self.anims_with_timings["start"] = starts
        self.anims_with_timings["end"] = starts + [a.run_time for a in self.animations]


def stagger(
    animations: Iterable[Animation], step: float = STAGGER, in_all: float = STAGGER_IN_ALL
) -> Animation:
    """Start the animations ``step`` seconds apart, closer if the last would start after ``in_all``."""
    listed = list(animations)
    return Cascade(listed, min(step, in_all / max(1, len(listed) - 1)))
