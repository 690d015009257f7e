"""A network too wide to draw whole: some neurons of each layer, shaded by activation, and its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, box, circle, polyline, vec
from chainreel.draw.images.digit import shade
from chainreel.draw.motion import APPEAR, FLOW_AGAIN, FLOW_FIRST, STAGGER, ease_out_cubic
from chainreel.draw.networks.network_state import ARRIVAL, Flow
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import Point, as_numbers, restate
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    filled_shape,
    ink,
    line_shape,
    redraw,
    require_shown,
    tint,
    width_px,
)
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted
from chainreel.show import Shown, show
from chainreel.theme import GAP_M, GAP_S, MAGNITUDE_MIN, STROKE_HAIR, STROKE_OUTLINE, Look

SIDE = 4  # neurons drawn at either end of a layer; the others are an ellipsis
RADIUS, PITCH, DOTS = 20, 54, 4  # pixels; DOTS is the radius of an ellipsis's dot
OUT_RADIUS, OUT_PITCH = 25, 58
BAR, BAR_HEIGHT = 300, 34


@dataclass(frozen=True)
class DeepState:
    """``filled`` layers have their shades (the outputs are the last); ``bars`` says how far those are in."""

    filled: int = 0
    arriving: float = 0.0
    flow: Flow | None = None
    bars: float = 0.0


class DeepNetwork(Staged):
    """Columns of neurons, the first and last few of each of ``layers``, and an output for each class.

    A neuron's shade is its activation, from panel (0) to text (1). ``outputs`` are the classes'
    probabilities, a bar of ``BAR`` pixels for 1 each; the largest is lit and written out. It begins
    without shades: ``run`` or a ``state`` brings them.

    Raises:
        UnknownNumber: an activation or an output without a source.
        InputError: a value outside 0 to 1.
    """

    state: DeepState

    def __init__(
        self,
        look: Look,
        layers: Sequence[Sequence[Number]],
        outputs: Sequence[Shown],
        *,
        column_px: float = 270,
        state: DeepState | None = None,
    ) -> None:
        self.activations = [as_numbers(layer, "a layer's activations") for layer in layers]
        self.outputs = require_outputs(outputs)
        self.column_px = column_px
        self.columns = [*(drawn_places(len(layer)) for layer in self.activations), out_places(len(outputs))]
        tall = max(abs(y) for column in self.columns for y in column.values()) + max(RADIUS, OUT_RADIUS)
        width = len(layers) * column_px + RADIUS + OUT_RADIUS + GAP_M + BAR + GAP_M + 120
        super().__init__(look, width, 2 * (tall + GAP_M + cap_of("label")))
        self.foot = tall + GAP_M + cap_of("label")
        self._make_pieces()
        self.state = state or DeepState()
        self.pose()

    def column_x(self, layer: int) -> float:
        """The x of a layer's neurons, in the part's pixels; the outputs are the last layer."""
        return RADIUS - self.layout_px[0] / 2 + layer * self.column_px

    def layer_point(self, layer: int) -> Point:
        """The middle of a layer, in the scene."""
        return self.point(self.column_x(layer), 0)

    def run(self) -> Animation:
        """The input's shades appear, run layer by layer to the outputs, and the bars come out."""
        count = len(self.activations)
        flows = [flows_on(layer, again=layer > 0) for layer in range(count)]
        bars: Leg[DeepState] = Leg(
            APPEAR + STAGGER * len(self.outputs), lambda state, share: replace(state, bars=share)
        )
        return journey(self, lambda _: [Leg(APPEAR, inputs_appear), *flows, bars])

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self) -> None:
        look = self.look
        self.webs = [line_shape(look.color("line"), STROKE_HAIR) for _ in self.activations]
        self.web_lines = [list(self._lines(layer)) for layer in range(len(self.activations))]
        self.web_outlines = [np.concatenate([polyline(ends) for ends in lines]) for lines in self.web_lines]
        self.pulses = [line_shape(look.color("forward"), STROKE_HAIR) for _ in self.activations]
        self.neurons = {(k, i): line_shape(look.color("mute"), STROKE_HAIR, look.color("panel"))
                        for k, column in enumerate(self.columns) for i in column}  # fmt: skip
        self.dots = [filled_shape(look.color("sub")) for _ in self.activations]
        sizes = [
            show(counted(len(layer), "neurons"), "d", look.language)
            for layer in (*self.activations, self.outputs)
        ]
        self.sizes = [lettering(look, size, "label") for size in sizes]
        classes = [show(counted(k, "class"), "d", look.language) for k in range(len(self.outputs))]
        self.classes = [lettering(look, name, "label_dense", color="text") for name in classes]
        self.bars: list[VMobject] = [bear(filled_shape(), "length", o.number) for o in self.outputs]
        self.best = max(range(len(self.outputs)), key=lambda k: self.outputs[k].number.value)
        self.result = lettering(look, self.outputs[self.best], "body", color="text")

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._webs(), *self._neurons(), *self._labels(), *self._bars()])

    def _place(self, layer: int, index: int) -> Outline:
        return vec(self.column_x(layer), self.columns[layer][index])

    def _lines(self, layer: int) -> Iterator[tuple[Outline, Outline]]:
        """Every drawn edge that leaves a layer, from rim to rim."""
        reach = OUT_RADIUS if layer == len(self.activations) - 1 else RADIUS
        for i in self.columns[layer]:
            for j in self.columns[layer + 1]:
                start, end = self._place(layer, i), self._place(layer + 1, j)
                along = (end - start) / np.linalg.norm(end - start)
                yield start + RADIUS * along, end - reach * along

    def _webs(self) -> Iterator[VMobject]:
        for layer, web in enumerate(self.webs):
            yield self.trace(web, self.web_outlines[layer])
        flow = self.state.flow
        if flow is not None and flow.head > flow.tail:
            layer = flow.edges[0][0]
            runs = [(a + flow.tail * (b - a), a + flow.head * (b - a)) for a, b in self.web_lines[layer]]
            yield self.trace(self.pulses[layer], np.concatenate([polyline(run) for run in runs]))

    def _neurons(self) -> Iterator[VMobject]:
        last = len(self.activations)
        for (layer, index), neuron in self.neurons.items():
            seen = (
                1.0
                if layer < self.state.filled
                else self.state.arriving
                if layer == self.state.filled
                else 0.0
            )
            ring = self.look.theme.mix("sub", "mute", seen)
            redraw(
                neuron, ring, STROKE_OUTLINE if layer == last else STROKE_HAIR, self._fill(layer, index, seen)
            )
            x, y, _ = self._place(layer, index)
            yield self.trace(neuron, circle((x, y), OUT_RADIUS if layer == last else RADIUS))
        for layer, dots in enumerate(self.dots):
            if len(self.columns[layer]) < len(self.activations[layer]):
                x = self.column_x(layer)
                yield self.trace(dots, np.concatenate([circle((x, k * PITCH / 3), DOTS) for k in (-1, 0, 1)]))

    def _fill(self, layer: int, index: int, seen: float) -> str:
        if layer == len(self.activations):
            return self.look.color("bg")
        number = self.activations[layer][index]
        restate(self.neurons[layer, index], "shade", *([number] if seen > 0 else []))
        return self.look.theme.mix(shade(self.look, number), "panel", seen)

    def _labels(self) -> Iterator[VMobject]:
        for layer, size in enumerate(self.sizes):
            yield self.write(size, self.column_x(layer), self.foot)
        for index, name in enumerate(self.classes):
            x, y, _ = self._place(len(self.activations), index)
            lit = index == self.best and self.state.bars >= 1
            tint(name, self.look.color("forward" if lit else "text"))
            yield self.write_centred(name, x, y)

    def _bars(self) -> Iterator[VMobject]:
        count, left = len(self.outputs), self.column_x(len(self.activations)) + OUT_RADIUS + GAP_M
        for index, (bar, output) in enumerate(zip(self.bars, self.outputs, strict=True)):
            in_sight = ease_out_cubic(
                share_of(self.state.bars, index / (count + 6), (index + 6) / (count + 6))
            )
            if in_sight <= 0:
                continue
            length, y = BAR * output.number.value, self._place(len(self.activations), index)[1]
            ink(bar, self.look.color("forward" if index == self.best else "mute"), in_sight)
            yield self.trace(bar, box((left + length / 2, y), max(length, MAGNITUDE_MIN), BAR_HEIGHT))
            if index == self.best:
                yield self.write(self.result, left + length + GAP_S + width_px(self.result) / 2,
                                 y + cap_of("body") / 2, opacity=in_sight)  # fmt: skip


