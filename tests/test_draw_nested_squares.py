"""Squares whose areas are counts, on one corner."""

import pytest
from moved import JA, faults, finish, number, same_at_half

from chainreel.draw.evidence import evidence_in
from chainreel.draw.nested_squares import NestedSquares
from chainreel.errors import InputError, UnknownNumber
from chainreel.theme import px
from chainreel.words import Words

NAMES = [Words((name,), "ja") for name in ("LeNet", "AlexNet")]


def squares() -> NestedSquares:
    return NestedSquares(JA, [number(100), number(10_000)], NAMES, 300).put_at(1300, 400)


def both() -> NestedSquares:
    part = squares()
    finish(part.show_next())
    finish(part.show_next())
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


def test_the_squares_come_one_by_one() -> None:
    """At first nothing is there, then the smaller alone; its frames need no frames before them."""
    part = squares()
    assert not list(evidence_in(part))
    finish(part.show_next())
    assert [e.number.value for e in evidence_in(part) if e.how == "area"] == [100]
    assert same_at_half(squares, lambda p: p.show_next())  # type: ignore[attr-defined]


def test_the_still_keeps_the_layout_rules() -> None:
    """Names stand in and beside the squares without a fault."""
    assert not faults(both())


def test_what_has_no_source_or_order_is_refused() -> None:
    """A count is a Number, and the smaller comes first."""
    with pytest.raises(UnknownNumber):
        NestedSquares(JA, [1, 2], NAMES)  # type: ignore[list-item]
    with pytest.raises(InputError, match="the smaller first"):
        NestedSquares(JA, [number(2), number(1)], NAMES)
