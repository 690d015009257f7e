"""The parts of a convolution: photo, window, feature map, kernel step and pooling show true numbers."""

import numpy as np
import pytest
from moved import JA, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.images.feature_map import FeatureMap, MapPile
from chainreel.draw.images.kernel_step import KernelNames, KernelStep
from chainreel.draw.images.photo import Photo
from chainreel.draw.images.pooling import Pooling
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import Number
from chainreel.pitch import heard_in
from chainreel.theme import at, px
from chainreel.words import Words

CNN = record("cnn")
NAMES = KernelNames(*(Words((name,), "ja") for name in ("画素", "重み", "積", "バイアス", "足す")))


def grid(*rows: tuple[float, ...]) -> list[list[Number]]:
    return [[number(value) for value in row] for row in rows]


def photo() -> Photo:
    return Photo(JA, grid((0, 50, 100), (100, 50, 0)), number(100), width_px=300)


def step() -> KernelStep:
    numbers = [shown(k / 10, ".2f") for k in range(9)]
    origins = [at(300 + 40 * k, 300) for k in range(9)]
    totals = [shown(k / 5, ".2f") for k in range(10)]
    return KernelStep(JA, numbers, numbers, numbers, shown(-0.01, ".2f"), totals, NAMES, origins, 40)


def pooling(*windows: tuple[float, ...], stop: int = 0) -> Pooling:
    origins = [at(300 + 40 * k, 300) for k in range(4)]
    values = [[shown(v, ".2f") for v in window] for window in windows]
    return Pooling(JA, values, stop, origins, at(1500, 300), 40)


def texts(part: object) -> list[str]:
    return [e.text for e in evidence_in(part) if e.how == "text"]  # type: ignore[arg-type]


def test_a_photo_draws_pixels_of_one_shade_as_one_shape() -> None:
    """Six pixels of three shades: black, grey and white, two squares each."""
    part = photo()
    assert len(part.submobjects) == 1 + 3
    assert all(len(shape.points) == 2 * 16 for shape in part.submobjects[1:])


def test_a_photo_develops_row_by_row() -> None:
    """Half way its first row is there, and at the end all of it."""
    part, whole = photo(), photo()
    part.take(developed=0.5)
    assert sum(len(shape.points) for shape in part.submobjects[1:]) == 3 * 16
    finish(part.develop(1.0))
    assert same_picture(part, whole)


def test_a_rim_belongs_to_a_photo_from_the_first() -> None:
    """Two pixels and a rim of one are four pixels wide, with or without its rows; a pixel is a quarter."""
    part = Photo(JA, grid((0, 100), (100, 0)), number(100), width_px=400, rim=1)
    assert part.stage.width == pytest.approx(px(400))
    assert part.pitch == pytest.approx(100)
    part.take(developed=0.0)
    assert part.ground in part.submobjects
    assert not list(evidence_in(part))


def test_a_photo_refuses_a_pixel_beyond_its_brightest() -> None:
    """No shade could show it."""
    with pytest.raises(InputError, match="not 100"):
        Photo(JA, grid((0, 100)), number(50), width_px=300)


def test_a_window_stands_on_the_cells_that_it_reads() -> None:
    """Over 8 x 8 cells of 40 px, a 3 x 3 window that starts outside is centred on its own cell."""
    over = FeatureMap(JA, CNN.rows("first.after.0"), number(10), 320)
    window = SlidingWindow(JA, over.stage, (8, 8), (8, 8), outside=1)
    window.stand_at(1, 4)
    assert np.allclose(window.frame.get_center(), over.middle_of(1, 4))
    assert window.frame.width == pytest.approx(120 / 135)


def test_a_window_and_its_map_go_in_step() -> None:
    """At every moment the map knows exactly the cells that the window has read."""
    over = FeatureMap(JA, CNN.rows("first.after.0"), number(10), 320)
    window = SlidingWindow(JA, over.stage, (8, 8), (8, 8), outside=1)
    for alpha in (0.0, 0.21, 0.5, 0.83, 1.0):
        window.take(stop=0)
        go(window.sweep(2.0), alpha)
        go(over.fill(2.0), alpha)
        assert round(over.state.known * 64) == window.state.stop + 1


def test_a_window_sweeps_on_from_where_it_stands() -> None:
    """It never jumps to the first stop: that comes after the last, and its map is filled in that order."""
    over = FeatureMap(JA, CNN.rows("first.after.0"), number(10), 320)
    window = SlidingWindow(JA, over.stage, (8, 8), (8, 8), outside=1)
    window.stand_at(1, 4)
    over.take(known=0.0, first=window.state.stop)
    go(window.sweep(2.0), 0.0)
    go(over.fill(2.0), 0.0)
    assert window.state.stop == 12
    assert len(over.submobjects) == 2 + 1
    go(window.sweep(2.0), 1.0)
    assert window.state.stop == 11


