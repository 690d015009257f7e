"""Charts tell the truth: lengths, places and slopes are those of the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import chart_parts as charts
import numpy as np
import pytest
from chart_parts import LINES, LOOK, POINTS, measured, one
from manim import VMobject

from chainreel.draw.axes.axis import Linear, Logarithmic, decades, tick_label, ticks
from chainreel.draw.axes.plot import Plot
from chainreel.draw.axes.squares import SPECK_PX
from chainreel.draw.axes.view import View, zoom_view
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.learning_curves import apart
from chainreel.draw.charts.rows import RowEntry, Rows
from chainreel.draw.evidence import evidence_in
from chainreel.draw.part.clipping import Box, box_of
from chainreel.draw.part.staging import glyphs_of
from chainreel.errors import InputError
from chainreel.number import counted, line, square, subtract
from chainreel.theme import px
from chainreel.words import maths

CHARTS = [
    charts.machine, charts.plane, charts.tray, charts.curve, charts.surface,
    charts.ruler, charts.bars, charts.rows, charts.learning_curves,
]  # fmt: skip


def length(drawn: VMobject) -> float:
    return float(np.linalg.norm(drawn.points[-1] - drawn.points[0]))


# --- axes ----------------------------------------------------------------------------------------


def test_equal_ratios_take_equal_steps_on_a_log_axis() -> None:
    """From 1 to 0.1 is as far as from 0.01 to 0.001, and the floor lies at the start."""
    scale = Logarithmic(1e-4, 1)
    shares = [scale.share(10.0**-k) for k in range(5)]
    assert np.allclose(np.diff(shares), -0.25)
    assert scale.share(1e-4) == 0
    assert scale.value(scale.share(0.03)) == pytest.approx(0.03)


@pytest.mark.parametrize("value", [0, -1])
def test_a_log_axis_has_no_place_for_zero_or_less(value: float) -> None:
    """It is refused in a sentence, never drawn at the floor."""
    with pytest.raises(InputError, match="log axis"):
        Logarithmic(1e-4, 1).share(value)


def test_the_axes_of_a_cross_are_named_at_their_ends() -> None:
    """x stands at the right end of the labels, y to the right of the upper end, clear of the gridlines."""
    plot = Plot(
        LOOK, Linear(-2, 2), Linear(-4, 5), x_ticks=ticks(-1, 1, 1), y_ticks=ticks(-4, 4, 2), cross=True,
        x_name=maths("x", "en"), y_name=maths("y", "en"),
    )  # fmt: skip
    x, y = (box_of(name) for name in plot.names)
    assert x.right == pytest.approx(plot.box.right)
    assert y.left > plot.at(0, 0)[0]
    assert plot.box.top + 1e-6 > y.top > y.bottom > plot.at(0, 4)[1]


def test_a_value_outside_an_axis_is_refused() -> None:
    """A point beyond the end is an error that names the axis's ends."""
    with pytest.raises(InputError, match="from -4 to 4"):
        charts.machine(focus=one(3.9))


def test_ticks_are_counted_and_powers_of_ten_are_written_as_powers() -> None:
    """0.001 is labelled 10⁻³, 1 is labelled 1, and each states its value."""
    label = tick_label(1e-3, "power", "en")
    assert label.text == "10⁻³"
    assert float(label.as_shown) == 1e-3
    assert tick_label(1, "power", "en").text == "1"
    assert decades(-3, 0).places == (1e-3, 1e-2, 1e-1, 1)


def test_ticks_may_be_labelled_sparsely() -> None:
    """Every second tick from -3 to 3 is labelled, counted from zero."""
    marks = ticks(-3, 3, 1, label_every=2)
    assert marks.places == (-3, -2, -1, 0, 1, 2, 3)
    assert marks.with_label == (-2, 0, 2)


# --- machine -------------------------------------------------------------------------------------


def test_the_machine_carries_x_to_ax_and_ax_plus_b() -> None:
    """The lit discs stand at x, 1.5 x and 1.5 x + 0.5 of their lines."""
    machine = charts.machine(focus=one(1.0))
    for axis, spot, value in zip(
        machine.axes.members, machine.lit.spots.members, (1.0, 1.5, 2.0), strict=True
    ):
        assert np.allclose(spot.get_center(), axis.at(value))


