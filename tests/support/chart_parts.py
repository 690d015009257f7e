"""Small charts of recorded numbers, and the means to compare their pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Animation, Mobject, VMobject

from chainreel.draw.axes.axis import Linear, Logarithmic, decades, ticks
from chainreel.draw.axes.contours import Quadratic, ellipses
from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.number_line import NumberLineMachine
from chainreel.draw.axes.operation import Plus, Times
from chainreel.draw.axes.plane import Plane
from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.axes.squares import SquareTray
from chainreel.draw.axes.surface import Surface
from chainreel.draw.axes.view import View
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.charts.rows import RowEntry, Rows
from chainreel.number import Number, Recorded, counted
from chainreel.theme import DARK, Look, at
from scenes.line_fit import curvature, dloss_da, loss

LOOK = Look(DARK, "en")


def measured(*values: float) -> tuple[Number, ...]:
    """Numbers as a record would give them."""
    return tuple(Number(v, Recorded("test", f"values.{i}", "a test run")) for i, v in enumerate(values))


def one(value: float) -> Number:
    return measured(value)[0]


POINTS = tuple(zip(measured(-2, -1, 1, 2), measured(-2.5, -1.1, 1.65, 3.97), strict=True))
LINES = tuple(zip(measured(-1, 0.5, 1.5), measured(-1, -0.5, 0.4), strict=True))


def machine(**options: object) -> NumberLineMachine:
    settings = {"inputs": measured(-1, 0), "focus": one(1.0)} | options
    return NumberLineMachine(LOOK, [Times(one(1.5)), Plus(one(0.5))], ["x", "a x", "a x + b"], **settings)  # type: ignore[arg-type]


def plane() -> Plane:
    made = Plane(LOOK, POINTS, LINES[0], x_span=(-2.5, 2.5), y_span=(-4, 5), y_ticks=ticks(-4, 4, 2))
    made.take(sticks=1.0)
    return made


def tray() -> SquareTray:
    made = SquareTray(LOOK, plane(), at(1000, 600), width_px=700)
    made.take(flown=1.0, widened=1.0, averaged=1.0)
    return made


def curve() -> Curve:
    b = LINES[0][1]
    return Curve(
        LOOK, lambda a: loss(POINTS, a, b), lambda a: dloss_da(POINTS, a, b),
        view=View(-3, 5, 0, 40), at=one(-1.0), x_ticks=ticks(-2, 4, 2), y_ticks=ticks(0, 40, 10),
    )  # fmt: skip


def surface() -> Surface:
    bowl = Quadratic(measured(1.5, 0.4), one(0.05), curvature(POINTS))
    contours = ellipses(bowl, [counted(v, "contour") for v in (1, 4)])
    return Surface(LOOK, contours, LINES, x_span=(-2, 4), y_span=(-2, 2), lowest=bowl.lowest, level_style="d")


def ruler() -> Ruler:
    return Ruler(LOOK, measured(1, 0.22, 0.05, 0.011, 2.8e-7), -8)


def bars(order: str = "leftwards") -> Bars:
    lit = {0: Lit("e2"), 3: Lit(".2f")}
    return Bars(
        LOOK, measured(1e-8, 1e-6, 1e-3, 0.1), Logarithmic(1e-9, 1), decades(-9, 0, 3), lit=lit, order=order
    )  # type: ignore[arg-type]


def rows() -> Rows:
    return Rows(LOOK, [RowEntry("plain", one(0.1)), RowEntry("skips", one(0.98))], counted(1, "all"), "%1")


def learning_curves(labelled: bool = True) -> LearningCurves:
    steps = measured(0, 10, 20)
    series = [
        Series("plain", steps, measured(0.1, 0.11, 0.1), "sub"),
        Series("skips", steps, measured(0.08, 0.7, 0.98), "forward"),
    ]
    return LearningCurves(
        LOOK,
        series,
        Linear(0, 20),
        Linear(0, 1),
        style="%1",
        labelled=labelled,
        y_ticks=ticks(0, 1, 0.5, "%0"),
    )


def picture(part: Mobject) -> list[np.ndarray]:
    """Everything that is drawn: outlines, fills and strokes of what can be seen."""
    seen = [m for m in part.get_family() if isinstance(m, VMobject) and len(m.points)]
    return [a.copy() for m in seen for a in (m.points, m.fill_rgbas, m.stroke_rgbas)]


def same(a: Sequence[np.ndarray], b: Sequence[np.ndarray], tolerance: float = 0.0) -> bool:
    """Whether two pictures are equal, to the last bit unless a tolerance is given."""
    alike = len(a) == len(b) and all(x.shape == y.shape for x, y in zip(a, b, strict=True))
    return alike and all(np.allclose(x, y, rtol=0, atol=tolerance) for x, y in zip(a, b, strict=True))


def frame(animation: Animation, *alphas: float) -> list[np.ndarray]:
    """The picture at the last of ``alphas``, after the others were drawn."""
    for alpha in alphas:
        animation.interpolate(alpha)
    return picture(animation.mobject)
