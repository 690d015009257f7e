"""Factors written out: chips, products and sums that are true as shown, and their motions."""

import pytest
from moved import JA, extent_px, faults, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.gradients.factor_state import Factor, FactorState
from chainreel.draw.gradients.factors import FactorTable
from chainreel.draw.part.widths import Widths
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.theme import MAGNITUDE_MAX, at
from chainreel.words import Maths, Words

RECORD = record("small_network")
KINDS = ("error", "slope", "weight", "slope", "weight", "slope", "value")
STYLES = (".3f", ".4f", ".1f", ".4f", ".1f", ".4f", "d")
SIGNS = ("h - y", "sigma'", "w", "sigma'", "w", "sigma'", "x")
WIDTHS = Widths(RECORD.number("paths.products.1"))


def table(state: FactorState | None = None) -> FactorTable:
    rows = [
        [Factor(show(n, style, "ja"), kind) for n, style, kind in zip(row, STYLES, KINDS, strict=True)]
        for row in RECORD.rows("paths.factors")
    ]
    products = [show(n, ".5f", "ja") for n in RECORD.numbers("paths.products")]
    heads = [Words((Maths((sign,)),), "ja") for sign in SIGNS]
    total = show(RECORD.number("paths.sum"), ".5f", "ja")
    return FactorTable(JA, rows, products, heads=heads, total=total, widths=WIDTHS, pitch_px=148, state=state)


def whole() -> FactorTable:
    return table(table().whole())


def test_rows_built_chip_by_chip_end_on_the_table_built_whole() -> None:
    """Two rows and their sum: nothing is left over from the motion."""
    part = table()
    finish(part.build_row(0), part.add_factors(1), part.show_product(1), part.show_total())
    assert same_picture(part, whole())