def test_a_step_of_one_becomes_a_step_of_a() -> None:
    """The bars on the lines are 1, a and a long, and the labels say so."""
    machine = charts.machine(focus=one(0.5))
    machine.take(stretch=1.0)
    unit = length(machine.stretched.bars[0])
    assert [length(bar) / unit for bar in machine.stretched.bars] == pytest.approx([1, 1.5, 1.5])
    texts = [e.text for e in evidence_in(machine.stretch_labels(".1f")) if e.text]
    assert texts == ["1", "1.5"]


def test_shown_values_of_the_machine_are_those_of_its_points() -> None:
    """In the middle of a sweep the values at the line ends are evaluated from x of that frame."""
    machine = charts.machine(focus=one(-1.0))
    animation = machine.sweep(one(1.0))
    animation.begin()
    animation.interpolate(0.5)
    shown = [counter.words.shown[0] for counter in machine.values.members]
    assert [s.text for s in shown] == ["0.000", "0.000", "0.500"]


def test_a_tile_is_hollow_for_a_negative_number() -> None:
    """Below zero the plate has the ground's colour, and the sign is a true minus."""
    machine = charts.machine()
    machine.take(told=measured(-1.5, 0.5))
    tile = machine.tiles.members[0]
    assert tile.plate.get_fill_color().to_hex() == LOOK.color("bg")
    assert "−" in tile.figures.words.plain
    assert tile.figures.get_right()[0] < tile.plate.get_right()[0]


# --- plane ---------------------------------------------------------------------------------------


def test_points_stand_where_their_numbers_say() -> None:
    """Differences on screen are in the ratio of the differences of x and of y."""
    plane = charts.plane()
    a, b, c = (plane.dots.members[i].get_center() for i in (0, 1, 3))
    assert (c - a)[0] / (b - a)[0] == pytest.approx(4 / 1)
    assert (c - a)[1] / (b - a)[1] == pytest.approx((3.97 + 2.5) / (2.5 - 1.1))


def test_a_stick_is_as_long_as_its_residual() -> None:
    """Each stick's length is |y - (ax + b)| on the y axis, and its square has that side."""
    plane = charts.plane()
    plane.take(squares=1.0)
    unit = plane.plot.at(0, 1)[1] - plane.plot.at(0, 0)[1]
    for index, (x, y) in enumerate(POINTS):
        residual = abs(subtract(y, line(x, *LINES[0])).value)
        assert length(plane.sticks.members[index]) == pytest.approx(residual * unit)
        assert plane.squares.members[index].width == pytest.approx(residual * unit)


def test_the_line_has_the_slope_and_intercept_it_states() -> None:
    """Its ends lie on y = ax + b."""
    plane = charts.plane()
    for point in plane.line.points[[0, -1]]:
        x = plane.plot.x_axis.measure.value(
            (point[0] - plane.plot.box.left) / (plane.plot.box.right - plane.plot.box.left)
        )
        assert np.allclose(point, plane.plot.place(x, -1 * x - 1))


def test_the_mean_square_has_the_mean_area() -> None:
    """The filled square's area is the mean of the others', which are the squared residuals."""
    tray = charts.tray()
    areas = [s.width * s.height for s in tray.squares.members]
    assert tray.mean_square.width * tray.mean_square.height == pytest.approx(np.mean(areas))
    squares = [square(r).value for r in tray.residuals]
    assert np.array(areas) / areas[0] == pytest.approx(np.array(squares) / squares[0])
    assert tray.loss.value == pytest.approx(np.mean(squares))


# --- curve and surface ---------------------------------------------------------------------------


def test_the_point_and_its_tangent_lie_on_the_curve() -> None:
    """The dot stands at (a, loss(a)), and the tangent has the slope of the loss there."""
    curve = charts.curve()
    curve.take(tangent=1.0)
    here = curve.value(one(-1.0)).value
    assert np.allclose(curve.dot.get_center(), curve.plot.place(-1.0, here))
    run, rise = (curve.tangent.line.points[-1] - curve.tangent.line.points[0])[:2]
    unit = curve.plot.place(1, 1) - curve.plot.place(0, 0)
    nudge = 1e-6
    slope = (curve.value(one(-1.0 + nudge)).value - curve.value(one(-1.0 - nudge)).value) / (2 * nudge)
    assert (rise / unit[1]) / (run / unit[0]) == pytest.approx(slope, rel=1e-6)


