"""The pile of weights or values, the swapped curve, and ranges on bars: what the cures are shown with."""

from collections.abc import Sequence

import numpy as np
import pytest
from manim import Mobject
from moved import JA, finish, record, same_at_half, same_picture

from chainreel.draw.axes.activation import REACH, ActivationCurve
from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.pile import Heap, Pile
from chainreel.draw.evidence import evidence_in
from chainreel.draw.part.posing import Point
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, counted
from chainreel.show import show
from chainreel.words import Words

CURES = record("cures")
STARTS = ("default", "xavier", "orthogonal")
KINDS = ("sigmoid", "relu", "tanh")


def pile() -> Pile:
    heaps = [Heap(CURES.numbers(f"{start}.weights")) for start in STARTS]
    return Pile(JA, heaps, (-0.4, 0.4), ticks(-0.4, 0.4, 0.2, ".1f"))


def batch() -> Pile:
    heaps = [
        Heap(CURES.numbers(f"batch.{name}"), CURES.number(mean), CURES.number(spread))
        for name, mean, spread in (
            ("before", "batch.mean", "batch.spread"),
            ("centred", "batch.after_mean", "batch.spread"),
            ("after", "batch.after_mean", "batch.after_spread"),
        )
    ]
    part = Pile(JA, heaps, (-3, 3), ticks(-3, 3, 1), weights=False, size_px=14)
    part.take(marked=1.0)
    return part


def curve() -> ActivationCurve:
    return ActivationCurve(JA, KINDS, [Words((kind,), "ja") for kind in KINDS])


def shown_at(part: Pile) -> list[float]:
    """Where the pieces stand, as values of the axis."""
    return [_value(part, piece) for piece in part.pieces]


def _value(part: Pile, piece: Mobject) -> float:
    first, last = part.axis.line.points[0], part.axis.line.points[-1]
    return float(part.axis.measure.value((piece.get_center()[0] - first[0]) / (last[0] - first[0])))


def middles(part: Pile) -> list[Point]:
    return [piece.get_center() for piece in part.pieces]


@pytest.mark.parametrize("heap", [0, 1, 2])
def test_each_tile_stands_over_its_weight(heap: int) -> None:
    """After sliding from one kind of first weights to the next."""
    part = pile()
    for k in range(1, heap + 1):
        finish(part.slide_to(k))
    assert shown_at(part) == pytest.approx(CURES.array(f"{STARTS[heap]}.weights"))


def test_no_tile_covers_another() -> None:
    """Tiles that would are piled up."""
    part = pile()
    places = np.array(middles(part))
    apart = np.abs(places[:, None] - places[None])[..., :2] + np.eye(len(places))[..., None]
    assert apart.max(axis=2).min() >= part.size_px / 135


def test_a_throw_ends_where_the_pile_lies() -> None:
    """The last frame of the throw is the pile itself; before it nothing has fallen."""
    part = pile()
    part.take(fallen=0.0)
    assert part.submobjects == [part.axis]
    finish(part.throw())
    assert same_picture(part, pile())


def test_a_frame_of_a_pile_needs_no_frame_before_it() -> None:
    """Half of the way is the same frame, however it was reached."""
    assert same_at_half(pile, lambda part: part.slide_to(1))  # type: ignore[attr-defined]
    assert same_at_half(pile, lambda part: part.throw())  # type: ignore[attr-defined]


def test_the_bar_of_the_spread_is_one_standard_deviation_long() -> None:
    """From the mean on, before and after the batch was made even: as long as its number says."""
    part = batch()
    unit = float(part.axis.at(1.0)[0] - part.axis.at(0.0)[0])
    for heap, name in enumerate(("before", "centred", "after")):
        values = CURES.array(f"batch.{name}")
        if heap:
            finish(part.slide_to(heap))
        assert part.reach.width / unit == pytest.approx(values.std())
        assert part.reach.get_left()[0] == pytest.approx(part.axis.at(float(values.mean()))[0])


