"""Inception's lanes: they part and end level, channels lie to scale, and a squeeze narrows the band."""

import numpy as np
import pytest
from manim import VMobject
from moved import JA, drawn, extent_px, finish, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.images.channel_stack import ChannelStack
from chainreel.draw.images.feature_map import FeatureMap
from chainreel.draw.images.lanes import LANES, Lanes
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.draw.images.squeeze import SqueezedLane
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import counted
from chainreel.show import Shown, show
from chainreel.words import Words

COUNTS, INCEPTION = record("counts"), record("inception")
ROWS = (-234.0, -78.0, 78.0, 234.0)


def words(text: str) -> Words:
    return Words((text,), "ja", names=("1×1", "3×3", "5×5"))


NAMES = [words(name) for name in ("1×1", "3×3", "5×5", "プーリング")]


def lanes() -> Lanes:
    return Lanes(JA, NAMES, ROWS, lane_px=454, chip_px=(309, 250))


def channel(path: str) -> Shown:
    return show(COUNTS.number(f"inception.{path}"), "d", "ja")


def stack() -> ChannelStack:
    return ChannelStack(JA, [channel(f"outputs.{k}") for k in range(4)], NAMES, channel("full.channels"), 512)


def squeezed() -> SqueezedLane:
    channels = [channel(path) for path in ("inputs", "reductions.1", "outputs.2")]
    told = [Words((one,), "ja") for one in channels]
    return SqueezedLane(JA, channels, told, words("1×1"), words("5×5"))


def test_all_lanes_start_at_one_point_and_end_on_their_rows() -> None:
    """The picture that they part from is the same one."""
    part = lanes()
    starts = {tuple(np.round(way.points[0], 9)) for way in part.ways}
    assert len(starts) == 1
    ends = [end.points[-1] for end in part.ends]
    assert [part.from_scene(e)[1] for e in ends] == pytest.approx(ROWS)
    assert len({round(float(e[0]), 9) for e in ends}) == 1


def test_lanes_grow_at_once() -> None:
    """At a quarter of the way every curve is half drawn and no operation is there yet."""
    part = lanes()
    part.take(reach=0.25)
    lengths = [way.points[-1][0] - way.points[0][0] for way in part.ways]
    assert np.ptp(lengths) < 1e-9
    assert len(part.submobjects) == 1 + len(LANES)
    finish(part.grow(reach=1.0))
    assert same_picture(part, lanes())
    assert same_at_half(lanes, lambda p: p.grow(reach=0.2))


def test_a_lane_too_narrow_for_its_name_is_refused() -> None:
    """As is a lane without a name."""
    names = [words("プーリング")] * 4
    with pytest.raises(InputError):
        Lanes(JA, names, ROWS, lane_px=454, chip_px=(309, 120))
    with pytest.raises(InputError):
        Lanes(JA, names[:3], ROWS, lane_px=454, chip_px=(309, 250))


def test_blocks_are_as_high_as_their_channels() -> None:
    """On one scale, without the gap between them."""
    part = stack()
    part.take(laid=4.0, summed=1.0)
    heights = [extent_px(block)[1] for block in part.blocks]
    assert heights == pytest.approx([2 * n - 6 for n in (64, 128, 32, 32)])
    assert {e.number.value for e in evidence_in(part) if e.how == "text"} == {64, 128, 32, 256}


def test_a_false_sum_of_channels_is_refused() -> None:
    """Before anything is drawn."""
    with pytest.raises(InputError):
        ChannelStack(JA, [channel(f"outputs.{k}") for k in range(4)], NAMES, channel("inputs"))
    with pytest.raises(UnknownNumber):
        ChannelStack(JA, [64, 128, 32, 32], NAMES, channel("full.channels"))  # type: ignore[list-item]


def band_px(part: SqueezedLane) -> list[float]:
    return [extent_px(band)[1] / part.channel_px for band in part.bands]


def test_a_band_is_as_wide_as_its_channels() -> None:
    """All of them before the squeeze; what the 1x1 leaves after it."""
    part = squeezed()
    assert band_px(part) == pytest.approx([192, 192, 32])
    finish(part.grow(squeezed=1.0))
    assert band_px(part) == pytest.approx([192, 16, 32])
    assert same_at_half(squeezed, lambda p: p.grow(squeezed=1.0))


def test_what_is_not_there_yet_is_not_told() -> None:
    """The squeezed count comes when the band is narrow."""
    part = squeezed()
    told = {e.number.value for e in evidence_in(part) if e.how == "text"}
    assert told == {192, 32}
    part.take(squeezed=1.0)
    assert {e.number.value for e in evidence_in(part) if e.how == "text"} == {192, 16, 32}


def test_a_count_comes_when_its_band_has_come() -> None:
    """While the first band's front crosses the count's place, nothing is told."""
    part = squeezed()
    part.take(reach=0.15)
    assert not [e for e in evidence_in(part) if e.how == "text"]
    part.take(reach=0.5)
    assert {e.number.value for e in evidence_in(part) if e.how == "text"} == {192}


def test_a_squeeze_that_saves_nothing_is_refused() -> None:
    """The helper must leave fewer channels than come."""
    channels = [shown(16, "d"), shown(16, "d"), shown(32, "d")]
    with pytest.raises(InputError):
        SqueezedLane(JA, channels, [Words((c,), "ja") for c in channels], words("1×1"), words("5×5"))


def test_a_map_may_be_in_its_lanes_colour() -> None:
    """Rim and cells; a map without a lane stays as it was."""
    rows = INCEPTION.rows("full.fives.maps.0")
    largest = max((n for r in rows for n in r), key=lambda n: n.value)
    plain, pink = FeatureMap(JA, rows, largest), FeatureMap(JA, rows, largest, lane="lane_5x5")
    assert str(pink.card.get_stroke_color()) == JA.color("lane_5x5")
    assert not same_picture(plain, pink)
    assert len(drawn(plain)) == len(drawn(pink))


def test_an_outset_window_stands_around_another_of_its_size() -> None:
    """By so many pixels on each side."""
    over = FeatureMap(JA, INCEPTION.rows("full.fives.maps.0"), counted(10, "a largest value"))
    inner, outer = (SlidingWindow(JA, over, (8, 8), (8, 8), outside=1, outset_px=by) for by in (0, 7))
    for one in (inner, outer):
        one.stand_at(3, 3)
    wide: list[VMobject] = [inner.frame, outer.frame]
    assert extent_px(wide[1])[0] - extent_px(wide[0])[0] == pytest.approx(14)
    assert np.allclose(inner.frame.get_center(), outer.frame.get_center())