def test_a_fall_is_drawn_and_written_as_a_negative_number() -> None:
    """Side and label of the triangle have one colour, by the sign of the slope."""
    curve = charts.curve()
    for x, token in ((-1.0, "negative"), (4.0, "backward")):
        curve.take(at=one(x), rise=1.0)
        color = LOOK.color(token).lower()
        label = curve.rise_labels("d", ".2f")[1]
        assert curve.tangent.rise.get_stroke_color().to_hex().lower() == color
        assert glyphs_of(label)[0].get_fill_color().to_hex().lower() == color


def test_a_step_arrow_goes_from_the_point_to_where_x_goes() -> None:
    """Its ends are the two numbers on the x axis."""
    curve = charts.curve()
    step = curve.step_arrow(one(0.5), "weight")
    ends = [curve.plot.place(x, 0)[0] for x in (-1.0, 0.5)]
    assert [step.get_left()[0], step.get_right()[0]] == pytest.approx(ends)
    assert [e.number.value for e in evidence_in(step)] == [-1.0, 0.5]


def test_the_slope_triangle_rises_by_slope_times_run() -> None:
    """Its upright side, on the y axis, is the derivative times the level side."""
    curve = charts.curve()
    curve.take(rise=1.0)
    unit = curve.plot.place(0, 1)[1] - curve.plot.place(0, 0)[1]
    expected = curve.slope(one(-1.0)).value  # type: ignore[misc]
    corner, tip = curve.tangent.rise.points[[0, -1]]
    assert (tip - corner)[1] / unit == pytest.approx(expected)


def bend(curve: charts.Curve) -> float:
    """How far the drawn curve's middle lies from its chord, as a share of the chord."""
    points = curve.curve.points
    chord = points[-1] - points[0]
    away = [abs(np.cross(p - points[0], chord)[2]) / np.linalg.norm(chord) for p in points]
    return float(max(away) / np.linalg.norm(chord))


def test_a_zoom_makes_the_curve_straight() -> None:
    """Seen a hundred times closer the drawn curve is a straight line to one part in a hundred."""
    curve = charts.curve()
    before = bend(curve)
    animation = curve.zoom(100)
    animation.begin()
    animation.finish()
    assert before > 0.1
    assert bend(curve) < 0.01
    assert np.allclose(curve.dot.get_center()[:2], [0, 0], atol=1e-9)


def test_labels_and_gridlines_stay_at_their_values_in_another_window() -> None:
    """In a smaller window a label and its line are where their value is; off the axis neither is seen."""
    plot = charts.curve().plot
    axis = plot.x_axis
    axis.measure = Linear(-2.5, 2.5)
    plot.carry_grid()
    for value, label in zip(axis.marks.with_label, axis.labels.members, strict=True):
        line, seen = plot.grid["x", value], glyphs_of(label)[0].fill_opacity > 0
        assert seen == bool(len(line.points)) == (abs(value) <= 2)
        if seen:
            place = plot.place(value, 0)[0]
            assert [label.get_x(), line.points[0][0]] == pytest.approx([place, place], abs=1e-6)
    assert [value for value in axis.marks.with_label if abs(value) > 2] == [4]


def test_labels_are_where_they_were_after_a_zoom_and_back() -> None:
    """A zoom and back leaves each label and gridline as built, also in a chart that was moved and scaled."""
    curve = charts.curve().scale(0.8).shift(np.array([1.0, 0.5, 0.0]))
    parts = [*curve.plot.x_axis.labels.members, *curve.plot.y_axis.labels.members, *curve.plot.grid.values()]
    before = [part.get_center() for part in parts]
    for times in (100, 1):
        animation = curve.zoom(times)
        animation.begin()
        animation.finish()
    assert np.allclose([part.get_center() for part in parts], before, atol=1e-6)


def test_a_zoom_shrinks_by_equal_ratios() -> None:
    """Half of a zoom to a hundred times is ten times, and it ends exactly on its goal."""
    start = View(-4, 4, 0, 10)
    goal = start.around(1, 2, 100)
    half = zoom_view(start, goal, 1, 2, 0.5)
    assert (start.right - start.left) / (half.right - half.left) == pytest.approx(10)
    assert zoom_view(start, goal, 1, 2, 1) == goal
    assert half.left < 1 < half.right


def test_a_recorded_curve_knows_only_recorded_places() -> None:
    """Without a function a point between two recorded ones is refused."""
    from chainreel.draw.axes.curve import Curve

    curve = Curve(LOOK, points=POINTS, view=View(-3, 3, -4, 5), at=POINTS[0][0])
    assert curve.value(POINTS[1][0]) == POINTS[1][1]
    with pytest.raises(InputError, match="recorded"):
        curve.take(at=one(0.1))


