"""A tower's first layers from near: they are the tower's own, and a bridge runs around each."""

import numpy as np
import pytest
from moved import JA, faults, finish, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.networks.tower import Tower
from chainreel.draw.networks.tower_layers import BAR, BRIDGE, TowerLayers
from chainreel.errors import InputError
from chainreel.theme import px

DEPTH = record("headline").number("settings.depth")


def tower() -> Tower:
    return Tower(JA, DEPTH, width_px=460, height_px=340).put_at(1566, 380)


def layers(**state: float) -> TowerLayers:
    part = TowerLayers(JA, tower(), [shown(k, "d") for k in (1, 2, 3)]).put_at(1080, 380)
    part.take(**state)
    return part


def test_it_begins_inside_the_tower() -> None:
    """At first nothing is seen of it, and then each bar lies where the tower's own layer lies."""
    assert len(layers().submobjects) == 1
    part = layers(opened=1e-9)
    for own, bar in zip(tower().bars, part.bars, strict=False):
        assert np.allclose(bar.get_center(), own.get_center(), atol=1e-6)
        assert bar.width == pytest.approx(own.width, rel=1e-6)
        assert bar.height == pytest.approx(own.height, rel=1e-6)


def test_from_near_the_layers_stand_apart_with_their_numbers() -> None:
    """Three bars, the first on top, and the layers' numbers as text."""
    part = layers(opened=1.0)
    heights = [bar.get_y() for bar in part.bars]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - px(BAR[1]) > heights[1]
    assert [e.text for e in evidence_in(part)] == ["1", "2", "3"]


def test_a_bridge_runs_from_before_its_layer_to_behind_it_clear_of_the_bar() -> None:
    """It begins and ends on the way through the layers, and beside the bar it lies outside."""
    part = layers(opened=1.0, bridged=3.0)
    for layer, (bridge, bar) in enumerate(zip(part.bridges, part.bars, strict=True)):
        start, end = part.from_scene(bridge.points[0]), part.from_scene(bridge.points[-1])
        assert np.allclose(start[:2], (0, part.layer_y(layer) - BRIDGE.reach))
        assert np.allclose(end[:2], (0, part.layer_y(layer) + BRIDGE.reach))
        beside = [p for p in bridge.points if abs(p[1] - bar.get_y()) <= bar.height / 2]
        assert min(p[0] for p in beside) > bar.get_right()[0]


def test_without_bridges_none_is_drawn() -> None:
    """The other tower's layers are the same but for them."""
    part = layers(opened=1.0)
    assert not any(bridge in part.submobjects for bridge in part.bridges)


def test_frames_do_not_depend_on_the_frames_before() -> None:
    """Neither of the layers on their way nor of bridges that grow; the end is the part built so."""
    assert same_at_half(layers, lambda part: part.open())  # type: ignore[attr-defined]
    part = layers()
    finish(part.open())
    finish(part.build_bridges())
    assert same_picture(part, layers(opened=1.0, bridged=3.0))


def test_the_still_keeps_the_layout_rules() -> None:
    """Numbers, bars and bridges have no layout fault."""
    assert not faults(layers(opened=1.0, bridged=3.0))


def test_a_tower_shows_no_layer_that_it_lacks() -> None:
    """A tower of thirty has no thirty-first."""
    with pytest.raises(InputError, match="first 31"):
        TowerLayers(JA, tower(), [shown(k + 1, "d") for k in range(31)])
