"""Outcomes: coins lie where their values are, hop only to recorded ones, and state what is in sight."""

import pytest
from moved import JA, faults, finish, go, record, same_at_half, same_picture, shown

from chainreel.draw.charts.outcomes import Outcome, Outcomes, OutcomesState, powers_around
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.words import Words

RECORD = record("chain")


def words(text: str) -> Words:
    return Words((text,), "ja")


def outcome(case: str, before: str, after: str) -> Outcome:
    styled = ((case, before), (f"{case}_moved", after))
    values = [show(RECORD.number(f"{name}.product"), style, "ja") for name, style in styled]
    return Outcome(words("重み"), *values)


def outcomes(there: float = 0.0) -> Outcomes:
    rows = [outcome("w4", "d", ".2f"), outcome("w6", ".1f", ".3f")]
    part = Outcomes(JA, rows, words("前"), words("後"), width_px=1040, state=OutcomesState(there))
    return part.put_at(960, 500)


def texts(part: Outcomes) -> list[str]:
    return [e.text for e in evidence_in(part) if e.how == "text"]


def test_a_coin_lies_where_its_value_is() -> None:
    """Equal ratios are equal steps along the axis."""
    part = outcomes(3.0)
    left, one, right = (part.point(part.x_of(v), 0)[0] for v in (1e-2, 1.0, 1e1))
    assert (one - left) / (right - one) == pytest.approx(2)
    assert part.prints[1].get_center()[0] == pytest.approx(part.point(part.x_of(57.6650390625), 0)[0])


def test_a_value_before_the_change_is_a_ring_and_after_it_a_coin() -> None:
    """As the keys over the rows say; the coin is not in sight before it leaves the ring."""
    before, after = outcomes(1.0), outcomes(2.0)
    assert before.prints[0] in before.get_family()
    assert before.coins[0] not in before.get_family()
    assert {after.prints[0], after.coins[0]} <= set(after.get_family())
    for key, piece in zip(after.keys, (after.prints[0], after.coins[0]), strict=True):
        assert key.get_fill_color() == piece.get_fill_color()
        assert key.get_stroke_width() == piece.get_stroke_width()


def test_the_axis_is_as_long_as_the_values_need() -> None:
    """Whole powers of ten around them, and 1 within; so near values keep apart."""
    assert powers_around([0.7, 57.7, 0.013]) == (-2, 2)
    assert powers_around([2.0, 3.0]) == (-1, 1)


def test_coins_of_near_values_do_not_touch() -> None:
    """The dot left at 1 and the coin at 0.70 are two."""
    part = outcomes(2.0)
    assert part.prints[0].get_left()[0] > part.coins[0].get_right()[0]


def test_each_step_brings_one_value_and_ends_on_the_part_built_there() -> None:
    """What is not there yet states no number."""
    part = outcomes()
    for there, text in enumerate(("1", "0.70", "57.7", "0.013"), 1):
        assert text not in texts(part)[3:]  # the first three are the axis's
        finish(part.advance())
        assert text in texts(part)[3:]
        assert same_picture(part, outcomes(float(there)))


def test_a_hopping_coin_needs_no_frame_before() -> None:
    """Half of a hop is the same frame, however it was reached."""
    assert same_at_half(lambda: outcomes(3.0), lambda part: part.advance())  # type: ignore[attr-defined]


def test_on_its_way_a_coin_stands_for_the_value_it_left() -> None:
    """Only recorded values are noted: the old one until the coin has landed."""
    part = outcomes(1.0)
    go(part.advance(), 0.5)
    assert [e.number for e in evidence_in(part.coins[0])] == [RECORD.number("w4.product")]
    finish(outcomes(1.0).advance())


def test_after_the_last_value_there_is_none() -> None:
    """A fifth step is refused."""
    with pytest.raises(InputError, match="already"):
        outcomes(4.0).advance()


def test_the_still_keeps_the_layout_rules() -> None:
    """No label touches another, a coin, the axis or the line at 1."""
    assert not faults(outcomes(4.0))


def test_a_far_name_leads_to_its_values() -> None:
    """From a row whose values are far from its name a line goes towards them and stops before them."""
    part = outcomes(4.0)
    assert part.guides[0] in part.get_family()
    left, right = part.guides[0].get_left()[0], part.guides[0].get_right()[0]
    assert part.names[0].get_right()[0] < left < right
    assert right < min(label.get_left()[0] for label in part.labels[:2])


def test_rows_and_sources_are_needed() -> None:
    """No rows, or a bare number, are refused."""
    with pytest.raises(InputError, match="at least one row"):
        Outcomes(JA, [], words("前"), words("後"))
    with pytest.raises(UnknownNumber):
        Outcomes(JA, [Outcome(words("w"), 1.0, shown(2))], words("前"), words("後"))  # type: ignore[arg-type]
