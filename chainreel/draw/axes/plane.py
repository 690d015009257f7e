"""The x-y plane: measured points, a line y = ax + b, and how far the points lie from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.axis import Linear
from chainreel.draw.axes.plot import Ground, Plot
from chainreel.draw.evidence import bear
from chainreel.draw.motion import MORPH
from chainreel.draw.part.clipping import inside
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Row,
    Spot,
    as_numbers,
    between,
    drawn_line,
    restate,
    stage,
    through,
)  # fmt: skip
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number, line, square, subtract
from chainreel.show import Shown
from chainreel.theme import GAP_S, STROKE_FOCUS, STROKE_HAIR, STROKE_OUTLINE, Look, px

Line = tuple[Number, Number]  # (a, b) of y = ax + b
Fields = dict[str, object]
BEHIND = -1  # former lines lie between the grid and what is drawn now


@dataclass(frozen=True)
class PlaneState:
    """The line, and how much of it, of the residual sticks and of their squares is drawn (0 to 1)."""

    line: Line | None = None
    drawn: float = 1.0
    sticks: float = 0.0
    squares: float = 0.0
    lit: frozenset[int] | None = None  # the points that are not dimmed; None for all


def through_stops(stops: Sequence[Line]) -> Callable[[float], Line]:
    """The line at each alpha on its way through recorded lines, each leg in equal time."""

    def at(alpha: float) -> Line:
        k, share = stage(alpha, len(stops))
        (a, b), (next_a, next_b) = stops[k], stops[min(k + 1, len(stops) - 1)]
        return between(a, next_a, share), between(b, next_b, share)

    return at


class Plane(Posed):
    """Axes with points on them, and a line with its residuals.

    A stick runs from each point to the line; its length is the residual on the y axis. A square
    stands on its stick, on the side where there is more room. ``ground`` is the chart's size (860 by
    600 pixels), ticks and names, as ``Plot`` takes them.
    """

    def __init__(
        self,
        look: Look,
        points: Sequence[tuple[Number, Number]],
        line: Line | None = None,
        *,
        x_span: tuple[float, float],
        y_span: tuple[float, float],
        **ground: Unpack[Ground],
    ) -> None:
        super().__init__()
        self.look = look
        self.data = tuple((x, y) for x, y in (as_numbers(p, "Plane's point") for p in points))
        self.plot = Plot(look, Linear(*x_span), Linear(*y_span), cross=True, **ground)
        self.line = drawn_line(look.color("forward"), STROKE_FOCUS)
        self.sticks = Row(*(drawn_line(look.color("backward"), STROKE_FOCUS) for _ in self.data))
        self.squares = Row(*(drawn_line(look.color("backward"), STROKE_OUTLINE) for _ in self.data))
        self.dots = Row(*(self._dot(x, y) for x, y in self.data))
        self.plot.set_z_index(2 * BEHIND)
        self.add(self.plot, self.squares, self.sticks, self.line, self.dots)
        self.state = PlaneState(as_line(line))
        self.pose()

    def pose(self) -> None:
        """Draw the state: the line, the points, their sticks and squares."""
        self._pose_line()
        for index, ((x, y), dot) in enumerate(zip(self.data, self.dots.members, strict=True)):
            lit = self.state.lit is None or index in self.state.lit
            dot.put(self.plot.at(x, y)).set_fill(self.look.theme.mix("text", "bg", 1.0 if lit else 0.4))
            self._pose_stick(index, lit)
        self.squares.submobjects.sort(key=lambda square: -float(square.height))  # the largest at the back

    def residual(self, index: int, fit: Line | None = None) -> Number:
        """y - (ax + b) of a point, for the line drawn now or for ``fit``."""
        a, b = as_line(fit) or self._line_now()
        x, y = self.data[index]
        return subtract(y, line(x, a, b))

    def stick_ends(self, index: int) -> tuple[Point, Point]:
        """Where a point's stick begins (the point) and ends (on the line)."""
        x, y = self.data[index]
        on_line = line(x, *self._line_now())
        return self.plot.at(x, y), self.plot.place(x.value, on_line.value)

    def step_through(self, lines: Sequence[Line], run_time: float = MORPH) -> Animation:
        """Pull the line through recorded ones, each leg in equal time; it rests only on those."""
        goals = [as_line(fit) for fit in lines]

        def plan(state: PlaneState) -> Callable[[float], Fields]:
            at = through_stops([fit for fit in (state.line, *goals) if fit is not None])
            return lambda alpha: {"line": at(alpha)}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def light(self, lit: Sequence[int] | None) -> None:
        """Dim all points but these; ``None`` lights all."""
        self.take(lit=None if lit is None else frozenset(lit))

    def ghost(self, fit: Line, label: Shown | None = None, sticks: bool = False) -> VGroup:
        """A former line, thin and dim, with its label at its right end; and its sticks if wanted."""
        a, b = as_line(fit) or self._line_now()
        faint = self.look.theme.mix("forward", "bg", 0.45)
        group = VGroup()
        if sticks:
            group.add(*(self._ghost_stick(index, (a, b)) for index in range(len(self.data))))
        run = self._run(a, b)
        group.add(bear(through(drawn_line(faint, STROKE_OUTLINE), *run), "position", a, b))
        if label is not None:
            group.add(self._ghost_label(label, run[-1]))
        return group.set_z_index(BEHIND)

    def _line_now(self) -> Line:
        if self.state.line is None:
            raise ValueError("the plane has no line yet: give it one, or name the line")
        a, b = self.state.line
        return a, b

    def _run(self, a: Number, b: Number) -> list[Point]:
        """The two ends of a line within the plane."""
        ends = [self.plot.x_axis.measure.value(s) for s in (0, 1)]
        runs = inside([self.plot.place(x, a.value * x + b.value) for x in ends], self.plot.box)
        return runs[0] if runs else []

    def _pose_line(self) -> None:
        if self.state.line is None:
            self.line.clear_points()
            return
        run = self._run(*self.state.line)
        if run:
            start, end = run
            through(self.line, start, start + self.state.drawn * (end - start))
        restate(self.line, "position", *self.state.line)

    def _pose_stick(self, index: int, lit: bool) -> None:
        stick, box = self.sticks.members[index], self.squares.members[index]
        if self.state.line is None or self.state.sticks <= 0:
            stick.clear_points()
            box.clear_points()
            return
        color = self.look.theme.mix("backward", "bg", 1.0 if lit else 0.35)
        foot, tip = self.stick_ends(index)
        through(stick, foot, foot + self.state.sticks * (tip - foot)).set_stroke(color)
        restate(stick, "length", self.residual(index))
        self._pose_square(box, foot, tip, color, index)

    def _pose_square(self, box: VMobject, foot: Point, tip: Point, color: str, index: int) -> None:
        side = self.state.squares * abs(tip[1] - foot[1])
        area = self.plot.box
        across = np.array([-side if foot[0] - area.left > area.right - foot[0] else side, 0.0, 0.0])
        if side == 0:
            box.clear_points()
            return
        through(box, foot, tip, tip + across, foot + across, foot).set_stroke(color)
        box.set_fill(self.look.theme.mix(color, "bg", 0.22), opacity=1)
        restate(box, "area", square(self.residual(index)))

    def _dot(self, x: Number, y: Number) -> Spot:
        dot = Spot(self.look.color("text"), 13, ring=self.look.color("bg"), ring_px=4)
        return bear(dot.put(self.plot.at(x, y)), "position", x, y)

    def _ghost_stick(self, index: int, fit: Line) -> VMobject:
        x, y = self.data[index]
        stick = drawn_line(self.look.theme.mix("backward", "bg", 0.5), STROKE_HAIR)
        through(stick, self.plot.at(x, y), self.plot.place(x.value, line(x, *fit).value))
        return bear(stick, "length", self.residual(index, fit))

    def _ghost_label(self, label: Shown, end: Point) -> Lettering:
        text = lettering(self.look, label, "label_dense", color="sub")
        text.put_baseline(end[1] - px(text.font_px * CAP_HEIGHT / 2))
        text.set_x(self.plot.box.right + px(GAP_S) + text.width / 2)
        return text


def as_line(fit: Line | None) -> Line | None:
    """``fit`` as two Numbers, refused if they are none."""
    if fit is None:
        return None
    a, b = as_numbers(fit, "a line's a and b")
    return a, b
