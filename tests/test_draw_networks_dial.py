"""Dials and dots: needles point at their values, dots lie on the curve where they were recorded."""

import math

import numpy as np
import pytest
from moved import JA, faults, finish, go, number, record, same_at_half, same_picture

from chainreel.draw.axes.sigmoid_dots import SigmoidDots, SigmoidDotsState
from chainreel.draw.evidence import evidence_in
from chainreel.draw.gradients.dial import Range, TwoDials
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, counted, evaluate, sigmoid_slope_max
from chainreel.theme import px

RECORD = record("chain")
SLOPES = Range((counted(0, "dial mark"), sigmoid_slope_max()), ".2f", ".3f")
WEIGHTS = Range(tuple(counted(k, "dial mark") for k in (0, 2, 4, 6)), "d", ".1f")


def dials(slope: Number | None = None, weight: Number | None = None) -> TwoDials:
    return TwoDials(
        JA,
        slope or RECORD.number("w1.slope.9"),
        weight or RECORD.number("w1.weight"),
        names=["傾き", "重み", "門の因子"],
        slope_range=SLOPES,
        weight_range=WEIGHTS,
    )


def needle(part: TwoDials, index: int) -> float:
    """The direction of a needle, radians."""
    (x, y), hub = part.needles[index].points[-1, :2], part.needles[index].points[0, :2]
    return math.atan2(y - hub[1], x - hub[0])


def test_needles_point_at_their_values() -> None:
    """A quarter is the end of the slope's dial, three the top of the weight's."""
    part = dials(sigmoid_slope_max(), counted(3, "weight"))
    assert needle(part, 0) == pytest.approx(math.radians(-30))
    assert needle(part, 1) == pytest.approx(math.radians(90))


def test_turning_a_dial_ends_on_the_dials_built_there() -> None:
    """Weight 4 at slope 1/4 gives exactly 1."""
    part, goal = dials(), (RECORD.number("w4.slope.0"), RECORD.number("w4.weight"))
    finish(part.turn(slope=goal[0], weight=goal[1]))
    assert same_picture(part, dials(*goal))
    assert part.state.product.value == 1
    assert same_at_half(dials, lambda p: p.turn(weight=goal[1]))


def compact(told: float = 1.0) -> TwoDials:
    slope, weight = RECORD.number("w1.slope.9"), RECORD.number("w1.weight")
    part = TwoDials(
        JA, slope, weight, names=["傾き", "重み", "門の因子"], slope_range=SLOPES, weight_range=WEIGHTS,
        radius_px=112, pitch_px=400, below=True,
    )  # fmt: skip
    part.take(told=told)
    return part.put_at(960, 400)


def test_the_factor_may_stand_in_a_row_below() -> None:
    """Under both dials, within the part's layout, and clear of all else."""
    part = compact()
    assert part.factor.get_top()[1] < min(hub.get_bottom()[1] for hub in part.hubs)
    assert part.factor.get_bottom()[1] >= part.stage.get_bottom()[1] - px(2)
    assert not faults(part)


def test_a_factor_not_told_is_not_there() -> None:
    """Neither seen nor stated; the dials stay."""
    hidden = compact(told=0.0)
    assert hidden.factor not in hidden.submobjects
    finish(hidden.grow(told=1.0))
    assert same_picture(hidden, compact())


def test_the_factor_is_the_product_of_the_needles_at_every_frame() -> None:
    """Nothing is tweened: the number shown follows from where the needles are, and can be evaluated again."""
    part = dials()
    turn = part.turn(weight=RECORD.number("w4.weight"))
    turn.begin()
    for alpha in np.linspace(0, 1, 9):
        turn.interpolate(float(alpha))
        state = part.state
        assert state.product.value == pytest.approx(state.slope.value * state.weight.value)
        assert evaluate(state.product) == pytest.approx(state.product.value)


def test_a_value_beyond_its_dial_is_refused() -> None:
    """A needle does not stop at the end and pretend."""
    with pytest.raises(InputError, match="beyond a dial"):
        dials(weight=counted(9, "weight"))


def dots(state: SigmoidDotsState | None = None) -> SigmoidDots:
    return SigmoidDots(JA, RECORD.numbers("w1.z"), RECORD.numbers("w1.slope"), state=state)


def whole() -> SigmoidDots:
    return dots(SigmoidDotsState(dict.fromkeys(range(10), 1.0)))