def test_the_walk_stands_on_recorded_places() -> None:
    """After one step the tile is at the second place, and the trail leads there."""
    surface = charts.surface()
    surface.take(walked=1.0)
    assert np.allclose(surface.head.get_center(), surface.plot.at(*LINES[1]))
    assert np.allclose(surface.trail.points[-1], surface.plot.at(*LINES[1]))
    surface.take(walked=1.5)
    middle = (surface.plot.at(*LINES[1]) + surface.plot.at(*LINES[2])) / 2
    assert np.allclose(surface.head.get_center(), middle)


def test_the_lowest_place_may_be_marked_later() -> None:
    """Its cross is unseen until then, and walking does not bring it."""
    surface = charts.surface()
    surface.take(marked=0.0, walked=1.0)
    assert [line.get_stroke_opacity() for line in surface.lowest[0]] == [0, 0]
    surface.take(marked=1.0)
    assert [line.get_stroke_opacity() for line in surface.lowest[0]] == [1, 1]


# --- ruler ---------------------------------------------------------------------------------------


def test_coins_stand_on_the_linear_ruler_and_then_on_the_log_ruler() -> None:
    """At the start a coin's place is linear in its value, at the end in its logarithm."""
    ruler = charts.ruler()
    left, right = ruler.linear.line.points[[0, -1], 0]
    for coin, number in zip(ruler.coins, ruler.values, strict=True):
        assert coin.get_center()[0] == pytest.approx(left + number.value * (right - left))
    ruler.take(turned=1.0)
    for coin, number in zip(ruler.coins, ruler.values, strict=True):
        share = 1 + math.log10(number.value) / 8
        assert coin.get_center()[0] == pytest.approx(left + share * (right - left))
        assert coin.get_center()[1] == pytest.approx(ruler.log_axis.line.points[0][1])


def test_a_hop_spans_the_step_from_coin_to_coin() -> None:
    """Each arc begins over a coin and ends over the next, smaller one, to its left."""
    ruler = charts.ruler()
    ruler.take(turned=1.0, hops=4.0)
    for k, hop in enumerate(ruler.hops):
        ends = [ruler.log_axis.at(n)[0] for n in ruler.values[k : k + 2]]
        assert hop.points[[0, -1], 0] == pytest.approx(ends)
        assert ends[1] < ends[0]


def test_what_the_last_coin_is_worth_stands_under_it_within_the_ruler() -> None:
    """A short text is centred on the coin; a long one ends where the ruler does."""
    ruler = charts.ruler()
    short, long = (ruler.hero_label("a" * count) for count in (3, 30))
    assert short.get_x() == pytest.approx(ruler.log_axis.at(ruler.values[-1])[0])
    assert long.get_left()[0] == pytest.approx(ruler.log_axis.at_share(0)[0])


# --- bars and runs -------------------------------------------------------------------------------


def test_bar_lengths_are_as_the_logarithms_of_their_ratios_to_the_floor() -> None:
    """On a log axis from 1e-9 a bar of 1e-3 is twice as long as one of 1e-6."""
    bars = charts.bars()
    heights = [bar.height for bar in bars.bars]
    assert np.array(heights) / heights[0] == pytest.approx([1, 3, 6, 8])


def test_bar_lengths_are_as_their_values_on_a_linear_axis() -> None:
    """A value four times as large has a bar four times as long."""
    bars = Bars(LOOK, measured(0.2, 0.8), Linear(0, 1), lit={0: Lit(".1f"), 1: Lit(".1f")})
    assert bars.bars[1].height / bars.bars[0].height == pytest.approx(4)


def test_rows_are_as_long_as_their_values() -> None:
    """Horizontal bars too are in the ratio of their values."""
    rows = charts.rows()
    assert rows.bars[1].width / rows.bars[0].width == pytest.approx(0.98 / 0.1)


def test_a_linear_bar_axis_that_does_not_start_at_zero_is_refused() -> None:
    """Cut-off bars would exaggerate: an error says to start at 0."""
    with pytest.raises(InputError, match="grow from 0"):
        Bars(LOOK, measured(0.8, 0.9), Linear(0.7, 1), lit={})