def test_a_map_shows_what_is_negative_until_it_is_rectified() -> None:
    """ReLU takes away the hollow cells and leaves the others."""
    part = FeatureMap(JA, grid((1, -1), (-2, 0)), number(2), 100)
    assert len(part.submobjects) == 2 + 4
    finish(part.grow(rectified=1.0))
    assert len(part.submobjects) == 2 + 2


def test_the_bluest_cell_of_a_map_is_its_largest_value() -> None:
    """The shade is the value's part of the largest one."""
    part = FeatureMap(JA, grid((2, 1), (0, 0)), number(2), 100)
    assert part.cells[0].get_fill_color().to_hex() == JA.color("forward")
    assert part.cells[2].get_fill_color().to_hex() == JA.color("panel")


def test_a_map_refuses_values_without_a_source() -> None:
    """A shade shows a number like any text does."""
    with pytest.raises(UnknownNumber):
        FeatureMap(JA, [[0.5]], number(1), 100)  # type: ignore[list-item]


def test_a_pile_has_its_first_map_in_front() -> None:
    """It is drawn last."""
    pile = MapPile(JA, [CNN.rows(f"first.after.{k}") for k in range(3)], number(10), 100, (10, 10))
    assert pile.submobjects[-1] is pile.maps[0]


def test_a_kernel_step_counts_its_products() -> None:
    """When the sixth term has arrived, the sum shows the sixth total; at the end, the last."""
    part = step()
    part.take(lifted=1.0, weighted=1.0, multiplied=1.0)
    go(part.add_up(), 1.0)
    assert part.total.words.plain == "1.80"
    adding = step().add_up()
    assert [e.text for e in adding.evidence] == [f"{k / 5:.2f}" for k in range(10)]


def test_a_kernel_step_shows_a_product_only_when_it_is_made() -> None:
    """Before the multiplication there are pixels and weights; after it, the row of products too."""
    part = step()
    part.take(lifted=1.0, weighted=1.0)
    before = len(texts(part))
    finish(part.multiply())
    assert len(texts(part)) == before + 9
    assert same_at_half(step, lambda p: p.add_up())


def test_what_a_kernel_step_moves_passes_behind_its_numbers() -> None:
    """Products come out from behind the weights, and fall into the sum from behind their row."""
    part = step()
    part.take(lifted=1.0, weighted=1.0, multiplied=0.5)
    order = list(part.submobjects)
    products = [order.index(tile.shape) for tile in part.products if tile.shape in order]
    assert products
    assert max(products) < order.index(part.weights[0].shape)
    part.take(multiplied=1.0, added=0.5)
    order = list(part.submobjects)
    falling = [order.index(tile.shape) for tile in part.flying if tile.shape in order]
    assert falling
    assert max(falling) < order.index(part.products[0].shape)


def test_what_pooling_sends_comes_out_from_behind_its_tiles() -> None:
    """The copy is drawn before them, and tells its number until it is too small for it."""
    part = pooling((0.0, 0.1, 0.65, 0.15))
    part.take(lifted=1.0, chosen=1.0, sent=0.3)
    order = list(part.submobjects)
    assert all(order.index(part.copy_sent.shape) < order.index(tile.shape) for tile in part.made[0])
    assert part.copy_sent.text in order
    part.take(sent=0.6)
    assert part.copy_sent.text not in part.submobjects


def test_pooling_keeps_the_largest() -> None:
    """Only the largest of four goes on."""
    part = pooling((0.0, 0.1, 0.65, 0.15))
    assert part.largest(0) == [2]
    assert [e.text for e in evidence_in(part.copy_sent.text)] == ["0.65"]


def test_pooling_lights_every_value_that_is_largest() -> None:
    """Of equal values it does not matter which one stays, and none of them is dimmed."""
    part = pooling((0.65, 0.65, 0.1, 0.2))
    part.take(lifted=1.0, chosen=1.0)
    assert len(part.submobjects) == 1 + 4 * 2 + 2


def test_pooling_follows_its_window() -> None:
    """At every stop, on from the one that it began with, the values are those that the window sees."""
    part = pooling((0.1, 0.2, 0.3, 0.4), (0.5, 0.6, 0.7, 0.8), (0.9, 1.0, 1.1, 1.2), stop=1)
    for alpha, last in ((0.0, "0.80"), (0.5, "1.20"), (1.0, "0.40")):
        part.take(stop=1, lifted=1.0, chosen=1.0)
        go(part.follow(2.0), alpha)
        assert texts(part)[-1] == last


def test_pooling_refuses_a_window_that_has_not_four_values() -> None:
    """Its tiles are four."""
    with pytest.raises(InputError, match="four values"):
        pooling((0.65, 0.1, 0.2))


def test_the_sum_is_heard_when_the_last_addend_has_arrived() -> None:
    """One stroke at the end, at the whole sum's pitch."""
    part = step()
    ((sounding, tone),) = heard_in(part.add_up(3.0))
    assert tone.at == 3.0
    assert sounding.numbers[0] == part.totals[-1].number
