"""The curve of a function, a point on it with its tangent, and a zoom until the curve is a line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VGroup

from chainreel.draw.axis import Ticks
from chainreel.draw.clipping import inside
from chainreel.draw.evidence import bear
from chainreel.draw.lettering import lettering
from chainreel.draw.motion import CAMERA, MORPH
from chainreel.draw.plot import NO_TICKS, Plot
from chainreel.draw.posing import (
    Change,
    Point,
    Posed,
    Spot,
    as_numbers,
    between,
    drawn_line,
    pieces,
    restate,
    reveal,
    stage,
    through,
)  # fmt: skip
from chainreel.draw.ruler import dashed
from chainreel.draw.view import View, zoomed
from chainreel.draw.zoom_grid import ZoomGrid
from chainreel.errors import InputError
from chainreel.number import Number, add, counted, multiply, require_number
from chainreel.show import Shown, show
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_FOCUS, STROKE_LIT, STROKE_OUTLINE, Look, px
from chainreel.words import Words

Function = Callable[[Number], Number]
Fields = Mapping[str, Any]
SAMPLES = 97
LABELS_UNTIL = 1.6  # tick labels are gone when the window is so many times smaller


@dataclass(frozen=True)
class CurveState:
    """The window, the point's x, and how much of curve, tangent and slope triangle is drawn (0 to 1)."""

    view: View
    at: Number | None = None
    drawn: float = 1.0
    tangent: float = 0.0
    rise: float = 0.0