def test_a_chip_comes_with_its_head_and_its_sign() -> None:
    """Before a chip is there neither its number nor the sign before it is."""
    part = table()
    finish(part.add_factors(0, 0, 1))
    assert [e.text for e in evidence_in(part) if e.how == "text"] == ["\N{MINUS SIGN}0.694", "0.2125"]
    assert part.figure.signs[0, 0] in part.get_family()
    assert part.figure.signs[0, 1] not in part.get_family()


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whether or not other frames were drawn."""
    for motion in (
        lambda p: p.build_row(0),
        lambda p: p.show_product(1),
        lambda p: p.show_total(),
        lambda p: p.step_back(0),
    ):
        assert same_at_half(table, motion)
        assert same_at_half(whole, motion)


def test_a_row_that_steps_back_comes_forward_again() -> None:
    """Dimming is undone by naming other rows."""
    part = whole()
    finish(part.step_back(0))
    assert not same_picture(part, whole())
    finish(part.step_back())
    assert same_picture(part, whole())


def test_the_bar_under_a_product_is_as_wide_as_its_path() -> None:
    """Two products differ by a factor: so do their bars."""
    part = whole()
    heights = [extent_px(bar)[1] for bar in part.figure.bars]
    products = [abs(n.value) for n in RECORD.numbers("paths.products")]
    assert heights[1] == pytest.approx(MAGNITUDE_MAX)
    assert heights[0] / heights[1] == pytest.approx(products[0] / products[1])


def test_a_rounded_product_says_approximately() -> None:
    """≈ where the chips as shown do not make the product as shown, = where they do."""
    factors = [Factor(shown(0.5, ".1f"), "slope"), Factor(shown(0.5, ".1f"), "weight")]
    exact = FactorTable(JA, [factors], [shown(0.25, ".2f")])
    rounded = FactorTable(JA, [factors], [shown(0.25, ".1f")])
    assert exact.figure.signs[0, 1].words.plain == "="
    assert rounded.figure.signs[0, 1].words.plain == "≈"
    assert whole().figure.signs[0, 6].words.plain == "≈"


def test_a_sum_that_is_false_as_shown_is_refused() -> None:
    """0.3 + 0.3 = 0.7 is not shown, even if the full numbers add up."""
    rows = [[Factor(shown(0.34, ".1f"), "value")]] * 2
    with pytest.raises(InputError, match="as shown"):
        FactorTable(JA, rows, [shown(0.34, ".1f")] * 2, total=shown(0.68, ".1f"))


def test_the_still_keeps_the_layout_rules() -> None:
    """The whole table, also with a row that stepped back, has no layout fault."""
    part = whole().scale(0.98).put_at(960, 660)
    assert not faults(part)
    finish(part.step_back(0))
    assert not faults(part)


def test_numbers_without_a_source_are_refused() -> None:
    """Factors, products and sums take shown numbers only."""
    one = [[Factor(shown(0.5), "value")]]
    for build in (
        lambda: FactorTable(JA, [[Factor(0.5, "value")]], [shown(0.5)]),  # type: ignore[arg-type]
        lambda: FactorTable(JA, one, [0.5]),  # type: ignore[list-item]
        lambda: FactorTable(JA, one, [shown(0.5)], total=0.5),  # type: ignore[arg-type]
    ):
        with pytest.raises(UnknownNumber):
            build()


def test_rows_that_do_not_match_and_numbers_that_do_not_fit_are_refused() -> None:
    """Rows of one length, a head for each column, and numbers that leave room in their chips."""
    one, two = [Factor(shown(0.5), "value")], [Factor(shown(0.5), "value")] * 2
    with pytest.raises(InputError, match="one length"):
        FactorTable(JA, [one, two], [shown(0.5)] * 2)
    with pytest.raises(InputError, match="too long"):
        FactorTable(JA, [[Factor(show(number(0.123456789), ".9f", "ja"), "value")]], [shown(0.5)])


def test_a_chip_comes_from_where_it_is_found() -> None:
    """It starts at the scene point, arrives in its row, and the end is the row built in place."""
    part, start, other = table().put_at(960, 660), at(400, 300), table().put_at(960, 660)
    go(part.bring(0, 1, start), 0.001)
    assert part.figure.boxes[0, 1].get_center() == pytest.approx(start, abs=0.01)
    finish(part.bring(0, 0, start), part.bring(0, 1, start), other.add_factors(0, 0, 1))
    assert same_picture(part, other)
    assert same_at_half(table, lambda p: p.bring(1, 2, start))


def test_chips_that_are_not_spoken_of_step_back() -> None:
    """One is singled out, then none: the picture is whole again."""
    part = whole()
    finish(part.single_out(0, 1))
    assert part.figure.boxes[0, 0].get_stroke_color().to_hex().upper() == JA.color("mute")
    assert part.figure.boxes[0, 1].get_stroke_color().to_hex().upper() == JA.color("sub")
    finish(part.single_out(0))
    assert same_picture(part, whole())


def test_turning_to_the_products_leaves_them_alone_and_bright() -> None:
    """Chips and heads are gone, a row that had stepped back has its product bright again."""
    part = whole()
    finish(part.step_back(0))
    finish(part.turn_to_products())
    assert {kind for kind, *_ in part.state.there} == {"product", "bracket", "total"}
    assert part.figure.bars[0].get_fill_color().to_hex().upper() == JA.color("backward")


def test_a_product_is_named_where_its_chips_were() -> None:
    """The name ends before the product, on its line."""
    part = whole()
    finish(part.turn_to_products())
    name = part.name_product(1, Words(("lower path",), "en"))
    assert name.get_right()[0] < part.figure.results[1].get_left()[0]
    assert name.baseline == pytest.approx(part.figure.results[1].baseline)


def test_a_number_leaves_a_fifth_of_its_chip_free() -> None:
    """A column is as wide as its longest number needs, and the signs keep their room."""
    part = whole()
    for place, text in part.figure.texts.items():
        assert text.width <= 0.81 * part.figure.boxes[place].width, text.words.plain
    gaps = [
        part.figure.boxes[0, c + 1].get_left()[0] - part.figure.boxes[0, c].get_right()[0]
        for c in range(part.columns - 1)
    ]
    assert gaps == pytest.approx([gaps[0]] * len(gaps))


def test_the_sum_is_named_over_it() -> None:
    """The name begins where the sum does, and keeps clear of it."""
    part = whole()
    assert part.figure.sum is not None
    name = part.name_total(Words(("gradient",), "en"))
    assert name.get_left()[0] == pytest.approx(part.figure.sum.get_left()[0], abs=0.03)
    assert name.get_bottom()[1] > part.figure.sum.get_top()[1]


def test_the_sum_is_handed_over_where_it_stands() -> None:
    """The text that goes on lies exactly on the sum, which the table then shows no more."""
    part = whole().put_at(966, 660)
    assert part.figure.sum is not None
    stood = part.figure.sum.get_center()
    text = part.hand_over_total()
    assert text.get_center() == pytest.approx(stood)
    assert part.figure.sum not in part.get_family()


def test_a_moved_table_draws_itself_where_it_stands() -> None:
    """Chips that appear after the table moved stand in their row."""
    part = table().put_at(960, 660)
    finish(part.build_row(0), part.build_row(1), part.show_total())
    assert same_picture(part, whole().put_at(960, 660))
    go(part.step_back(1), 0.5)
