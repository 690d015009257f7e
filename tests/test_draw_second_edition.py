"""Towers lit by their gradients, towers that lose a layer, and the zoom into a cloud of digits."""

from __future__ import annotations

import numpy as np
import pytest
from moved import JA

from chainreel.colour import luminance
from chainreel.draw.charts.digit_zoom import SPREAD_PX, DigitZoom
from chainreel.draw.evidence import evidence_in
from chainreel.draw.networks.tower import Tower
from chainreel.draw.networks.tower_lesion import LesionTower
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.draw.part.light import light_of
from chainreel.errors import InputError
from chainreel.number import Number, counted

LENGTHS = [[1e-8, 1e-8], [1e-4, 1e-3], [1.0, 10.0]]


def number(value: float) -> Number:
    return counted(value, "a value to draw")


def numbers(*values: float) -> list[Number]:
    return [number(v) for v in values]


def lit() -> LitTower:
    pixels = [number(0.5)] * 64
    rows = [numbers(*row) for row in LENGTHS]
    return LitTower(JA, number(3), rows, digits=[pixels], labels=[number(3)], answers=[number(3)])


def test_a_longer_gradient_is_never_darker() -> None:
    """From panel to orange to pale, over all the powers of ten of the legend."""
    bright = [luminance(light_of(JA, 10.0**k)) for k in range(-8, 2)]
    assert bright == sorted(bright)
    assert light_of(JA, 1e-8) == JA.color("panel")
    assert light_of(JA, 1.0) == JA.color("backward")


def test_each_layer_of_a_lit_tower_has_the_light_of_its_own_gradient_at_that_step() -> None:
    """And says which number it shows."""
    tower = lit()
    tower.take(lit=1.0, step=1)
    colors = [bar.get_fill_color().to_hex().upper() for bar in tower.bars]
    assert colors == [light_of(JA, row[1]).upper() for row in LENGTHS]
    shown = {e.number.value for e in evidence_in(tower) if e.how == "shade"}
    assert {row[1] for row in LENGTHS} <= shown


def test_a_lit_tower_needs_a_row_for_every_layer() -> None:
    """Three layers are not lit by two rows."""
    with pytest.raises(InputError, match="as many rows"):
        LitTower(JA, number(3), [numbers(1.0)] * 2, digits=[], labels=[], answers=[])


def test_a_tower_has_no_bridge_before_the_layer_from_which_it_is_bridged() -> None:
    """From the second of three layers on there are two."""
    tower = Tower(JA, number(3), bridged_from=2)
    tower.take(bridged=1.0)
    heights = sorted(float(bridge.get_center()[1]) for bridge in tower.bridges)
    layers = sorted(float(tower.layer_point(k)[1]) for k in (2, 3))
    assert heights == pytest.approx(layers, abs=1e-6)


def lesion() -> LesionTower:
    return LesionTower(
        JA, number(3), numbers(2, 3), [numbers(0.25, 0.75), numbers(0.5, 1.0)], number(0.1),
        bridged=True, color="correct",
    )  # fmt: skip


def test_a_dot_stands_at_its_layer_and_at_what_is_still_read() -> None:
    """Of both seeds once they are told."""
    tower = lesion()
    tower.take(told=2.0, seeds=2.0)
    for row, readings in zip(tower.dots, tower.readings, strict=True):
        for dot, reading, layer in zip(row, readings, tower.layers, strict=True):
            place = tower.from_scene(dot.get_center())
            assert place[:2] == pytest.approx(
                [tower.reading_x(reading.value), tower.layer_y(layer)], abs=1e-6
            )


def test_pulling_a_layer_puts_it_back_and_leaves_its_dot() -> None:
    """While it is out it stands beside the tower."""
    tower = lesion()
    motion = tower.pull([2], 1.0)
    motion.begin()
    motion.interpolate(0.5)
    assert tower.state.pulled == 2
    assert tower.bars[1].get_center()[0] < tower.bars[0].get_center()[0]
    motion.interpolate(1.0)
    assert tower.state.pulled is None
    assert tower.bars[1].get_center()[0] == pytest.approx(tower.bars[0].get_center()[0])
    assert tower.state.told == 1.0


def test_a_reading_beyond_its_ruler_is_refused() -> None:
    """A share is 0 to 1."""
    with pytest.raises(InputError, match="no share"):
        lesion().reading_x(1.2)


def test_a_zoom_shows_each_layer_first_as_the_one_before_saw_it_then_at_its_own_scale() -> None:
    """The second layer's spread is a tenth of the first's, so that it is ten times nearer in the end."""
    layers = [[numbers(1.0, 0.0), numbers(-1.0, 0.0)], [numbers(0.1, 0.0), numbers(-0.1, 0.0)]]
    zoom = DigitZoom(JA, layers, numbers(1.0, 0.1), [])
    zoom.take(layer=1, near=0.0)
    assert zoom.magnification() == pytest.approx(1.0)
    far = np.ptp([zoom.from_scene(d.get_center())[0] for d in zoom.dots])
    zoom.take(near=1.0)
    assert zoom.magnification() == pytest.approx(10.0)
    near = np.ptp([zoom.from_scene(d.get_center())[0] for d in zoom.dots])
    assert near == pytest.approx(2 * SPREAD_PX)
    assert near == pytest.approx(10 * far)
