"""Named coins on a ruler of digits: each lies at its value, and states it once it has come down."""

import pytest
from moved import JA, faults, finish, record, same_at_half, same_picture, shown

from chainreel.draw.axes.digit_ruler import DigitRuler, Landmark
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number
from chainreel.pitch import heard_in
from chainreel.show import show
from chainreel.theme import at
from chainreel.words import Words

GRADIENTS = [record("degradation").number(f"plain.{s}.gradient.first.median") for s in ("shallow", "deep")]


def words(text: str) -> Words:
    return Words((text,), "ja")


def ruler(there: float = 0.0) -> DigitRuler:
    marks = [Landmark(words("浅い"), show(GRADIENTS[0], "s2", "ja"), lit=False)]
    marks.append(Landmark(words("深い"), show(GRADIENTS[1], "s2", "ja")))
    part = DigitRuler(JA, marks, (-2, 5))
    part.shift(at(960, 700))
    part.take(there=there)
    return part


def stated(part: DigitRuler) -> list[Number]:
    return [e.number for e in evidence_in(*part.coins) if e.how == "position"]


def test_coins_lie_at_their_values_wherever_the_ruler_stands() -> None:
    """Equal ratios are equal steps, also after the ruler was moved."""
    part = ruler(2.0)
    for coin, number in zip(part.coins, GRADIENTS, strict=True):
        assert coin.get_center() == pytest.approx(part.axis.at(number))
    assert stated(part) == GRADIENTS


def test_coins_come_one_after_the_other() -> None:
    """After the first drop only one is in the part, with its value and its name."""
    part = ruler()
    assert not any(coin in part.submobjects for coin in part.coins)
    finish(part.drop())
    assert same_picture(part, ruler(1.0))
    assert next(e.text for e in evidence_in(*part.labels) if e.how == "text") == "7.4"
    assert part.coins[1] not in part.submobjects


def test_a_coin_for_comparison_is_smaller_than_a_lit_one() -> None:
    """Dim and half as large, so that the eye goes to the lit one."""
    dim, lit = ruler(2.0).coins
    assert dim.width < 0.7 * lit.width


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half the picture is the same, whether or not other frames were drawn."""
    assert same_at_half(ruler, lambda p: p.drop(2))  # type: ignore[attr-defined]


def test_the_still_keeps_the_layout_rules() -> None:
    """Coins, values and names stand clear of each other and of the tick labels."""
    assert not faults(ruler(2.0))


def test_what_has_no_place_or_no_source_is_refused() -> None:
    """A value beyond the axis, a bare number, and more coins than there are."""
    with pytest.raises(InputError, match="lies outside the axis"):
        DigitRuler(JA, [Landmark(words("大きい"), shown(1e7, "e2"))], (-2, 5)).take(there=1.0)
    with pytest.raises(UnknownNumber):
        DigitRuler(JA, [Landmark(words("数"), 3.0)], (-2, 5))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="the ruler has 2 coins, not 3"):
        ruler(2.0).drop()


def test_a_coin_is_heard_when_it_touches_the_ruler() -> None:
    """Each at its value's pitch, at the moment at which its fall ends."""
    part = ruler()
    drop = part.drop(2, 2.0)
    heard = list(heard_in(drop))
    assert [sounding.numbers[0] for sounding, _ in heard] == GRADIENTS
    drop.begin()
    for landed, (_, tone) in enumerate(heard, 1):
        drop.interpolate(tone.at / 2.0)
        assert part.state.there == pytest.approx(landed)
