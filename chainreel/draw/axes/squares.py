"""The loss as areas: residual sticks become the sides of squares, and the squares have a mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from manim import Animation, VGroup, VMobject

from chainreel.draw.axes.plane import Line, Plane, as_line, through_stops
from chainreel.draw.geometry import vec
from chainreel.draw.motion import MORPH
from chainreel.draw.part.posing import Change, Point, Posed, Row, drawn_line, own_progress, restate, through
from chainreel.draw.text.lettering import lettering
from chainreel.number import Number, mean, square
from chainreel.show import show
from chainreel.theme import GAP_L, GAP_S, STROKE_HAIR, STROKE_OUTLINE, Look, px

Fields = dict[str, object]
SPECK_PX = 12  # the side below which a square is hard to see


@dataclass(frozen=True)
class TrayState:
    """The line whose residuals stand here; how far sticks have flown in, widened, and the mean grown."""

    line: Line
    flown: float = 0.0
    widened: float = 0.0
    averaged: float = 0.0


class SquareTray(Posed):
    """A row of squares whose sides are a plane's residuals, and a square of their mean area.

    Each stick flies in from the plane and stands on the row's base; then it widens to a square. The
    row is as long as ``width_px`` at first. Below hangs the filled square whose area is the mean of
    the others, on the same scale: the loss.
    """

    def __init__(self, look: Look, plane: Plane, left_end: Point, width_px: float = 740) -> None:
        super().__init__()
        fit = plane.state.line
        if fit is None:
            raise ValueError("the plane has no line, so there are no residuals: give it one first")
        self.look, self.plane = look, plane
        base = drawn_line(look.color("mute"), STROKE_HAIR)
        self.base = through(base, left_end, left_end + vec(px(width_px), 0))
        self.squares = Row(*(self._square(0.22) for _ in plane.data))
        self.mean_square = self._square(1.0)
        self.add(self.base, self.squares, self.mean_square)
        self.state = TrayState(fit)
        sides = sum(abs(r.value) for r in self.residuals)
        self.unit = (px(width_px) - (len(plane.data) - 1) * px(GAP_S)) / sides
        self.pose()

    @property
    def residuals(self) -> tuple[Number, ...]:
        """y - (ax + b) of each point, for the tray's line."""
        return tuple(self.plane.residual(i, self.state.line) for i in range(len(self.plane.data)))

    @property
    def loss(self) -> Number:
        """The mean of the squares."""
        return mean(*(square(r) for r in self.residuals))

    def pose(self) -> None:
        """Draw the state: the squares that have landed side by side, and what they come to."""
        left = self.base.points[0]
        for index, residual in enumerate(self.residuals):
            side = self.unit * abs(residual.value)
            self._pose_square(self.squares.members[index], index, residual, left)
            left = left + vec(side + px(GAP_S), 0)
        side = self.state.averaged * self.unit * self.loss.value**0.5
        frame(self.mean_square, self.base.points[0] - vec(0, px(GAP_L) + side), side, side)
        if side:
            restate(self.mean_square, "area", self.loss)

    def speck_labels(self, style: str) -> VGroup:
        """The areas of the squares too small to see, each over its neighbours with a line down to its own."""
        sides = [self.unit * abs(residual.value) for residual in self.residuals]
        left, labels = self.base.points[0], VGroup()
        for k, side in enumerate(sides):
            if side < px(SPECK_PX):
                foot = left + vec(side / 2, side + px(GAP_S))
                labels.add(self._speck_label(k, style, foot, max(sides[max(k - 1, 0) : k + 2])))
            left = left + vec(side + px(GAP_S), 0)
        return labels

    def step_through(self, lines: Sequence[Line], run_time: float = MORPH) -> Animation:
        """Let the squares follow the line through recorded ones, in step with the plane's own motion."""
        goals = [as_line(fit) for fit in lines]

        def plan(state: TrayState) -> Callable[[float], Fields]:
            at = through_stops([fit for fit in (state.line, *goals) if fit is not None])
            return lambda alpha: {"line": at(alpha)}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def _pose_square(self, drawn: VMobject, index: int, residual: Number, left: Point) -> None:
        count = len(self.plane.data)
        flown = own_progress(self.state.flown, index, count, overlap=0.8)
        if flown == 0:
            drawn.clear_points()
            return
        side = self.unit * abs(residual.value)
        stick = sorted(self.plane.stick_ends(index), key=lambda p: float(p[1]))
        low, high = (
            stick[0] * (1 - flown) + left * flown,
            stick[1] * (1 - flown) + (left + vec(0, side)) * flown,
        )
        frame(
            drawn,
            low,
            own_progress(self.state.widened, index, count, overlap=0.8) * side,
            float(high[1] - low[1]),
        )
        restate(drawn, "area", square(residual))

    def _speck_label(self, index: int, style: str, foot: Point, height: float) -> VGroup:
        area = show(square(self.residuals[index]), style, self.look.language)
        text = lettering(self.look, area, "label_dense", color="backward")
        tip = vec(float(foot[0]), float(self.base.points[0][1]) + height + px(GAP_S))
        text.put_baseline(float(tip[1]) + px(GAP_S)).set_x(float(tip[0]))
        return VGroup(through(drawn_line(self.look.color("mute"), STROKE_HAIR), foot, tip), text)

    def _square(self, fill: float) -> VMobject:
        shape = drawn_line(self.look.color("backward"), STROKE_OUTLINE)
        return shape.set_fill(self.look.theme.mix("backward", "bg", fill), opacity=1)


def frame(drawn: VMobject, corner: Point, width: float, height: float) -> VMobject:
    """Make ``drawn`` the rectangle whose lower left corner is ``corner``; of no width, it is a stick."""
    if width == 0 and height == 0:
        return drawn.clear_points()
    across, up = vec(width, 0), vec(0, height)
    if width == 0:
        return through(drawn, corner, corner + up)
    return through(drawn, corner, corner + up, corner + up + across, corner + across, corner)
