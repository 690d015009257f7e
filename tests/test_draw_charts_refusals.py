"""A made-up length, place or area is refused: charts take Numbers, whose source is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import chart_parts as charts
import pytest
from chart_parts import LINES, LOOK, POINTS, measured, one

from chainreel.draw.axes.axis import Linear, Logarithmic
from chainreel.draw.axes.contours import Quadratic, ellipses
from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.number_line import NumberLineMachine
from chainreel.draw.axes.operation import Times
from chainreel.draw.axes.plane import Plane
from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.axes.surface import Surface
from chainreel.draw.axes.view import View
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.learning_curves import Series
from chainreel.draw.charts.rows import RowEntry
from chainreel.draw.evidence import evidence_in
from chainreel.errors import UnknownNumber
from chainreel.number import counted

made_up: Any = 0.7
AXIS = measured(0, 1)
MADE_UP: dict[str, Callable[[], Any]] = {
    "a bar's length": lambda: Bars(LOOK, [one(0.1), made_up], Linear(0, 1), lit={}),
    "a bar's length on a log axis": lambda: Bars(LOOK, [made_up], Logarithmic(1e-3, 1), lit={}),
    "a row": lambda: RowEntry("a row", made_up),
    "a coin": lambda: Ruler(LOOK, [one(1.0), made_up], -8),
    "a level": lambda: charts.curve().plot.level(made_up),
    "a data point": lambda: Plane(LOOK, [(one(1.0), made_up)], x_span=(-2, 2), y_span=(-2, 2)),
    "a line": lambda: Plane(LOOK, POINTS, (one(1.0), made_up), x_span=(-3, 3), y_span=(-4, 5)),
    "a next line": lambda: charts.plane().step_through([(made_up, made_up)]),
    "a former line": lambda: charts.plane().ghost((made_up, one(0.1))),
    "the machine's number": lambda: charts.machine().step_through([(made_up, one(1.0))]),
    "the machine's input": lambda: charts.machine(inputs=[made_up]),
    "the machine's focus": lambda: charts.machine(focus=made_up),
    "the machine's step": lambda: NumberLineMachine(LOOK, [Times(made_up)], ["x", "y"]),
    "a curve's recorded point": lambda: Curve(LOOK, points=[(made_up, made_up)], view=View(0, 1, 0, 1)),
    "a curve's place": lambda: Curve(LOOK, points=POINTS, view=View(-3, 3, -4, 5), at=made_up),
    "a place to slide to": lambda: charts.curve().step_through([made_up]),
    "a contour's level": lambda: ellipses(bowl(), [made_up]),
    "a bowl": lambda: Quadratic((made_up, one(1.0)), one(0.0), measured(1, 0, 1)),
    "a path": lambda: Surface(LOOK, [], [(made_up, made_up)], x_span=(-2, 4), y_span=(-2, 2)),
    "a run's value": lambda: Series("a run", measured(0, 1), [one(0.1), made_up], "forward"),
    "a run's step": lambda: Series("a run", [0, 1], measured(0.1, 0.2), "forward"),  # type: ignore[list-item]
}  # fmt: skip


def bowl() -> Quadratic:
    return Quadratic(measured(1.5, 0.4), one(0.05), measured(5.0, 0.0, 2.0))


@pytest.mark.parametrize("make", MADE_UP.values(), ids=MADE_UP.keys())
def test_a_made_up_number_is_refused(make: Callable[[], Any]) -> None:
    """A bare float stops the part with UnknownNumber, which says that a Number is wanted."""
    with pytest.raises(UnknownNumber, match="Number"):
        make()


def test_a_sweep_to_a_made_up_place_is_refused() -> None:
    """Motions too take Numbers: the refusal comes before anything moves."""
    with pytest.raises(UnknownNumber):
        charts.machine().sweep(made_up)
    with pytest.raises(UnknownNumber):
        charts.curve().slide(made_up)


def test_the_same_charts_take_counted_and_recorded_numbers() -> None:
    """What is refused is the missing source, not the value."""
    bars = Bars(LOOK, [one(0.1), counted(0.7, "a chosen example")], Linear(0, 1), lit={})
    assert [e.number.value for e in evidence_in(bars) if e.how == "length"] == [0.1, 0.7]
    assert charts.plane().step_through(LINES).run_time > 0
