"""The parts of chapter ``network``, filled from its records."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.draw.axes.axis import ticks
from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.number_line import NumberLineMachine
from chainreel.draw.axes.operation import Times
from chainreel.draw.axes.plane import Line, Plane
from chainreel.draw.networks.deep_network import DeepNetwork
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.text import Align
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import at
from scenes.bending import MIDDLE, sigmoid_curve

SMALL_SIGMOID = (1380, 730)  # pixels: its middle, beside the sum


def machine(scene: LectureScene, names: Sequence[str], *slopes: Number) -> NumberLineMachine:
    """A machine that multiplies; one of fewer steps is as high as one of more."""
    inputs = [counted(x, "input on the x axis") for x in (0, 1)]
    machine = NumberLineMachine(
        scene.look, [Times(a, "d") for a in slopes], names, inputs=inputs, focus=inputs[0],
        span=(-1, 7), width_px=860, line_px=420 / len(slopes), value_px=60, with_values=False,
    )  # fmt: skip
    machine.take(reach=0.0)
    return machine


def plane(scene: LectureScene, first: Line) -> Plane:
    return Plane(
        scene.look, [], first, x_span=(-2.5, 2.5), y_span=(-10, 10), width_px=740, height_px=450,
        x_ticks=ticks(-2, 2, 1), y_ticks=ticks(-10, 10, 5),
    )  # fmt: skip


def digits_network(scene: LectureScene) -> DeepNetwork:
    record = scene.record("digits_net")
    pixels = [n for row in record.rows("example.pixels") for n in row]
    layers = [pixels, record.numbers("example.h1"), record.numbers("example.h2")]
    outputs = [show(n, ".3f", scene.look.language) for n in record.numbers("example.probability")]
    return DeepNetwork(scene.look, layers, outputs, column_px=230)


def counter_from(scene: LectureScene, first: Number, style: str, role: str, align: Align = "left") -> Counter:
    return counter(scene.look, show(first, style, scene.look.language), role, "text", align)


def small_sigmoid(scene: LectureScene) -> Curve:
    """The sigmoid beside a sum, its point in the middle."""
    record = scene.record("collapse")
    curve = sigmoid_curve(scene.look, record, 310, 170, marked=False)
    curve.move_to(at(*SMALL_SIGMOID))
    curve.take(at=record.number(MIDDLE))
    return curve
