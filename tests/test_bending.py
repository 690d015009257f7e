"""Curves that begin unbent, a line's formula in motion, and texts on one baseline."""

import numpy as np
import pytest
from moved import JA, drawn, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.line_formula import LineFormula
from chainreel.draw.evidence import evidence_in
from chainreel.draw.text.counter import counter
from chainreel.draw.text.layout import in_line
from chainreel.draw.text.lettering import lettering
from chainreel.errors import UnknownNumber
from chainreel.theme import at, px
from scenes.bending import MIDDLE, first_layer, hill_curve, sigmoid_curve, sigmoid_to_scale

RECORD = record("collapse")
LINES = [(a, b) for a, b in RECORD.rows("hundred.running")]


def unbent() -> Curve:
    curve = sigmoid_curve(JA, RECORD, 760, 440)
    curve.take(bent=0.0)
    return curve


def test_an_unbent_sigmoid_is_its_steepest_tangent() -> None:
    """The straight line has the slope that the sigmoid has where the two meet."""
    curve = unbent()
    left, right = (curve.value(number(x)).value for x in (-1, 1))
    assert (right - left) / 2 == RECORD.number("curve.slope_max").value
    assert curve.value(RECORD.number(MIDDLE)).value == 0.5


def test_a_slope_of_a_sigmoid_to_scale_looks_as_steep_as_it_is() -> None:
    """A unit is as long upwards as it is across."""
    plot = sigmoid_to_scale(JA, RECORD, 900).plot
    across, up = (plot.place(*end) - plot.place(0, 0) for end in ((1, 0), (0, 1)))
    assert np.linalg.norm(across) == pytest.approx(np.linalg.norm(up))


def test_the_lowest_line_of_a_sigmoid_to_scale_is_that_of_0() -> None:
    """Below 0 there is room only: a line there would have a value that nothing states."""
    line = sigmoid_to_scale(JA, RECORD, 900).plot.x_axis.line
    assert line.get_stroke_width() == 0
    assert sigmoid_curve(JA, RECORD, 900, 440).plot.x_axis.line.get_stroke_width() > 0


def test_a_bent_curve_is_the_one_that_was_never_straight() -> None:
    """The motion ends on the function itself, and a frame needs no frame before it."""
    curve = unbent()
    finish(curve.grow(bent=1.0))
    assert same_picture(curve, sigmoid_curve(JA, RECORD, 760, 440))
    assert same_at_half(unbent, lambda part: part.grow(bent=1.0))  # type: ignore[attr-defined]


def test_the_hill_is_the_recorded_one() -> None:
    """What is drawn of two layers is what the run measured, and flat without weights."""
    hill = hill_curve(JA, RECORD, 760, 440)
    places, heights = RECORD.numbers("curve.z"), RECORD.array("bent.second")
    assert np.allclose([hill.value(x).value for x in places], heights, atol=1e-12)
    hill.take(bent=0.0)
    assert {hill.value(x).value for x in places} == {0.5}


def test_the_first_layer_is_the_recorded_one() -> None:
    """The thin lines are the neurons of the first layer."""
    places = RECORD.numbers("curve.z")
    ours = [[neuron(x).value for x in places] for neuron in first_layer(RECORD)]
    assert np.allclose(ours, RECORD.array("bent.first"), atol=1e-12)


def test_a_ghost_runs_through_its_function() -> None:
    """A second function in the same window, with evidence for its two ends."""
    hill = hill_curve(JA, RECORD, 760, 440)
    neuron = first_layer(RECORD)[0]
    ghost = hill.ghost(neuron)
    assert np.allclose(ghost.points[0], hill.plot.place(-6, neuron(number(-6)).value))
    assert np.allclose(ghost.points[-1], hill.plot.place(6, neuron(number(6)).value))
    assert {e.how for e in evidence_in(ghost)} == {"position"}


def test_a_formula_steps_through_recorded_lines_only() -> None:
    """Half-way a hundred lines it states the fiftieth or so, and it ends on the last."""
    formula = LineFormula(JA, LINES[0], left_px=96, baseline_px=262)
    go(formula.step_through(LINES), 0.505)
    assert [c.words.shown[0].number for c in formula.counters] == list(LINES[50])
    finish(formula.step_through(LINES))
    assert [c.words.plain for c in formula.counters] == ["6.42", "+1.93"]


def test_a_formula_keeps_its_places() -> None:
    """Its numbers change where they stand, so the letters between them do not move."""
    formula = LineFormula(JA, LINES[0], left_px=96, baseline_px=262)
    before = [c.get_left()[0] for c in formula.counters]
    finish(formula.step_through(LINES))
    assert [c.get_left()[0] for c in formula.counters] == pytest.approx(before)
    assert drawn(formula)


def test_a_formula_refuses_bare_numbers() -> None:
    """a and b need a source."""
    with pytest.raises(UnknownNumber):
        LineFormula(JA, (1.0, 2.0), left_px=96, baseline_px=262)  # type: ignore[arg-type]


def test_texts_in_line_share_a_baseline_and_a_gap() -> None:
    """Words and numbers of different sizes stand on one line, from its left edge on."""
    name, value = lettering(JA, "損失", "body"), counter(JA, shown(0.25), "result")
    in_line([name, value], left_px=330, baseline_px=820, gap_px=18)
    assert name.baseline == pytest.approx(at(0, 820)[1]) == value.baseline
    assert name.get_left()[0] == pytest.approx(at(330, 0)[0])
    assert value.get_left()[0] - name.get_right()[0] == pytest.approx(px(18))
