"""The sigmoid, and the hill that two layers of sigmoids make: curves that begin unbent."""

from __future__ import annotations

from collections.abc import Callable

from chainreel.draw.axes.axis import Ticks, ticks
from chainreel.draw.axes.curve import Curve
from chainreel.draw.axes.plot import NO_TICKS
from chainreel.draw.axes.view import View
from chainreel.draw.part.posing import between, on_the_way
from chainreel.number import Number, add, counted, line, multiply, sigmoid, sigmoid_slope
from chainreel.records.record import Record
from chainreel.theme import Look

WINDOW = View(-6, 6, 0, 1)
TO_SCALE = View(-3, 3, -0.3, 1.3)  # with room for the line that is yet to bend
UP = ticks(0, 1, 1)
MIDDLE = "curve.z.60"  # where the sigmoid is steepest


def sigmoid_curve(
    look: Look, record: Record, width_px: float, height_px: float, view: View = WINDOW, marked: bool = True
) -> Curve:
    """The sigmoid of the record ``collapse``; unbent it is the line through its steepest point, as steep."""
    slope, height = record.number("curve.slope_max"), sigmoid(record.number(MIDDLE))
    return Curve(
        look, sigmoid, sigmoid_slope, view=view, width_px=width_px, height_px=height_px,
        bending=lambda z, share: on_the_way(line(z, slope, height), sigmoid(z), share),
        x_ticks=marks(along(view), marked), y_ticks=marks(UP, marked), grid="y", cross=not marked,
        edge=view.bottom == WINDOW.bottom,
    )  # fmt: skip


def sigmoid_to_scale(look: Look, record: Record, width_px: float) -> Curve:
    """The sigmoid with one scale for both axes, so that its slope looks as steep as it is."""
    height_px = width_px * (TO_SCALE.top - TO_SCALE.bottom) / (TO_SCALE.right - TO_SCALE.left)
    return sigmoid_curve(look, record, width_px, height_px, TO_SCALE)


def hill_curve(look: Look, record: Record, width_px: float, height_px: float) -> Curve:
    """The output of the second layer; unbent its weights are still 0."""
    weights, off = record.numbers("settings.second_layer"), counted(0, "no weight yet")
    neurons, whole = first_layer(record), counted(1, "share of a bend")

    def output(x: Number, share: Number) -> Number:
        *factors, bias = (between(off, w, share.value) for w in weights)
        terms = (multiply(w, h(x)) for w, h in zip(factors, neurons, strict=True))
        return sigmoid(add(*terms, bias))

    return Curve(
        look, lambda x: output(x, whole), view=WINDOW, width_px=width_px, height_px=height_px,
        bending=output, x_ticks=along(WINDOW), y_ticks=UP, grid="y",
    )  # fmt: skip


def first_layer(record: Record) -> list[Callable[[Number], Number]]:
    """What each neuron of the first layer makes of x."""
    return [neuron(a, b) for a, b in record.rows("settings.first_layer")]


def neuron(a: Number, b: Number) -> Callable[[Number], Number]:
    """A line, then a sigmoid."""
    return lambda x: sigmoid(line(x, a, b))


def along(view: View) -> Ticks:
    """About six steps across."""
    return ticks(view.left, view.right, (view.right - view.left) // 6)


def marks(wanted: Ticks, marked: bool) -> Ticks:
    return wanted if marked else NO_TICKS
