"""Plain shapes in the theme's style: arrow, divider, panel, bracket, dashed marker, verdict.

They show no data, so they take scene points, not numbers. Colours are theme tokens.
"""

from __future__ import annotations

from typing import Literal, Self

import numpy as np
from manim import Mobject, VGroup, VMobject

from chainreel.draw import geometry
from chainreel.draw.geometry import Outline, vec
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import filled_shape, line_shape
from chainreel.errors import InputError
from chainreel.theme import (
    GAP_M,
    GAP_S,
    PIXELS_PER_UNIT,
    RADIUS_CARD,
    STROKE_FOCUS,
    STROKE_HAIR,
    STROKE_LIT,
    STROKE_OUTLINE,
    Look,
    px,
)

Side = Literal["left", "right", "top", "bottom"]
DIRECTIONS = {"left": vec(-1, 0), "right": vec(1, 0), "top": vec(0, 1), "bottom": vec(0, -1)}
HOOK = 18  # how far a bracket's ends reach towards what it holds


class Arrow(VMobject):
    """A straight arrow with a filled triangle for a head, grown to ``reach`` of its way."""

    def __init__(self, color: str, start: Point, end: Point, width_px: float) -> None:
        super().__init__(stroke_width=0, fill_color=color, fill_opacity=1)
        self.ends, self.width_px = (np.asarray(start, float), np.asarray(end, float)), width_px
        if np.allclose(*self.ends):
            raise InputError("an arrow needs two different ends: give it two points")
        self.grow(1.0)

    def grow(self, reach: float) -> Self:
        """Draw the arrow up to ``reach`` (0 to 1) of its way."""
        start, end = (p * PIXELS_PER_UNIT for p in self.ends)
        outline = geometry.arrow(start, end, self.width_px, reach) if reach > 0 else np.zeros((0, 3))
        self.points = px(1) * outline
        return self


def arrow(
    look: Look, start: Point, end: Point, color: str = "sub", width_px: float = STROKE_OUTLINE
) -> Arrow:
    """An arrow from one scene point to another."""
    return Arrow(look.color(color), start, end, width_px)


def divider(
    look: Look, start: Point, end: Point, color: str = "line", width_px: float = STROKE_HAIR
) -> VMobject:
    """A line that separates, and is safe to miss."""
    return _with(line_shape(look.color(color), width_px), geometry.polyline([start, end]))


def panel(look: Look, around: Mobject, gap_px: float = GAP_M, outline: str | None = None) -> VMobject:
    """A card to lie behind ``around``, with a gap on every side; add it to the scene first."""
    width, height = (side + 2 * px(gap_px) for side in (around.width, around.height))
    shape = filled_shape(look.color("panel")) if outline is None else line_shape(
        look.color(outline), STROKE_OUTLINE, look.color("panel"))  # fmt: skip
    return _with(shape, geometry.box(around.get_center(), width, height, px(RADIUS_CARD)))


def bracket(look: Look, around: Mobject, side: Side, gap_px: float = GAP_S, color: str = "sub") -> VMobject:
    """A square bracket on one side of ``around``, open towards it."""
    out = DIRECTIONS[side]
    along = vec(-out[1], out[0])
    middle = around.get_edge_center(out) + px(gap_px + HOOK) * out
    half = (around.height if out[0] else around.width) / 2 * along
    corners = [middle + half - px(HOOK) * out, middle + half, middle - half, middle - half - px(HOOK) * out]
    return _with(line_shape(look.color(color), STROKE_OUTLINE), geometry.polyline(corners))


def dashed_line(look: Look, start: Point, end: Point, color: str = "sub", width_px: float = STROKE_OUTLINE,
           dash_px: float = 12) -> VMobject:  # fmt: skip
    """A dashed line that marks a place or a bound; it begins and ends with a dash."""
    length = float(np.linalg.norm(end - start)) * PIXELS_PER_UNIT
    count = max(1, round((length / dash_px + 1) / 2))
    shares = np.linspace(0, 1, 2 * count)
    strokes = [geometry.polyline([start + a * (end - start), start + b * (end - start)])
               for a, b in zip(shares[::2], shares[1::2], strict=True)]  # fmt: skip
    return _with(line_shape(look.color(color), width_px), np.concatenate(strokes))


def verdict(look: Look, good: bool, diameter_px: float = 60) -> VGroup:
    """A filled disc with a tick, or a ring with a cross; both hide what lies under them."""
    size = px(diameter_px)
    if good:
        disc = _with(filled_shape(look.color("correct")), geometry.circle((0, 0), size / 2))
        tick = [size * vec(-0.22, -0.01), size * vec(-0.06, -0.17), size * vec(0.23, 0.16)]
        return VGroup(disc, _with(line_shape(look.color("bg"), diameter_px / 10), geometry.polyline(tick)))
    rim = diameter_px / 12
    ring = _with(
        line_shape(look.color("wrong"), rim, look.color("bg")),
        geometry.circle((0, 0), size / 2 - px(rim / 2)),
    )
    arms = [geometry.polyline([size * vec(-d, -0.15), size * vec(d, 0.15)]) for d in (-0.15, 0.15)]
    return VGroup(ring, _with(line_shape(look.color("wrong"), diameter_px / 10), np.concatenate(arms)))


def right_triangle(look: Look, corner: Point, across: float, up: float, side: str = "backward") -> VGroup:
    """Two legs from a right angle, ``across`` and ``up`` scene units long, and the side they make."""
    tips = corner + vec(across, 0), corner + vec(0, up)
    mark = px(GAP_M) * vec(np.sign(across), 0), px(GAP_M) * vec(0, np.sign(up))
    runs = [
        (
            line_shape(look.color("sub"), STROKE_HAIR),
            [corner + mark[0], corner + sum(mark), corner + mark[1]],
        ),
        (line_shape(look.color("sub"), STROKE_LIT), [tips[0], corner, tips[1]]),
        (line_shape(look.color(side), STROKE_FOCUS), tips),
    ]
    return VGroup(*(_with(line, geometry.polyline(run)) for line, run in runs))


def _with(shape: VMobject, outline: Outline) -> VMobject:
    shape.points = outline
    return shape
