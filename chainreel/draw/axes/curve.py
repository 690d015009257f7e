"""The curve of a function, a point on it with its tangent, and a zoom until the curve is a line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
from manim import UP, Animation, VGroup, VMobject

from chainreel.draw.axes.plot import Ground, Plot
from chainreel.draw.axes.tangent import Tangent, Touch
from chainreel.draw.axes.view import View, zoom_view
from chainreel.draw.axes.zoom_grid import ZoomGrid
from chainreel.draw.evidence import bear
from chainreel.draw.motion import CAMERA, MORPH
from chainreel.draw.part.clipping import inside
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Spot,
    as_numbers,
    between,
    drawn_line,
    pieces,
    restate,
    stage,
)  # fmt: skip
from chainreel.draw.part.shapes import arrow
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number
from chainreel.theme import GAP_L, STROKE_FOCUS, STROKE_OUTLINE, Look, px

Function = Callable[[Number], Number]
Bending = Callable[[Number, Number], Number]  # x, and the share of the way to the curve
Fields = Mapping[str, Any]
SAMPLES = 97
LABELS_UNTIL = 1.22  # tick labels are gone when the window is so many times smaller


@dataclass(frozen=True)
class CurveState:
    """The window, the point's x, and how much of curve, tangent and slope triangle is drawn (0 to 1).

    ``bent`` is how far a curve with a ``bending`` has come to its own shape.
    """

    view: View
    at: Number | None = None
    drawn: float = 1.0
    bent: float = 1.0
    tangent: float = 0.0
    rise: float = 0.0


class Curve(Posed):
    """A function over a window, drawn from its value at each place: any zoom shows the true curve.

    ``function`` is a derivation from x (a ``Number``) to y; ``slope`` its derivative. Without a
    function there are recorded ``points`` only, joined straight, and no zoom. ``run`` is the length
    of the slope triangle's level side. ``bending`` gives y on the way to the curve, from another shape.
    ``ground`` is the chart's size (860 by 600 pixels), ticks and names, as ``Plot`` takes them.
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
        bending: Bending | None = None,
        cross: bool = False,
        grid: str = "xy",
        color: str = "forward",
        tangent_color: str = "text",
        tangent_px: float = 560,
        **ground: Unpack[Ground],
    ) -> None:
        super().__init__()
        self.look, self.function, self.slope, self.home = look, function, slope, view
        self.bending = bending
        self.points_known = tuple((x, y) for x, y in (as_numbers(p, "Curve's point") for p in points))
        self.run = require_number(run or counted(1, "step to the right on the x axis"), "Curve's run")
        self.plot = Plot(look, view.x, view.y, cross=cross, grid=grid, **ground)
        self.zoom_grid = ZoomGrid(look, self.plot)
        self.curve = drawn_line(look.color(color), STROKE_FOCUS)
        self.tangent = Tangent(look, self.plot, tangent_color, tangent_px)
        self.dot = Spot(look.color("text"), 16, ring=look.color("bg"), ring_px=4)
        self._grid_for = view
        self._places_for: tuple[object, ...] = ()
        self._places: tuple[tuple[Number, Number], ...] = ()
        self.add(self.zoom_grid, self.plot, self.curve, self.tangent, self.dot)
        self.state = CurveState(view, None if at is None else require_number(at, "Curve's point"))
        self.pose()

    def pose(self) -> None:
        """Draw the state: the window's grid, the curve in it, the point with its tangent."""
        self.plot.x_axis.measure, self.plot.y_axis.measure = self.state.view.x, self.state.view.y
        self._pose_grid()
        self._pose_curve()
        self._pose_point()

    def value(self, x: Number) -> Number:
        """The curve's y at x.

        Raises:
            InputError: there is no function, and x is no recorded place.
        """
        if self.bending is not None and self.state.bent < 1:
            return self.bending(x, counted(self.state.bent, "share of a bend"))
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
        goal = require_number(to, "Curve.slide")

        def plan(state: CurveState) -> Callable[[float], Fields]:
            start = self._point(state)
            return lambda alpha: {"at": between(start, goal, alpha)}

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
            return lambda alpha: {"view": zoom_view(state.view, goal, x, y, alpha)}

        return Change(self, plan, run_time)

    def ghost(self, function: Function, color: str = "mute") -> VMobject:
        """Another function, thin, for the view as it is now."""
        view = self.state.view
        places = [(x, function(x)) for x in samples(view.left, view.right)]
        drawn = [self.plot.place(x.value, y.value) for x, y in places]
        thin = pieces(drawn_line(self.look.color(color), STROKE_OUTLINE), inside(drawn, self.plot.box))
        return bear(thin, "position", *places[0], *places[-1])

    def step_arrow(self, to: Number, color: str) -> VMobject:
        """An arrow over the x axis, from the point's x to ``to``: how far x goes."""
        lift, ends = px(GAP_L) * UP, (self._point(self.state), require_number(to, "Curve.step_arrow"))
        start, tip = (self.plot.place(x.value, self.state.view.bottom) + lift for x in ends)
        return bear(arrow(self.look, start, tip, color, STROKE_FOCUS), "position", *ends)

    def rise_labels(self, run_style: str, rise_style: str) -> VGroup:
        """The lengths of the slope triangle's sides, beside them."""
        return self.tangent.labels(self._touch(self._point(self.state)), run_style, rise_style)

    def _touch(self, at: Number) -> Touch:
        if self.slope is None:
            raise InputError("the curve does not know its slope: give Curve its slope function")
        return Touch(at, self.value(at), self.slope(at), self.run)

    def _point(self, state: CurveState) -> Number:
        if state.at is None:
            raise InputError("the curve has no point yet: give Curve its at=")
        return state.at

    def _pose_curve(self) -> None:
        view = self.state.view
        end = view.left + self.state.drawn * (view.right - view.left)
        places = tuple((x, y) for x, y in self.points_known if x.value <= end)
        if self.function is not None:
            places = self._sampled(view.left, end)
        drawn = [self.plot.place(x.value, y.value) for x, y in places]
        pieces(self.curve, inside(drawn, self.plot.box))
        told = self.points_known if self.function is None else (places[0], places[-1])
        restate(self.curve, "position", *(n for place in told for n in place))

    def _sampled(self, start: float, end: float) -> tuple[tuple[Number, Number], ...]:
        """The function's values from ``start`` to ``end``, kept while window, bend and function stay."""
        about = (self.function, self.bending, self.state.bent, start, end)
        if self._places_for != about:
            self._places_for = about
            self._places = tuple((x, self.value(x)) for x in samples(start, end))
        return self._places

    def _pose_point(self) -> None:
        at = self.state.at
        self.dot.set_opacity(0.0 if at is None else 1.0)
        self.tangent.clear()
        if at is None:
            return
        restate(self.dot.put(self.place_of(at)), "position", at, self.value(at))
        if self.state.tangent > 0 or self.state.rise > 0:
            self.tangent.draw(self._touch(at), self.state.tangent, self.state.rise)

    def _pose_grid(self) -> None:
        """Carry the labelled grid along as the window shrinks, and fade it into an unlabelled one."""
        if self._grid_for == self.state.view:
            return
        self._grid_for = self.state.view
        times = (self.home.right - self.home.left) / (self.state.view.right - self.state.view.left)
        near = min(1.0, max(0.0, math.log(times) / math.log(LABELS_UNTIL)))
        self.plot.carry_grid(1 - near)
        self.zoom_grid.show_view(self.state.view, near)


def samples(start: float, end: float) -> list[Number]:
    """The places at which a function is drawn."""
    return [counted(float(x), "place on the x axis") for x in np.linspace(start, end, SAMPLES)]