class Curve(Posed):
    """A function over a window, drawn from its value at each place: any zoom shows the true curve.

    ``function`` is a derivation from x (a ``Number``) to y; ``slope`` its derivative. Without a
    function there are recorded ``points`` only, joined straight, and no zoom. ``run`` is the length
    of the slope triangle's level side.
    """

    def __init__(
        self,
        look: Look,
        function: Function | None = None,
        slope: Function | None = None,
        *,
        view: View,
        points: Sequence[tuple[Number, Number]] = (),
        at: Number | None = None,
        run: Number | None = None,
        width_px: float = 860,
        height_px: float = 600,
        x_ticks: Ticks = NO_TICKS,
        y_ticks: Ticks = NO_TICKS,
        x_name: Words | str | None = None,
        y_name: Words | str | None = None,
        cross: bool = False,
        color: str = "forward",
        tangent_color: str = "text",
        tangent_px: float = 560,
    ) -> None:
        super().__init__()
        self.look, self.function, self.slope, self.home = look, function, slope, view
        self.points_known = tuple((x, y) for x, y in (as_numbers(p, "Curve's point") for p in points))
        self.run = require_number(run or counted(1, "step to the right on the x axis"), "Curve's run")
        self.tangent_px = tangent_px
        self.plot = Plot(look, view.x, view.y, width_px, height_px, x_ticks, y_ticks,
                         x_name=x_name, y_name=y_name, cross=cross)  # fmt: skip
        self.zoom_grid = ZoomGrid(look, self.plot)
        self.curve = drawn_line(look.color(color), STROKE_FOCUS)
        self.tangent = drawn_line(look.color(tangent_color), STROKE_LIT)
        self.level = drawn_line(look.color("sub"), STROKE_LIT)
        self.rise = drawn_line(look.color("backward"), STROKE_FOCUS)
        self.dot = Spot(look.color("text"), 16, ring=look.color("bg"), ring_px=4)
        self.add(self.plot, self.zoom_grid, self.curve, self.level, self.rise, self.tangent, self.dot)
        self.state = CurveState(view, None if at is None else require_number(at, "Curve's point"))
        self.pose()

    def pose(self) -> None:
        self.plot.x_axis.measure, self.plot.y_axis.measure = self.state.view.x, self.state.view.y
        self._pose_grid()
        self._pose_curve()
        self._pose_point()

    def value(self, x: Number) -> Number:
        """The curve's y at x.

        Raises:
            InputError: there is no function, and x is no recorded place.
        """
        if self.function is not None:
            return self.function(x)
        for known, y in self.points_known:
            if known == x:
                return y
        raise InputError(
            f"nothing was recorded at x = {x.value:g}: give the curve a function, or a recorded x"
        )

    def place_of(self, x: Number) -> Point:
        """The point of the picture where the curve has this x."""
        return self.plot.at(x, self.value(x))

    def slide(self, to: Number, run_time: float = MORPH) -> Animation:
        """Move the point along the curve; its tangent is evaluated at every frame."""

        def plan(state: CurveState) -> Callable[[float], Fields]:
            start = self._point(state)
            return lambda alpha: {"at": between(start, to, alpha)}

        return Change(self, plan, run_time)

    def step_through(self, places: Sequence[Number], run_time: float = MORPH) -> Animation:
        """Move the point through recorded places, each leg in equal time."""
        goals = as_numbers(places, "Curve.step_through")

        def plan(state: CurveState) -> Callable[[float], Fields]:
            stops = (self._point(state), *goals)

            def at(alpha: float) -> Fields:
                k, share = stage(alpha, len(stops))
                return {"at": between(stops[k], stops[min(k + 1, len(goals))], share)}

            return at

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def zoom(self, times: float, run_time: float = CAMERA) -> Animation:
        """Look ``times`` closer than at first, with the point in the middle; 1 returns to the first view."""

        def plan(state: CurveState) -> Callable[[float], Fields]:
            eye = self._point(state)
            x, y = eye.value, self.value(eye).value
            goal = self.home if times == 1 else self.home.around(x, y, times)
            return lambda alpha: {"view": zoomed(state.view, goal, x, y, alpha)}

        return Change(self, plan, run_time)

    def mark(self, x: Number, color: str = "text") -> VGroup:
        """A dot on the curve, for the view as it is now."""
        dot = Spot(self.look.color(color), 10, ring=self.look.color("bg"), ring_px=3)
        return VGroup(bear(dot.put(self.place_of(x)), "position", x, self.value(x)))

    def bound(self, y: Number, words: Words | Shown) -> VGroup:
        """A dashed level line at a value, with its label above its right end."""
        start, end = self.plot.rule("y", require_number(y, "Curve.bound").value)
        dashes = pieces(drawn_line(self.look.color("text"), STROKE_OUTLINE), dashed(start, end))
        text = lettering(self.look, words, "label")
        text.put_baseline(start[1] + px(GAP_M)).set_x(end[0] - text.width / 2)
        return VGroup(bear(dashes, "position", y), text)

    def rise_labels(self, run_style: str, rise_style: str) -> VGroup:
        """The lengths of the slope triangle's sides, beside them."""
        corner, tip = self._triangle(1.0)[1:]
        down = 1 if tip[1] < corner[1] else -1
        run = lettering(self.look, show(self.run, run_style, self.look.language), "body", color="sub")
        start = self.place_of(self._point(self.state))
        gap = px(GAP_S) if down > 0 else -px(GAP_S + run.font_px * 0.73)
        run.put_baseline(corner[1] + gap).set_x((start[0] + corner[0]) / 2)
        rise = lettering(
            self.look, show(self._rise_now(), rise_style, self.look.language), "body", color="backward"
        )
        rise.put_baseline((corner[1] + tip[1]) / 2 - px(rise.font_px * 0.36))
        rise.set_x(corner[0] + px(GAP_M) + rise.width / 2)
        return VGroup(self.plot.off_grid(run), self.plot.off_grid(rise))

    def _point(self, state: CurveState) -> Number:
        if state.at is None:
            raise InputError("the curve has no point yet: give Curve its at=")
        return state.at

    def _pose_curve(self) -> None:
        view = self.state.view
        end = view.left + self.state.drawn * (view.right - view.left)
        if self.function is None:
            places = [self.plot.place(x.value, y.value) for x, y in self.points_known if x.value <= end]
        else:
            xs = [counted(float(x), "place on the x axis") for x in np.linspace(view.left, end, SAMPLES)]
            places = [self.plot.place(x.value, self.function(x).value) for x in xs]
        pieces(self.curve, inside(places, self.plot.box))
        restate(self.curve, "position", *(n for p in self.points_known for n in p))

    def _pose_point(self) -> None:
        at = self.state.at
        for part in (self.tangent, self.level, self.rise):
            part.clear_points()
        self.dot.set_opacity(0.0 if at is None else 1.0)
        if at is None:
            return
        self.dot.put(self.place_of(at))
        restate(self.dot, "position", at, self.value(at))
        if self.slope is not None and self.state.tangent > 0:
            reach = self._reach() * self.state.tangent * self._direction(at)
            pieces(
                self.tangent, inside([self.place_of(at) - reach, self.place_of(at) + reach], self.plot.box)
            )
            restate(self.tangent, "angle", self.slope(at))
        if self.slope is not None and self.state.rise > 0:
            start, corner, tip = self._triangle(self.state.rise)
            through(self.level, start, corner)
            through(self.rise, corner, tip)
            restate(self.rise, "length", self._rise_now())

    def _reach(self) -> float:
        """Half the tangent's length: enough to pass the slope triangle's tip, where that is drawn."""
        half = px(self.tangent_px) / 2
        if self.state.rise == 0:
            return half
        start, _, tip = self._triangle(1.0)
        lack = float(np.linalg.norm(tip - start)) + px(GAP_L) - half
        return float(half + self.state.rise * max(0.0, lack))

    def _direction(self, at: Number) -> Point:
        """The unit vector along the tangent, as the window shows it."""
        here, view = self.place_of(at), self.state.view
        step = (view.right - view.left) / 2
        ahead = self.plot.place(at.value + step, self.value(at).value + step * self._slope(at).value)
        return np.asarray((ahead - here) / np.linalg.norm(ahead - here))

    def _slope(self, at: Number) -> Number:
        if self.slope is None:
            raise InputError("the curve does not know its slope: give Curve its slope function")
        return self.slope(at)

    def _rise_now(self) -> Number:
        return multiply(self._slope(self._point(self.state)), self.run)

    def _triangle(self, share: float) -> tuple[Point, Point, Point]:
        """The slope triangle: level for ``run``, then up or down to the tangent."""
        at = self._point(self.state)
        y = self.value(at)
        corner = self.plot.place(add(at, self.run).value, y.value)
        tip = self.plot.place(add(at, self.run).value, y.value + self._rise_now().value)
        level = min(1.0, 2 * share)
        start = self.place_of(at)
        reached = start + level * (corner - start)
        return start, reached, reached + max(0.0, 2 * share - 1) * (tip - corner)

    def _pose_grid(self) -> None:
        """Fade the labelled grid as the window shrinks, and carry an unlabelled one along."""
        times = (self.home.right - self.home.left) / (self.state.view.right - self.state.view.left)
        near = min(1.0, max(0.0, math.log(times) / math.log(LABELS_UNTIL)))
        for labels in (self.plot.x_axis.labels, self.plot.y_axis.labels):
            reveal(labels, 1 - near)
        for part in (*self.plot.grid.values(), *self.plot.cross):
            part.set_stroke(opacity=1 - near)
        self.zoom_grid.show_view(self.state.view, near)