def drawn_places(count: int) -> dict[int, float]:
    """The neurons of a layer that are drawn, and their heights around the middle."""
    if count <= 2 * SIDE + 1:
        return {i: (i - (count - 1) / 2) * PITCH for i in range(count)}
    top = {i: (i - SIDE - 0.5) * PITCH for i in range(SIDE)}
    bottom = {count - 1 - i: (SIDE + 0.5 - i) * PITCH for i in range(SIDE)}
    return top | dict(sorted(bottom.items()))


def out_places(count: int) -> dict[int, float]:
    """The outputs' heights around the middle."""
    return {i: (i - (count - 1) / 2) * OUT_PITCH for i in range(count)}


def inputs_appear(state: DeepState, share: float) -> DeepState:
    """The first layer takes its shades."""
    return (
        replace(state, filled=1, arriving=0.0)
        if share >= 1
        else replace(state, arriving=ease_out_cubic(share))
    )


def flows_on(layer: int, again: bool) -> Leg[DeepState]:
    """Values run from a layer to the next, which takes its shades when they arrive."""

    def state_at(state: DeepState, share: float) -> DeepState:
        if share >= 1:
            return replace(state, filled=layer + 2, arriving=0.0, flow=None)
        arriving = ease_out_cubic(share_of(share, ARRIVAL, 1))
        return replace(state, flow=Flow(((layer, 0, 0),), share), arriving=arriving)

    return Leg((FLOW_AGAIN if again else FLOW_FIRST) / ARRIVAL, state_at)


def require_outputs(outputs: Sequence[Shown]) -> list[Shown]:
    """The outputs, each between 0 and 1."""
    for output in outputs:
        if not 0 <= require_shown(output, "an output").number.value <= 1:
            raise InputError(f"an output is a probability, from 0 to 1, not {output.text}")
    return list(outputs)
