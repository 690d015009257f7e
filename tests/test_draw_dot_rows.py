"""Dots for runs: each stands at its run's value, equal ones on top of each other."""

import pytest
from moved import JA, faults, finish, number, same_at_half, same_picture

from chainreel.draw.axes.axis import ticks
from chainreel.draw.charts.dot_rows import DotRow, DotRows
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.words import Words


def said(text: str) -> Words:
    return Words((text,), "ja")


def row(*values: float) -> DotRow:
    return DotRow(said("行"), tuple(number(v) for v in values), said("幅"))


def dots(*rows: DotRow) -> DotRows:
    return DotRows(JA, rows, 20, ticks(0, 20, 5), name=said("間違い"))


def test_a_dot_stands_at_its_value() -> None:
    """On an axis from 0 to 20, half the way along is 10."""
    part = dots(row(10), row(0, 20))
    box = part.plot.box
    xs = [dot.get_center()[0] for dot in part.dots]
    assert xs == pytest.approx([(box.left + box.right) / 2, box.left, box.right])


def test_equal_values_lie_on_top_of_each_other() -> None:
    """Otherwise three runs would look like one."""
    first, second, other = dots(row(9, 9, 12)).dots
    assert second.get_center()[0] == pytest.approx(first.get_center()[0])
    assert second.get_bottom()[1] > first.get_top()[1]
    assert other.get_center()[1] == pytest.approx(first.get_center()[1])


def test_rows_stand_under_one_another() -> None:
    """The first row's dots are all higher than the second row's."""
    part = dots(row(9, 9), row(9, 9, 9))
    assert part.dots[0].get_bottom()[1] > part.dots[-1].get_top()[1]
    assert not faults(part)


def test_dots_come_one_after_the_other() -> None:
    """At the start none is there and none states its number; at the end the picture is the whole one."""
    part = dots(row(6, 9), row(11))
    part.take(there=0.0)
    assert not [e for e in evidence_in(part) if e.how == "position" and e.number.value in {6, 9, 11}]
    finish(part.grow(1.0, there=1.0))
    assert same_picture(part, dots(row(6, 9), row(11)))
    assert same_at_half(lambda: dots(row(6, 9), row(11)), lambda p: p.grow(1.0, there=0.0))


def test_dots_refuse_what_they_cannot_show() -> None:
    """A value beyond the axis, too many equal ones for the row, a number without a source."""
    with pytest.raises(InputError):
        dots(row(21))
    with pytest.raises(InputError, match="do not fit"):
        dots(row(*[9] * 6))
    with pytest.raises(UnknownNumber):
        DotRow(said("行"), (3,), said("幅"))  # type: ignore[arg-type]
