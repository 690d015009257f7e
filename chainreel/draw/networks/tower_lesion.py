"""A tower from which one layer at a time is pulled, and a dot for what the rest of it still reads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import arc, box, circle, polyline, vec
from chainreel.draw.motion import ease_in_out_cubic
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import restate
from chainreel.draw.part.staging import Staged, filled_shape, ink, line_shape
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, counted, require_number
from chainreel.show import show
from chainreel.theme import GAP_M, STROKE_HAIR, STROKE_OUTLINE, Look

BAR_SHARE, RADIUS, BULGE = 0.7, 6, 30  # of the pitch is bar; pixels: a dot, a bridge's bow
OUT = 86  # pixels by which a pulled layer stands out
GAP = 74  # between the tower and its dots


@dataclass(frozen=True)
class LesionState:
    """``pulled`` is the layer (from 1) that is out by ``out`` of its way; ``told`` layers have their dots.

    Of ``seeds`` towers the dots are seen; a fraction is coming.
    """

    pulled: int | None = None
    out: float = 0.0
    told: float = 0.0
    seeds: float = 1.0


class LesionTower(Staged):
    """Layers from the first at the top; ``readings`` has a row a seed, in it a share for each of ``layers``.

    ``layers`` are those that were left out; ``guessing`` is the share that guessing gets right. The part's
    middle is that of tower and dots together.

    Raises:
        UnknownNumber: a number without a source.
        InputError: a row that has not one reading for each layer left out, or a reading beyond 0 to 1.
    """

    state: LesionState

    def __init__(
        self,
        look: Look,
        depth: Number,
        layers: Sequence[Number],
        readings: Sequence[Sequence[Number]],
        guessing: Number,
        *,
        bridged: bool,
        color: str,
        tower_px: tuple[float, float] = (190, 560),
        dots_px: float = 430,
    ) -> None:
        self.count = int(require_number(depth, "a tower's depth").value)
        self.left_out = [require_number(n, "a layer left out") for n in layers]
        self.layers = [int(n.value) for n in self.left_out]
        self.readings = [[require_number(r, "a reading") for r in row] for row in readings]
        if any(len(row) != len(self.layers) for row in self.readings):
            raise InputError(f"{len(self.layers)} layers were left out: a reading for each, in every row")
        self.tower_px, self.dots_px, self.bridged, self.dot_color = tower_px, dots_px, bridged, color
        super().__init__(look, OUT + tower_px[0] + GAP + dots_px, tower_px[1])
        self.left = OUT - self.layout_px[0] / 2
        bars = look.color("forward" if bridged else "mute")
        self.bars = [filled_shape(bars) for _ in range(self.count)]
        self.bridges = [line_shape(look.color("forward"), STROKE_OUTLINE) for _ in self.layers]
        self.hole = line_shape(look.color("mute"), STROKE_HAIR)
        self.dots = [[self._dot(r) for r in row] for row in self.readings]
        self.rules = [line_shape(look.color("line"), STROKE_OUTLINE) for _ in range(2)]
        self.dashes = bear(line_shape(look.color("mute"), STROKE_OUTLINE), "position", guessing)
        self.guessing = guessing.value
        ends = (show(counted(k, "axis tick"), "%0", look.language) for k in (0.0, 1.0))
        self.ends = [lettering(look, end, "label", color="sub") for end in ends]
        bear(self.stage, "length", depth)
        self.state = LesionState()
        self.pose()

    # --- where things are ---------------------------------------------------------------------

    @property
    def pitch(self) -> float:
        """From a layer to the next, in pixels."""
        return self.tower_px[1] / self.count

    def layer_y(self, layer: int) -> float:
        """The height of a layer (from 1, at the top), in the part's pixels."""
        return (layer - 0.5) * self.pitch - self.tower_px[1] / 2

    def reading_x(self, share: float) -> float:
        """Where a share of right answers lies, in the part's pixels."""
        if not 0 <= share <= 1:
            raise InputError(f"{share:g} is no share of answers: 0 to 1")
        return self.left + self.tower_px[0] + GAP + share * self.dots_px

    # --- motions ------------------------------------------------------------------------------

    def pull(self, layers: Sequence[int], seconds_each: float) -> Animation:
        """One of ``layers`` after the other comes out, its dot appears, and it goes back."""
        return journey(self, lambda _: [leg for n in layers for leg in self._out_and_in(n, seconds_each)])

    def hold_out(self, layer: int, run_time: float) -> Animation:
        """A layer comes out and stays out."""
        return journey(self, lambda _: [Leg(run_time, lambda s, a: replace(s, pulled=layer, out=a))])

    def tell_seeds(self, run_time: float) -> Animation:
        """The dots of the other towers appear, one tower after the other."""
        return self.grow(run_time, seeds=float(len(self.readings)))

    def _out_and_in(self, layer: int, seconds: float) -> list[Leg[Any]]:
        told = self.layers.index(layer) + 1.0

        def on_its_way(state: LesionState, share: float) -> LesionState:
            if share >= 1:
                return replace(state, pulled=None, out=0.0, told=max(state.told, told))
            seen = max(state.told, told - 1 + share_of(share, 0.4, 0.6))
            return replace(state, pulled=layer, out=1 - abs(2 * share - 1), told=seen)

        return [Leg(seconds, on_its_way)]

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._rules(), *self._bridges(), *self._bars(), *self._dots_told(), *self._ends()])

    def _dot(self, reading: Number) -> VMobject:
        return bear(filled_shape(self.look.color(self.dot_color)), "position", reading)

    def _bars(self) -> Iterator[VMobject]:
        width, height = self.tower_px[0], self.pitch * BAR_SHARE
        usual = self.look.theme.mix("forward", "bg", 0.62) if self.bridged else self.look.color("mute")
        for layer in range(1, self.count + 1):
            x, y, out = self.left + width / 2, self.layer_y(layer), 0.0
            if layer == self.state.pulled:
                out = ease_in_out_cubic(self.state.out)
                yield self.trace(self.hole, box((x, y), width, height, height / 2))
            color = usual if out <= 0 else self.look.color("weight")
            outline = box((x - out * OUT, y), width, height, height / 2)
            yield self.trace(ink(self.bars[layer - 1], color), outline)

    def _bridges(self) -> Iterator[VMobject]:
        radius, x = self.pitch * 0.45, self.left + self.tower_px[0]
        for layer, bridge in zip(self.layers, self.bridges, strict=True) if self.bridged else ():
            bow = arc((0, 0), radius, -math.pi / 2, math.pi) * vec(BULGE / radius, 1)
            yield self.trace(bridge, bow + vec(x, self.layer_y(layer)))

    def _dots_told(self) -> Iterator[VMobject]:
        for seed, (row, readings) in enumerate(zip(self.dots, self.readings, strict=True)):
            there = share_of(self.state.seeds, seed, seed + 1)
            for place, (dot, reading) in enumerate(zip(row, readings, strict=True)):
                seen = there * share_of(self.state.told, place, place + 1)
                if seen > 0:
                    pulled = self.layers[place] == self.state.pulled and self.state.out > 0
                    middle = (self.reading_x(reading.value), self.layer_y(self.layers[place]))
                    color = self.look.color("weight" if pulled else self.dot_color)
                    restate(dot, "position", reading, self.left_out[place])
                    yield self.trace(ink(dot, color, seen), circle(middle, RADIUS))

    def _rules(self) -> Iterator[VMobject]:
        half = self.tower_px[1] / 2
        for rule, share in zip(self.rules, (0.0, 1.0), strict=True):
            x = self.reading_x(share)
            yield self.trace(rule, polyline([(x, -half), (x, half)]))
        x = self.reading_x(self.guessing)
        yield self.trace(self.dashes, polyline([(x, -half), (x, half)]))

    def _ends(self) -> Iterator[VMobject]:
        foot = self.tower_px[1] / 2 + GAP_M + 26
        for end, share in zip(self.ends, (0.0, 1.0), strict=True):
            yield self.write(end, self.reading_x(share), foot)