def test_a_pile_refuses_what_it_cannot_show() -> None:
    """Bare floats, heaps of other lengths, values beyond the axis, heaps it has not."""
    few: Sequence[Number] = [counted(0.1, "a weight")]
    with pytest.raises(UnknownNumber):
        Pile(JA, [Heap([0.1])], (-1, 1), ticks(-1, 1, 1))  # type: ignore[list-item]
    for heaps in ([], [Heap(few), Heap([*few, *few])], [Heap([counted(2, "a weight")])]):
        with pytest.raises(InputError):
            Pile(JA, heaps, (-1, 1), ticks(-1, 1, 1))
    with pytest.raises(InputError):
        pile().slide_to(3)


def test_a_swap_ends_on_the_other_curve() -> None:
    """ReLU is 0 up to 0 and then the line y = x; tanh is odd."""
    part = curve()
    finish(part.swap(1))
    heights = heights_at(part, (-REACH, 0, REACH))
    assert heights == pytest.approx([0, 0, REACH])
    finish(part.swap(2))
    assert heights_at(part, (-REACH, 0, REACH)) == pytest.approx(
        [-np.tanh(REACH), 0, np.tanh(REACH)], abs=1e-9
    )
    assert same_at_half(curve, lambda p: p.swap(2))  # type: ignore[attr-defined]


def heights_at(part: ActivationCurve, places: Sequence[float]) -> list[float]:
    anchors = np.concatenate([part.curve.points[::4], part.curve.points[-1:]])
    found = [anchors[np.argmin(np.abs(anchors[:, 0] - part.plot.place(x, 0)[0]))] for x in places]
    zero, one = part.plot.place(0, 0)[1], part.plot.place(0, 1)[1]
    return [float((p[1] - zero) / (one - zero)) for p in found]


def test_both_axes_of_a_curve_have_one_scale() -> None:
    """So a slope of 1 looks like one."""
    plot = curve().plot
    across, up = plot.place(1, 0) - plot.place(0, 0), plot.place(0, 1) - plot.place(0, 0)
    assert across[0] == pytest.approx(up[1])


def test_a_curve_refuses_kinds_it_does_not_know() -> None:
    """And a swap to a curve that it has not."""
    with pytest.raises(InputError):
        ActivationCurve(JA, ["softmax"], [Words(("softmax",), "ja")])
    with pytest.raises(InputError):
        curve().swap(3)


def test_each_run_of_a_bar_is_a_dot_at_its_own_height() -> None:
    """Side by side on the bar, noted as the bar's own value is; the label stands over the highest."""
    runs = [counted(v, "a run") for v in (0.5, 0.3, 0.8)]
    bars = Bars(JA, [runs[0]], Linear(0, 1), lit={0: Lit(".1f")}, seeds={0: runs})
    dots = bars.dots[0]
    assert [dot.get_y() for dot in dots] == pytest.approx([float(bars.plot.y_axis.at(n)[1]) for n in runs])
    assert [dot.get_x() for dot in dots] == sorted(dot.get_x() for dot in dots)
    assert bars.bars[0].get_left()[0] < dots[0].get_left()[0]
    assert dots[-1].get_right()[0] < bars.bars[0].get_right()[0]
    assert bars.labels[0].get_bottom()[1] > dots.get_top()[1]
    assert [e.number for e in evidence_in(dots) if e.how == "position"] == runs
    with pytest.raises(InputError):
        Bars(JA, [runs[0]], Linear(0, 0.7), lit={}, seeds={0: runs})


def test_a_bar_may_bear_words_where_one_number_would_say_too_much() -> None:
    """How far its runs reach, say; its length still shows the value itself."""
    value = counted(0.5, "a run")
    low, high = (show(counted(v, "a run"), "%s1", "ja") for v in (0.3, 0.8))
    reach = Words((low, "〜", high), "ja")
    bars = Bars(JA, [value], Linear(0, 1), lit={0: Lit("%0", words=reach)})
    assert bars.labels[0].words == reach
    assert value in [e.number for e in evidence_in(bars.bars)]