def test_dots_land_where_they_were_recorded() -> None:
    """A dot's place is its z and its slope; its motion ends on the chart built with it."""
    part = dots()
    finish(part.drop())
    assert same_picture(part, whole())
    for index, dot in enumerate(part.dots):
        place, height = part.places[index], part.heights[index]
        assert dot.get_center() == pytest.approx(part.plot.at(place, height))
        assert [e.number for e in evidence_in(dot)] == [place, height]
    assert same_at_half(dots, lambda p: p.drop())


def test_a_dot_is_nowhere_but_on_the_curve() -> None:
    """While it lands it opens in its place; it does not pass through other values."""
    part = dots()
    drop = part.drop()
    drop.begin()
    for alpha in np.linspace(0, 1, 23):
        drop.interpolate(float(alpha))
        for index, dot in enumerate(part.dots):
            if dot in part.get_family():
                assert dot.get_center() == pytest.approx(part.place_of(index))


def test_dots_that_overlap_are_counted_as_they_land() -> None:
    """At every moment of the drop the count is how many dots are drawn; at its end it is all of them."""
    for share in (0.2, 0.5, 0.7, 1.0):
        part = dots()
        go(part.drop(), share)
        drawn = sum(dot in part.get_family() for dot in part.dots)
        assert part.count_landed(share).value == drawn
    assert drawn == len(part.dots)


def test_a_tangent_is_as_steep_as_its_recorded_slope() -> None:
    """Rise over run of the short line is the slope, in the chart's own units."""
    part = SigmoidDots(
        JA,
        RECORD.numbers("w1.z")[:2],
        RECORD.numbers("w1.activation")[1:3],
        "sigmoid",
        tangents=RECORD.numbers("w1.slope")[:2],
    )
    finish(part.drop())
    unit = part.plot.place(1, 1) - part.plot.place(0, 0)
    for slant, slope in zip(part.slants, part.tangents, strict=True):
        along = (slant.points[-1] - slant.points[0])[:2] / unit[:2]
        assert along[1] / along[0] == pytest.approx(slope.value)


def test_a_height_that_is_not_the_curves_is_refused() -> None:
    """A dot beside the curve, or without a source, is not drawn."""
    with pytest.raises(InputError, match="is not the slope"):
        SigmoidDots(JA, [number(0.0)], [number(0.24)])
    with pytest.raises(UnknownNumber):
        SigmoidDots(JA, [0.0], [sigmoid_slope_max()])  # type: ignore[list-item]
    with pytest.raises(UnknownNumber):
        dials(slope=0.2)  # type: ignore[arg-type]


def test_stills_keep_the_layout_rules() -> None:
    """Dials, and the chart with its dots and bound, have no layout fault."""
    assert not faults(dials().put_at(960, 480))
    chart = whole().shift((0, px(50), 0))
    bound = chart.bound_line(sigmoid_slope_max(), "上限")
    assert not faults(chart, bound)
    go(chart.drop(0), 1.0)


def test_dots_slide_along_the_curve_to_other_recorded_places() -> None:
    """On the way their heights are the curve's; in the end they lie as if built there."""
    z, slopes = RECORD.numbers("w6_moved.z"), RECORD.numbers("w6_moved.slope")
    there = SigmoidDotsState(dict.fromkeys(range(10), 1.0))

    def dots() -> SigmoidDots:
        return SigmoidDots(JA, RECORD.numbers("w1.z"), RECORD.numbers("w1.slope"), state=there)

    part = dots()
    slide = part.slide(z, slopes)
    slide.begin()
    slide.interpolate(0.4)
    for place, height in zip(part.places, part.heights, strict=True):
        assert height.value == pytest.approx(evaluate(height))
        assert height.value == pytest.approx(1 / (2 + 2 * math.cosh(place.value)))
    slide.finish()
    assert (part.places, part.heights) == (z, slopes)
    assert same_picture(part, SigmoidDots(JA, z, slopes, state=there))
    assert same_at_half(dots, lambda p: p.slide(z, slopes))  # type: ignore[attr-defined]


def test_dots_do_not_slide_off_the_curve() -> None:
    """Heights that are not the curve's are refused."""
    part = SigmoidDots(JA, RECORD.numbers("w1.z"), RECORD.numbers("w1.slope"))
    with pytest.raises(InputError, match="is not the slope"):
        part.slide(RECORD.numbers("w4.z"), RECORD.numbers("w1.slope"))


def test_no_gridline_runs_through_the_name_of_a_bound() -> None:
    """The grid is interrupted there."""
    part = SigmoidDots(JA, RECORD.numbers("w1.z"), RECORD.numbers("w1.slope"))
    assert not faults(part, part.bound_line(RECORD.number("bound.factor"), "a long name of the bound"))