def test_a_value_below_the_floor_is_refused() -> None:
    """A bar that would have no length on the log axis is an error, not an empty place."""
    with pytest.raises(InputError, match="bar 1"):
        Bars(LOOK, measured(1e-12, 1e-2), Logarithmic(1e-9, 1), lit={})


@pytest.mark.parametrize("order", ["rightwards", "leftwards", "together"])
def test_bars_come_in_their_order(order: str) -> None:
    """On the way the first in order is at least as far as the last: on a log axis, as much in sight."""
    bars = charts.bars(order)
    animation = bars.grow_all()
    animation.begin()
    assert all(bar.get_fill_opacity() == 0 for bar in bars.bars)
    animation.interpolate(0.4)
    seen = [bar.get_fill_opacity() for bar in bars.bars]
    first, last = (seen[0], seen[-1]) if order != "leftwards" else (seen[-1], seen[0])
    assert first >= last
    assert order == "together" or first > last


def test_bars_grow_from_the_floor_of_a_linear_axis() -> None:
    """On the way each stands on the floor, no longer than it will be."""
    bars = Bars(LOOK, measured(0.2, 0.8), Linear(0, 1), lit={0: Lit(".1f"), 1: Lit(".1f")})
    full = [bar.height for bar in bars.bars]
    animation = bars.grow_all()
    animation.begin()
    assert all(len(bar.points) == 0 for bar in bars.bars)
    animation.interpolate(0.5)
    assert 0 < bars.bars[0].height < full[0]
    assert bars.bars[0].get_bottom()[1] == pytest.approx(bars.plot.box.bottom)


def test_labels_come_when_their_bar_has_arrived() -> None:
    """A label is invisible while its bar grows and opaque at the end."""
    bars = charts.bars()
    bars.take(grown=0.3)
    assert max(g.fill_opacity for g in bars.labels[0].family_members_with_points()) == 0
    bars.take(grown=1.0)
    assert min(g.fill_opacity for g in bars.labels[0].family_members_with_points()) == 1


def test_values_near_the_end_of_a_linear_axis_stand_over_its_line() -> None:
    """Those that would cut the line at 1 stand on it, at one height; a low one stands on its bar."""
    lit = {k: Lit(".1f") for k in range(3)}
    bars = Bars(LOOK, measured(0.2, 0.9, 0.98), Linear(0, 1), ticks(0, 1, 0.5, ".1f"), lit=lit, height_px=430)
    low, *high = (label.get_bottom()[1] for label in bars.labels)
    assert high == pytest.approx([high[0]] * 2, abs=0.01)
    assert high[0] > bars.plot.box.top > low
    assert not any(len(leader.points) for leader in bars.leaders)


def test_no_label_of_a_bar_meets_a_bar_a_label_or_a_gridline() -> None:
    """With thirty rising bars, four labelled, every label stands free."""
    values = measured(*(10 ** (-8 + 7 * k / 29) for k in range(30)))
    lit = {0: Lit("e2", "result"), 9: Lit("e2"), 19: Lit("e2"), 29: Lit(".3f")}
    bars = Bars(LOOK, values, Logarithmic(1e-9, 1), decades(-9, 0, 3), lit=lit, height_px=600)
    boxes = [box_of(label) for label in bars.labels]
    for k, box in enumerate(boxes):
        assert not any(box.meets(box_of(bar)) for bar in bars.bars)
        assert not any(box.meets(other) for other in boxes[k + 1 :])
        assert bars.plot.box.left <= box.left
        assert box.right <= bars.plot.box.right
    for grid in bars.plot.grid.values():
        assert not any(
            b.bottom < p[1] < b.top and b.left < p[0] < b.right for p in grid.points for b in boxes
        )


def test_a_run_passes_through_its_recorded_points_and_tells_the_last_one() -> None:
    """At step 15 the line has passed two of three points, and the label tells the second."""
    run = charts.learning_curves()
    run.take(step=15.0)
    corners = [run.plot.at(x, y) for x, y in ((0, 0.08), (10, 0.7))]
    points = run.lines[1].points
    assert all(min(np.linalg.norm(points - c, axis=1)) < 1e-9 for c in corners)
    assert points[-1] == pytest.approx(run.plot.at(15, (0.7 + 0.98) / 2))
    assert run.counters.members[1].words.plain == "70.0%"


