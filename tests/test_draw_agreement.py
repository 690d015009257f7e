"""Numbers under each other: only digits on which all agree light up, and false claims are refused."""

import pytest
from moved import JA, faults, finish, go, number, record, same_at_half

from chainreel.draw.charts.agreement import Agreement
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import counted
from chainreel.words import Words

RECORD = record("small_network")
NUMBERS = [RECORD.number(f"ways.{way}") for way in ("paths", "autograd", "nudge")]
DECIMALS = RECORD.number("ways.decimals")


def names(count: int) -> list[Words]:
    return [Words((name,), "ja") for name in "甲乙丙"[:count]]


def agreement() -> Agreement:
    return Agreement(JA, names(3), NUMBERS, DECIMALS)


def standing() -> Agreement:
    part = agreement()
    finish(*(part.show_row(row) for row in range(3)))
    return part


def colors(part: Agreement, row: int) -> list[str]:
    return [glyph.get_fill_color().to_hex().upper() for glyph in part.texts[row].glyphs]


def test_rows_come_one_by_one() -> None:
    """A row that was not shown states nothing."""
    part = agreement()
    finish(part.show_row(1))
    assert [e.number for e in evidence_in(part) if e.how == "text"] == [NUMBERS[1]]


def test_agreeing_digits_light_and_the_others_do_not() -> None:
    """Sign, whole number and eleven decimals are lit in every row; what differs stays as it was."""
    part = standing()
    finish(part.light())
    for row in range(3):
        lit = [color == JA.color("correct") for color in colors(part, row)]
        assert lit == [True] * (3 + 11) + [False] * 2
    assert part.shown[0].text[:-2] == part.shown[2].text[:-2]
    assert part.shown[0].text[-2:] != part.shown[2].text[-2:]


def test_digits_light_from_the_left() -> None:
    """At one half the first decimals are lit and the last are not."""
    part = standing()
    go(part.light(), 0.5)
    assert colors(part, 0)[3] == JA.color("correct")
    assert colors(part, 0)[12] == JA.color("sub")


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whatever was drawn before."""
    assert same_at_half(agreement, lambda p: p.show_row(0))
    assert same_at_half(standing, lambda p: p.light())


def test_the_still_keeps_the_layout_rules() -> None:
    """Rows, names and the line under the lit digits keep clear of each other."""
    part = standing().put_at(960, 500)
    finish(part.light())
    assert not faults(part)


def test_numbers_that_do_not_agree_are_refused() -> None:
    """Claiming one decimal more than the record says is an error, as is a missing name."""
    with pytest.raises(InputError, match="do not agree to 12 decimals"):
        Agreement(JA, names(3), NUMBERS, counted(12, "decimals"))
    with pytest.raises(InputError, match="2 names"):
        Agreement(JA, names(2), NUMBERS, DECIMALS)


def test_numbers_without_a_source_are_refused() -> None:
    """Neither the numbers nor the count may be bare."""
    with pytest.raises(UnknownNumber):
        Agreement(JA, names(2), [number(0.5), 0.5], counted(1, "decimals"))  # type: ignore[list-item]
    with pytest.raises(UnknownNumber):
        Agreement(JA, names(2), [number(0.5), number(0.5)], 1)  # type: ignore[arg-type]
