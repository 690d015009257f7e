"""The tangent at a point of a curve, and its slope triangle: so far right, so far up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import VGroup

from chainreel.draw.axes.plot import Plot
from chainreel.draw.part.clipping import inside
from chainreel.draw.part.posing import Point, drawn_line, pieces, restate, through
from chainreel.draw.text.lettering import lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number, multiply
from chainreel.show import show
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_FOCUS, STROKE_LIT, Look, px


@dataclass(frozen=True)
class Touch:
    """Where a tangent touches: (x, y), the slope there, and the level side of the slope triangle."""

    x: Number
    y: Number
    slope: Number
    run: Number

    @property
    def rise(self) -> Number:
        """How far the tangent rises over ``run``."""
        return multiply(self.slope, self.run)


class Tangent(VGroup):
    """Lines on a plot: the tangent, ``length_px`` long whatever the window, and the triangle under it."""

    def __init__(self, look: Look, plot: Plot, color: str, length_px: float) -> None:
        super().__init__()
        self.look, self.plot, self.length_px = look, plot, length_px
        self.level = drawn_line(look.color("sub"), STROKE_LIT)
        self.rise = drawn_line(look.color("backward"), STROKE_FOCUS)
        self.line = drawn_line(look.color(color), STROKE_LIT)
        self.add(self.level, self.rise, self.line)

    def clear(self) -> None:
        """Draw nothing."""
        for line in (self.line, self.level, self.rise):
            line.clear_points()

    def draw(self, touch: Touch, share: float, rise_share: float) -> None:
        """Draw a share of the tangent, from its middle on, and of the triangle, level side first."""
        self.clear()
        if share > 0:
            here = self._here(touch)
            reach = share * self._reach(touch, rise_share) * self._direction(touch)
            pieces(self.line, inside([here - reach, here + reach], self.plot.box))
            restate(self.line, "angle", touch.slope)
        if rise_share > 0:
            start, corner, tip = self.triangle(touch)
            corner_now = start + min(1.0, 2 * rise_share) * (corner - start)
            through(self.level, start, corner_now)
            through(self.rise, corner_now, corner_now + max(0.0, 2 * rise_share - 1) * (tip - corner))
            self.rise.set_stroke(self.look.color(ink_of(touch.rise)))
            restate(self.rise, "length", touch.rise)

    def triangle(self, touch: Touch) -> tuple[Point, Point, Point]:
        """The triangle's corners: the point, level beside it, and on the tangent."""
        x, y = touch.x.value + touch.run.value, touch.y.value
        return self._here(touch), self.plot.place(x, y), self.plot.place(x, y + touch.rise.value)

    def labels(self, touch: Touch, run_style: str, rise_style: str) -> VGroup:
        """The lengths of the triangle's two sides, beside them."""
        start, corner, tip = self.triangle(touch)
        run = lettering(self.look, show(touch.run, run_style, self.look.language), "body", color="sub")
        cap = px(run.font_px * CAP_HEIGHT)
        run.put_baseline(corner[1] + px(GAP_S) if tip[1] < corner[1] else corner[1] - px(GAP_S) - cap)
        run.set_x((start[0] + corner[0]) / 2)
        shown = show(touch.rise, rise_style, self.look.language)
        rise = lettering(self.look, shown, "body", color=ink_of(touch.rise))
        rise.put_baseline((corner[1] + tip[1] - cap) / 2).set_x(corner[0] + px(GAP_M) + rise.width / 2)
        return VGroup(self.plot.off_grid(run), self.plot.off_grid(rise))

    def _here(self, touch: Touch) -> Point:
        return self.plot.at(touch.x, touch.y)

    def _reach(self, touch: Touch, rise_share: float) -> float:
        """Half the tangent's length: enough to pass the triangle's tip, where that is drawn."""
        half = px(self.length_px) / 2
        start, _, tip = self.triangle(touch)
        lack = float(np.linalg.norm(tip - start)) + px(GAP_L) - half
        return half + rise_share * max(0.0, lack)

    def _direction(self, touch: Touch) -> Point:
        """The unit vector along the tangent, as the window shows it."""
        step = self.plot.x_axis.measure.value(1) - self.plot.x_axis.measure.value(0)
        here = self._here(touch)
        ahead = self.plot.place(touch.x.value + step, touch.y.value + step * touch.slope.value)
        return np.asarray((ahead - here) / np.linalg.norm(ahead - here))


def ink_of(rise: Number) -> str:
    """The colour of a rise: a fall is a negative number."""
    return "negative" if rise.value < 0 else "backward"
