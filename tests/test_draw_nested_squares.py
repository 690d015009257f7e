"""Squares whose areas are counts, on one corner."""

import pytest
from moved import JA, faults, finish, number, same_at_half

from chainreel.draw.charts.nested_squares import NestedSquares
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.theme import px
from chainreel.words import Words

NAMES = [Words((name,), "ja") for name in ("LeNet", "AlexNet")]
TIMES = Words((show(number(100), "d", "ja"), "倍"), "ja")


def squares() -> NestedSquares:
    counts = [number(100), number(10_000)]
    return NestedSquares(JA, counts, NAMES, TIMES, side_px=300, room_px=(600, 400)).put_at(1300, 400)


def smaller() -> NestedSquares:
    part = squares()
    finish(part.show_smaller())
    return part


def both() -> NestedSquares:
    part = smaller()
    finish(part.step_back())
    return part


def test_areas_are_as_the_counts() -> None:
    """A hundred times the count is ten times as wide, from the same corner; both numbers are known."""
    part = both()
    small, large = part.squares
    assert large.width == pytest.approx(px(300))
    assert small.width == pytest.approx(px(30))
    assert small.get_left()[0] == pytest.approx(large.get_left()[0])
    assert small.get_bottom()[1] == pytest.approx(large.get_bottom()[1])
    assert [e.number.value for e in evidence_in(part) if e.how == "area"] == [10_000, 100]


def test_the_smaller_is_seen_first_and_large() -> None:
    """At first nothing is there, then the smaller alone; stepping back needs no frames before it."""
    part = squares()
    assert not list(evidence_in(part))
    finish(part.show_smaller())
    assert part.squares[0].width == pytest.approx(px(300))
    assert [e.number.value for e in evidence_in(part) if e.how == "area"] == [100]
    assert same_at_half(smaller, lambda p: p.step_back())  # type: ignore[attr-defined]


def test_both_are_on_one_scale_at_every_moment() -> None:
    """Once all of the larger is in sight, it is ten times as wide as the smaller on the way, too."""
    part = smaller()
    part.take(back=0.9)
    small, large = part.squares
    assert large.width == pytest.approx(10 * small.width)
    assert large.width > px(300)


def test_what_lies_beyond_the_room_is_not_drawn() -> None:
    """Half way the larger is cut at the room's right and upper end, and has no edge there."""
    part = smaller()
    part.take(back=0.5)
    large, edges = part.squares[1], part.edges[1]
    assert (large.width, large.height) == pytest.approx((px(600), px(400)))
    corners = {(round(float(x), 3), round(float(y), 3)) for x, y, _ in edges.points}
    upper_right = round(float(large.get_right()[0]), 3), round(float(large.get_top()[1]), 3)
    assert upper_right not in corners


def test_the_still_keeps_the_layout_rules() -> None:
    """Names stand in and beside the squares without a fault."""
    assert not faults(both())


def test_what_has_no_source_or_order_is_refused() -> None:
    """A count is a Number, and the smaller comes first."""
    with pytest.raises(UnknownNumber):
        NestedSquares(JA, [1, 2], NAMES, TIMES)  # type: ignore[list-item]
    with pytest.raises(InputError, match="the smaller first"):
        NestedSquares(JA, [number(2), number(1)], NAMES, TIMES)
