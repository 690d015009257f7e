"""Parts of a model's film: what they state, what they leave out, and what they refuse."""

import numpy as np
import pytest

from chainreel.draw.charts.area_squares import AreaSquares
from chainreel.draw.charts.heat_rows import HeatRows
from chainreel.draw.charts.share_columns import ShareColumns
from chainreel.draw.charts.stop_bars import StopBars, plain_style, scales_of
from chainreel.draw.evidence import evidence_in
from chainreel.draw.images.value_tiles import NO_NUMBER, ValueTiles
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number, counted
from chainreel.show import show
from chainreel.theme import DARK, Look, px
from chainreel.words import Words

LOOK = Look(DARK, "en")
SIZE = {"width_px": 1600, "height_px": 400}


def numbers(*values: float) -> list[Number]:
    return [counted(value, "test") for value in values]


def names(count: int) -> list[Words]:
    return [Words((show(counted(k, "stop"), "d", "en"),), "en") for k in range(count)]


def stated(part: object, how: str) -> list[float]:
    return [e.number.value for e in evidence_in(part) if e.how == how]  # type: ignore[arg-type]


def test_areas_are_to_one_scale() -> None:
    """Four times the count, twice the side; 0 is not drawn but written."""
    part = AreaSquares(LOOK, [show(n, "d", "en") for n in numbers(100, 400, 0)], width_px=1200, side_px=300)
    assert part.sides[1] == pytest.approx(2 * part.sides[0])
    assert stated(part, "area") == [100, 400]
    assert sorted(stated(part, "text")) == [0, 100, 400]


def test_a_bar_ends_at_its_value_on_either_axis() -> None:
    """From 0 at first; turned, on whole decades, where a tenth is one decade lower."""
    part = StopBars(LOOK, numbers(0.5, 0.05), names(2), **SIZE)
    plain = [part.floor - part._top(k, 1.0) for k in range(2)]
    assert plain[0] == pytest.approx(10 * plain[1])
    part.take(turned=1.0)
    turned = [part.floor - part._top(k, 1.0) for k in range(2)]
    assert turned[0] - turned[1] == pytest.approx(part.rise / np.log10(part.digits.last / part.digits.first))


def test_what_is_zero_or_no_number_is_a_ring_and_no_bar() -> None:
    """Zero is stated as a length; what is no number states none; what nothing reached is not there."""
    part = StopBars(LOOK, numbers(0.5, 0.0, 0.0, 0.0), names(4), odd=[2], missing=[3], **SIZE)
    red = [m for m in part.get_family() if m in part.rings.values()]
    assert len(red) == 2
    assert sorted(stated(part, "length")) == [0.0, 0.5]


@pytest.mark.parametrize("lengths", [(1e-9, 3.0), (0.02,), (7.0, 7.0), (1e-12, 1e-11), (4e6, 1.0)])
def test_every_length_has_a_place_on_both_axes(lengths: tuple[float, ...]) -> None:
    """Within their ends, and off the floor of the log one."""
    plain, digits = scales_of(lengths)
    for length in lengths:
        assert 0 < plain.share(length) <= 1
        assert 0 < digits.share(length) <= 1
    assert plain_style([0.0, plain.last])


def test_shares_stack_to_the_whole_and_hang_below_when_negative() -> None:
    """Parts above the line less those below it are one whole."""
    shares = [[show(n, "%0", "en") for n in numbers(1.25, -0.25)]]
    part = ShareColumns(LOOK, shares, names(1), ["backward", "sub"], **SIZE)
    above, below = part.parts[0]
    assert above.height - below.height == pytest.approx(px(part.unit), rel=1e-6)
    assert above.get_bottom()[1] == pytest.approx(below.get_top()[1])
    with pytest.raises(InputError, match="a colour for each way"):
        ShareColumns(LOOK, shares, names(1), ["backward"], **SIZE)


def test_a_cell_is_as_bright_as_its_value() -> None:
    """In shades; what is no number is red, what is below zero violet."""
    part = ValueTiles(LOOK, [numbers(1, 0, -1, NO_NUMBER)], width_px=400, height_px=100)
    colors = {m.get_fill_color().to_hex().upper() for _, _, m in part.shades}
    assert colors == {LOOK.color(token).upper() for token in ("text", "panel", "negative", "wrong")}
    with pytest.raises(InputError, match="tiles show -1 to 1"):
        ValueTiles(LOOK, [numbers(1.5)], width_px=40, height_px=40)


def test_rows_come_step_by_step() -> None:
    """Half of the run, half of the cells."""
    part = HeatRows(LOOK, [numbers(1, 10, 100, 1000)], names(1), names(1), width_px=1200, row_px=40)
    assert len(stated(part, "shade")) == 4
    part.take(run=0.5)
    assert len(stated(part, "shade")) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: AreaSquares(LOOK, [3.0], width_px=100, side_px=50),  # type: ignore[list-item]
        lambda: StopBars(LOOK, [0.5], names(1), **SIZE),  # type: ignore[list-item]
        lambda: ShareColumns(LOOK, [[0.5]], names(1), ["sub"], **SIZE),  # type: ignore[list-item]
        lambda: ValueTiles(LOOK, [[0.5]], width_px=10, height_px=10),  # type: ignore[list-item]
        lambda: HeatRows(LOOK, [[0.5]], names(1), (), width_px=900, row_px=40),  # type: ignore[list-item]
    ],
    ids=["squares", "bars", "columns", "tiles", "heat"],
)
def test_a_number_without_a_source_is_refused(make: object) -> None:
    """As by every part."""
    with pytest.raises(UnknownNumber):
        make()  # type: ignore[operator]
