"""Towers of layers, whatever enters them: a bar a layer, a digit above, an answer below."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import arc, arrow, box, vec
from chainreel.draw.images.digit import Pixels, cell_outlines, digit_cells
from chainreel.draw.motion import STAGGER_IN_ALL, ease_in_out_cubic, ease_out_cubic
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import Point, own_progress
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, ink, line_shape, require_shown
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, STROKE_OUTLINE, Look

BAR_SHARE = 2 / 3  # of the pitch is bar, the rest is gap
WAVE = 0.12  # of the tower is bright while something runs through it
FINEST = 1.5  # pixels of a bar or bridge: gaps finer than that would show bands that are not there
BULGE, ARCH, BRIDGE_SHARE = 20, 0.4, 0.3  # of a bridge: pixels beside its layer; half height, width by pitch
ARROW = 36
ANSWER_ROLE = "result"
DROP = 90  # from which height a layer comes down when the tower is built
IN_FLIGHT = 0.85  # of a layer's fall has passed when the next but a few begins


@dataclass(frozen=True)
class TowerState:
    """``alive`` is the share of the layers, from the top, that is in the colour of values; the rest is dead.

    ``wave`` is how far down something runs (0 to 1; None: nothing does). ``digit`` waits above the tower,
    ``there`` how much of it is seen; ``falling`` is one that has left, ``fallen`` how far it has sunk in;
    ``answer`` is what came out below, ``answered`` how much of it is seen. ``bridged`` is the share of
    the layers with bridges. ``stacked`` is how far the layers have been put on each other, from the foot.
    """

    alive: float = 1.0
    wave: float | None = None
    digit: int | None = None
    there: float = 1.0
    falling: int | None = None
    fallen: float = 0.0
    answer: int | None = None
    answered: float = 1.0
    bridged: float = 0.0
    stacked: float = 1.0


class LivingTower(Staged):
    """What every tower is and does: it is drawn in a state, it is stacked, dies, revives, gets bridges."""

    state: TowerState

    def __init__(
        self,
        look: Look,
        depth: Number,
        *,
        digits: Sequence[Pixels] = (),
        answers: Sequence[Shown] = (),
        width_px: float = 420,
        height_px: float = 446,
        digit_px: float = 104,
        bridged_from: int = 1,
        bridge_span: int = 1,
        state: TowerState | None = None,
    ) -> None:
        self.layers = require_depth(depth)
        self.spans = range(bridged_from, self.layers - bridge_span + 2, bridge_span), bridge_span
        self.tower_px, self.digit_px = (width_px, height_px), digit_px
        self.above_px = digit_px + 2 * GAP_S + ARROW if digits else 0
        below = GAP_M + cap_of(ANSWER_ROLE) if answers else 0
        super().__init__(look, width_px, self.above_px + height_px + below)
        self.roof = self.above_px - self.layout_px[1] / 2
        places = [(0, self.layer_y(k + 1)) for k in range(self.layers)]
        height = max(FINEST, self.pitch * BAR_SHARE)
        self.bar_outlines = [box(place, width_px, height, height / 2) for place in places]
        self.bars = [filled_shape() for _ in places]
        stroke = min(STROKE_OUTLINE, max(FINEST, self.pitch * BRIDGE_SHARE))
        self.bridges = [line_shape(look.color("forward"), stroke) for _ in self.spans[0]]
        self.arrow = filled_shape()
        self.digits = [digit_cells(look, pixels) for pixels in digits]
        self.sinking = [digit_cells(look, pixels) for pixels in digits]
        self.answers = [lettering(look, require_shown(a, "an answer"), ANSWER_ROLE) for a in answers]
        bear(self.stage, "length", depth)
        self.state = state or TowerState()
        self.pose()

    # --- where things are ---------------------------------------------------------------------

    @property
    def pitch(self) -> float:
        """From a layer to the next, in pixels."""
        return self.tower_px[1] / self.layers

    def layer_y(self, layer: float) -> float:
        """The height of a layer (1 at the top), in the part's pixels."""
        return self.roof + (layer - 0.5) * self.pitch

    def layer_point(self, layer: int) -> Point:
        """A layer's middle, in the scene."""
        return self.point(0, self.layer_y(layer))

    def below_point(self) -> Point:
        """The middle of the tower's foot, in the scene: results go under it."""
        return self.point(0, self.roof + self.tower_px[1])

    def digit_y(self) -> float:
        """The height of the waiting digit's middle, in the part's pixels."""
        return self.roof - self.above_px + self.digit_px / 2

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        self.present([*self._arrow(), *self._digit(), *self._bars(), *self._bridges(), *self._answer()])

    def _alive(self, layer: int) -> float:
        return share_of(self.state.alive * self.layers, layer, layer + 1)

    def _bars(self) -> Iterator[VMobject]:
        for layer in range(self.layers):
            yield from self._bar(layer)

    def _bar(self, layer: int) -> Iterator[VMobject]:
        landed = self._landed(layer)
        if landed > 0:
            bar = ink(self.bars[layer], self._bar_color(layer), landed)
            yield self.trace(bar, self.bar_outlines[layer] - vec(0, (1 - landed) * DROP))

    def _bar_color(self, layer: int) -> str:
        """Of values or of the dead, brighter while the wave runs through."""
        mix = self.look.theme.mix
        return mix(
            "text", mix("forward", "mute", self._alive(layer)), self._wave((layer + 0.5) / self.layers)
        )

    def _landed(self, layer: int) -> float:
        """How far a layer has come down on those below it."""
        turn = self.layers - 1 - layer
        return ease_out_cubic(own_progress(self.state.stacked, turn, self.layers, overlap=IN_FLIGHT))

    def _wave(self, place: float) -> float:
        """How bright the wave makes a place (0 top, 1 foot) of the tower."""
        if self.state.wave is None:
            return 0.0
        head = self.state.wave * (1 + 2 * WAVE) - WAVE
        return max(0.0, 1 - abs(place - head) / WAVE)

    def _bridges(self) -> Iterator[VMobject]:
        first_layers, span = self.spans
        x, radius = self.tower_px[0] / 2 + GAP_S / 2, self.pitch * (ARCH + (span - 1) / 2)
        for place, (layer, bridge) in enumerate(zip(first_layers, self.bridges, strict=True)):
            grown = share_of(self.state.bridged * len(self.bridges), place, place + 1)
            if grown > 0:
                bow = arc((0, 0), radius, -math.pi / 2, grown * math.pi)
                middle = vec(x, self.layer_y(layer + (span - 1) / 2))
                yield self.trace(bridge, bow * vec(BULGE / radius, 1) + middle)

    def _arrow(self) -> Iterator[VMobject]:
        if self.digits:
            color = self.look.theme.mix("forward", "mute", 1.0 if self.state.alive > 0 else 0.0)
            tip = self.roof - GAP_S
            ink(self.arrow, color)
            yield self.trace(self.arrow, arrow((0, tip - ARROW), (0, tip), STROKE_OUTLINE))

    def _digit(self) -> Iterator[VMobject]:
        state, y = self.state, self.digit_y()
        if state.digit is not None and state.there > 0:
            yield from self._cells(self.digits[state.digit], y, state.there)
        if state.falling is not None:
            yield from self._cells(self.sinking[state.falling], y + state.fallen * self.above_px, 1.0)

    def _cells(
        self, cells: Sequence[VMobject], y: float, opacity: float, x: float = 0.0
    ) -> Iterator[VMobject]:
        """A digit without the rows that have sunk into the tower."""
        outlines = cell_outlines(math.isqrt(len(cells)), self.digit_px)
        for cell, outline in zip(cells, outlines, strict=True):
            if y + outline[:, 1].max() <= self.roof:
                cell.fill_rgbas[:, 3] = opacity
                yield self.trace(cell, outline + vec(x, y))

    def _answer(self) -> Iterator[VMobject]:
        if self.state.answer is not None and self.state.answered > 0:
            foot = self.roof + self.tower_px[1] + GAP_M + cap_of(ANSWER_ROLE)
            yield self.write(self.answers[self.state.answer], 0, foot, opacity=self.state.answered)

    # --- motions ------------------------------------------------------------------------------

    def stack(self, seconds: float = 2 * STAGGER_IN_ALL) -> Animation:
        """The layers come down one on the other, from the foot up."""
        return journey(self, lambda _: [Leg(seconds, lambda state, share: replace(state, stacked=share))])

    def turn(self, alive: bool) -> Animation:
        """The layers take the colour of values from the top, or lose it from the foot."""

        def state_at(state: TowerState, share: float) -> TowerState:
            goal = 1.0 if alive else 0.0
            return replace(state, alive=state.alive + (goal - state.alive) * ease_in_out_cubic(share))

        return journey(self, lambda _: [Leg(STAGGER_IN_ALL, state_at)])

    def run_through(self, seconds: float = STAGGER_IN_ALL) -> Animation:
        """Something runs down through every layer."""
        return journey(self, lambda _: [runs_down()], seconds)

    def build_bridges(self) -> Animation:
        """A bridge grows around each layer, from the top down."""

        def state_at(state: TowerState, share: float) -> TowerState:
            return replace(state, bridged=max(state.bridged, share))

        return journey(self, lambda _: [Leg(2 * STAGGER_IN_ALL, state_at)])


def runs_down() -> Leg[TowerState]:
    """Something runs down through every layer."""
    return Leg(STAGGER_IN_ALL, lambda state, share: replace(state, wave=share if share < 1 else None))


def require_depth(depth: Number) -> int:
    """The number of layers.

    Raises:
        UnknownNumber: it has no source.
        InputError: it is no whole number above 0.
    """
    value = require_number(depth, "a tower's depth").value
    if value != int(value) or value < 1:
        raise InputError(f"a tower has a whole number of layers, not {value:g}")
    return int(value)
