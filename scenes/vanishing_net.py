"""The parts of chapter ``vanishing`` that show a real deep network, filled from its records."""

from __future__ import annotations

from typing import Any

from manim import RIGHT, VGroup

from chainreel.draw.axes.axis import Linear, Logarithmic, decades, ticks
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.bars_turning import TurningBars
from chainreel.draw.charts.digit_cloud import DigitCloud
from chainreel.draw.charts.digit_zoom import DigitZoom
from chainreel.draw.networks.tower_batch import BatchTower
from chainreel.draw.part.shapes import arrow, right_triangle
from chainreel.draw.text.counter import counter
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, MARGIN_X, STROKE_LIT, at, px
from scenes.headline_tower import headline_tower

# Layout in pixels: middles, edges and baselines.
DIRECTION, DIRECTION_LINE, DIRECTION_ARROW, LAYER_LINE = 1100, 226, (1700, 1140), 210
CORNER, LEGS, LEG_BELOW, LEG_BESIDE, LENGTH = (760, 500), (330, 190), (595, 574), (784, 450), (568, 380)
ZOOM = (626, 500)
BARS, SPREAD, CLOUD, TOWER = (960, 510), (1340, 530), (464, 538), (456, 440)
# The charts' axes: whole powers of ten around what was measured, and on the plain one a little over it.
GRADIENT_POWERS, SPREAD_POWERS, PLAIN_END = (-9, -1), (-8, 1), 0.05


def layer_options(scene: LectureScene, count: int) -> dict[str, Any]:
    """What charts with a bar a layer have in common."""
    names = {k: layer_name(scene, k + 1) for k in (0, *range(9, count - 1, 10), count - 1)}
    return {"names": names, "x_name": scene.words("layer"), "at_once": 5}


def layer_name(scene: LectureScene, number: int) -> Shown:
    return show(counted(number, "layer"), "d", scene.look.language)


def gradients(scene: LectureScene) -> TurningBars:
    values = scene.record("profiles").numbers("plain.dloss_dh.median")
    bars = TurningBars(
        scene.look, values, powers_of_ten(GRADIENT_POWERS), decades(*GRADIENT_POWERS, 2),
        plain=Linear(0, PLAIN_END), plain_ticks=ticks(0, 0.04, 0.02, ".2f"),
        y_name=scene.words("log"), plain_name=scene.words("linear"),
        lit={0: Lit("e2", "result_small", "backward"), len(values) - 1: Lit("s2", "result_small")},
        order="leftwards", **layer_options(scene, len(values)),
    )  # fmt: skip
    bars.take(grown=0.0)
    return bars.move_to(at(*BARS))


def spread(scene: LectureScene) -> Bars:
    values = scene.record("profiles").numbers("plain.distance.median")
    bars = Bars(
        scene.look, values, powers_of_ten(SPREAD_POWERS), decades(-8, 0, 2), width_px=850, height_px=470,
        lit={0: Lit("s2"), len(values) - 1: Lit("e2", "result_small", "forward")}, color="forward",
        y_name=scene.words("spread"), **layer_options(scene, len(values)),
    )  # fmt: skip
    bars.take(grown=0.0)
    return bars.move_to(at(*SPREAD))


def direction(scene: LectureScene) -> VGroup:
    name = scene.text("direction", color="backward").put(DIRECTION, DIRECTION_LINE, "right")
    start, tip = (at(x, DIRECTION_LINE - 14) for x in DIRECTION_ARROW)
    return VGroup(name, arrow(scene.look, start, tip, "backward", STROKE_LIT))


def pythagoras(scene: LectureScene) -> tuple[VGroup, VGroup]:
    """Two slopes as legs, and the length that they make."""
    angle, legs, side = right_triangle(scene.look, at(*CORNER), -px(LEGS[0]), px(LEGS[1]))
    below = scene.text("leg", color="sub").put(*LEG_BELOW, "center")
    beside = scene.text("leg", color="sub").put(*LEG_BESIDE)
    length = scene.text("hypotenuse", color="backward").put(*LENGTH, "right")
    return VGroup(angle, legs, below, beside), VGroup(side, length)


def cloud(scene: LectureScene) -> DigitCloud:
    record = scene.record("profiles")
    layers = [record.rows(f"points.plain.{k}") for k in range(len(record.array("points.plain")))]
    names = (scene.words("across"), scene.words("up"))
    cloud = DigitCloud(
        scene.look, record.rows("points.pixels"), layers, reach=0.34, names=names, side_px=476
    )  # fmt: skip
    return cloud.move_to(at(*CLOUD))


def digit_zoom(scene: LectureScene) -> DigitZoom:
    """What the plain tower makes of digits, layer after layer, each at its own scale."""
    record = scene.record("zoom")
    layers = [record.rows(f"points.{k}") for k in range(len(record.array("layers")))]
    pixels = record.rows("pixels")
    chosen = list(zip(record.numbers("chosen"), pixels, strict=True))
    return DigitZoom(scene.look, layers, record.numbers("spread.0"), chosen).put_at(*ZOOM)


def layer_counter(scene: LectureScene) -> VGroup:
    name = scene.text("layer", color="sub").put(MARGIN_X, LAYER_LINE)
    number = counter(scene.look, layer_name(scene, 1), "result_small").put(MARGIN_X, LAYER_LINE)
    return VGroup(name, number.shift((name.get_right()[0] + px(GAP_M) - number.get_left()[0]) * RIGHT))


def tower_of_ones(scene: LectureScene) -> BatchTower:
    return headline_tower(scene.look, scene.record("headline"), "plain").put_at(*TOWER)


def powers_of_ten(ends: tuple[int, int]) -> Logarithmic:
    """The log scale from one power of ten to another."""
    return Logarithmic(10.0 ** ends[0], 10.0 ** ends[1])