def test_a_run_that_was_set_back_goes_on_to_its_end() -> None:
    """Set to step 0 and run, it ends at the last recorded step."""
    run = charts.learning_curves()
    run.take(step=0.0)
    animation = run.run()
    animation.begin()
    animation.finish()
    assert run.state.step == 20


def test_a_run_without_labels_draws_its_lines_alone() -> None:
    """The lines are those of the labelled chart; only the ticks are text."""
    bare, labelled = charts.learning_curves(labelled=False), charts.learning_curves()
    for one_line, other in zip(bare.lines, labelled.lines, strict=True):
        assert np.allclose(one_line.points, other.points)
    assert {e.text for e in evidence_in(bare) if e.how == "text"} == {"0%", "50%", "100%"}


def test_a_level_lies_at_its_value_and_states_it() -> None:
    """A dashed line across the whole plot at 0.1, with 0.1 in the ledger and no other number."""
    plot, chance = charts.learning_curves().plot, one(0.1)
    level = plot.level(chance)
    assert level.points[:, 1] == pytest.approx(plot.at(0, 0.1)[1])
    assert (level.get_left()[0], level.get_right()[0]) == pytest.approx((plot.box.left, plot.box.right))
    assert [(e.how, e.number) for e in evidence_in(level)] == [("position", chance)]


def test_a_label_learns_whether_a_line_will_run_through_its_place() -> None:
    """Not only where the lines are now: a place ahead of their heads is asked about as well."""
    chart = charts.learning_curves()
    chart.take(step=0.0)
    x, y = chart.plot.at(15, 0.84)[:2]  # half-way between the last two recorded points
    assert chart.runs_through(Box(x - 0.01, x + 0.01, y - 0.01, y + 0.01))
    assert not chart.runs_through(Box(x - 0.01, x + 0.01, y - 0.5, y - 0.2))


def test_labels_of_runs_keep_apart_in_order() -> None:
    """Close heights are moved apart, distant ones stay, none goes below the lowest allowed."""
    moved = apart([1.0, 1.1, 5.0], 1.0, 0.9)
    assert moved[1] - moved[0] >= 1.0 - 1e-9
    assert moved[2] == 5.0
    assert min(moved) >= 0.9
    assert apart([3.0, 1.0], 0.5, 0.0) == [3.0, 1.0]


@pytest.mark.parametrize("make", CHARTS)
def test_every_chart_notes_the_numbers_that_it_shows(make: Callable[[], VMobject]) -> None:
    """Each has evidence that is not text: a length, a place, an area or an angle."""
    ways = {e.how for e in evidence_in(make())}
    assert ways & {"length", "position", "area", "angle"}


def test_more_rows_than_the_eye_compares_are_refused() -> None:
    """Five rows are an error."""
    entries = [RowEntry("one of many", n) for n in measured(0.1, 0.2, 0.3, 0.4, 0.5)]
    with pytest.raises(InputError, match="at most 4"):
        Rows(LOOK, entries, counted(1, "all"), "%1")


def test_the_last_length_of_a_machine_can_be_called_by_its_name() -> None:
    """The equation names the number under the last line, and only that one."""
    machine = charts.machine(focus=one(0.5))
    machine.take(stretch=1.0)
    (_, first), (_, last) = machine.stretch_labels(".1f", name="a")
    assert [first.words.plain, last.words.plain] == ["1", "a = 1.5"]


def test_a_square_too_small_to_see_says_its_area() -> None:
    """A speck keeps its true size; a line from its area's number comes down to it."""
    tray = charts.tray()
    smallest = min(tray.residuals, key=lambda residual: abs(residual.value))
    tray.unit = (px(SPECK_PX) - px(1)) / abs(smallest.value)
    tray.pose()
    ((leader, text),) = tray.speck_labels(".3f")
    assert text.words.plain == f"{smallest.value**2:.3f}"
    speck = tray.squares.members[tray.residuals.index(smallest)]
    assert leader.get_x() == pytest.approx(speck.get_x())
    assert leader.get_bottom()[1] > speck.get_top()[1]


def test_no_dimmer_line_of_a_zoomed_grid_nicks_a_brighter_one() -> None:
    """Both fine sets lie under both coarse ones, which are as bright or brighter."""
    curve = charts.curve()
    curve.take(view=curve.home.around(-1.0, curve.value(one(-1.0)).value, 12))
    widths = [len(lines.points) for lines in curve.zoom_grid.sets.members]
    fine, coarse = widths[:2], widths[2:]
    assert max(coarse) < min(fine)
