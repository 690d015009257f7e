"""Digits as the layers of a network see them: a dot each, where two neurons put it, layer after layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manim import Animation, VGroup

from chainreel.draw.axes.axis import Axis, Linear
from chainreel.draw.evidence import bear, stand_for
from chainreel.draw.geometry import box, vec
from chainreel.draw.images.digit import Pixels, cell_outlines, flat
from chainreel.draw.part.posing import (
    Change,
    Point,
    Posed,
    Spot,
    as_numbers,
    between,
    drawn_line,
    restate,
    stage,
    through,
)  # fmt: skip
from chainreel.draw.part.staging import FLIP, filled_shape, ink
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.errors import InputError
from chainreel.number import Number, mean, subtract
from chainreel.theme import GAP_L, GAP_M, GAP_S, RADIUS_CARD, STROKE_HAIR, Look, px, role_named
from chainreel.words import Words

Place = tuple[Number, Number]
Places = tuple[Place, ...]
FAINTEST = 0.05  # a paler pixel is none
DIGIT_SHARE = 0.86  # of a row's height
DOT = 11  # pixels


@dataclass(frozen=True)
class CloudState:
    """The layer (0 is the first) and the share of the way to the next one."""

    layer: int = 0
    share: float = 0.0


class DigitCloud(Posed):
    """Digits in two columns, each tied to its dot on a square of ``2 reach`` by ``2 reach`` between them.

    ``names`` are the neurons', whose values go to the right and up. ``layers`` has a row for each layer, in
    it a pair of activations for each of ``digits``. The square's middle is the digits' own mean in each
    layer, its scale the same in all: dots that meet are alike.

    Raises:
        UnknownNumber: a pixel or an activation without a source.
        InputError: a layer that has not one pair for each digit, or a digit beyond the square.
    """

    state: CloudState

    def __init__(
        self,
        look: Look,
        digits: Sequence[Pixels],
        layers: Sequence[Sequence[Sequence[Number]]],
        *,
        reach: float,
        names: tuple[Words, Words] | None = None,
        side_px: float = 640,
    ) -> None:
        super().__init__()
        self.look, self.side_px = look, side_px
        if any(len(layer) != len(digits) for layer in layers) or not layers:
            raise InputError(f"a cloud of {len(digits)} digits needs a place for each in every layer")
        self.layers = [from_mean(layer) for layer in layers]
        self.card = filled_shape(look.color("panel"))
        self.card.points = box((0, 0), px(side_px), px(side_px), px(RADIUS_CARD))
        self.across, self.up = (self._ruler(reach, upright) for upright in (False, True))
        self.rows = (len(digits) + 1) // 2
        self.pictures = [self._picture(digit, k) for k, digit in enumerate(digits)]
        self.ties = [drawn_line(look.color("mute"), STROKE_HAIR) for _ in digits]
        self.dots = [Spot(look.color("forward"), DOT, ring=look.color("panel"), ring_px=2) for _ in digits]
        self.names = [] if names is None else self._names(*names)
        self.add(self.card, self.across, self.up, *self.ties, *self.dots, *self.pictures, *self.names)
        self.state = CloudState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        for index, (x, y) in enumerate(self._places()):
            place = self._point(x, y)
            through(self.ties[index], self._beside(index, GAP_L), place)
            restate(self.dots[index].put(place), "position", x, y)

    def place_of(self, digit: int) -> Point:
        """Where a digit stands now, in the scene."""
        return self._point(*self._places()[digit])

    def run_to(self, layer: int, run_time: float) -> Animation:
        """Go on layer by layer, each in equal time; the digits rest on recorded places only."""
        if not 0 <= layer < len(self.layers):
            raise InputError(f"there is no layer {layer + 1}: the cloud has {len(self.layers)}")

        def plan(state: CloudState) -> Callable[[float], Mapping[str, Any]]:
            stops = layer - state.layer + 1

            def at(alpha: float) -> Mapping[str, Any]:
                reached, share = stage(alpha, stops)
                return {"layer": state.layer + reached, "share": share}

            return at

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def _places(self) -> Places:
        here, share = self.layers[self.state.layer], self.state.share
        if share <= 0:
            return here
        there = self.layers[self.state.layer + 1]
        return tuple(
            (between(a, c, share), between(b, d, share)) for (a, b), (c, d) in zip(here, there, strict=True)
        )

    def _ruler(self, reach: float, upright: bool) -> Axis:
        """One of the two lines that cross in the middle: a neuron's value, as it differs from the mean."""
        end = px(self.side_px) / 2 * (vec(0, 1) if upright else vec(1, 0))
        return Axis(self.look, Linear(-reach, reach), -end, end, color="line", width_px=STROKE_HAIR)

    def _point(self, x: Number, y: Number) -> Point:
        return vec(self.across.at(x, "a digit at")[0], self.up.at(y, "a digit at")[1])

    def _names(self, across: Words, up: Words) -> list[Lettering]:
        """The neurons' names, under the square and over it: no dot comes there."""
        texts = [lettering(self.look, words, "label", color="sub") for words in (across, up)]
        half, rise = px(self.side_px) / 2, px(GAP_M)
        texts[0].put_baseline(-half - rise - px(role_named("label").size_px) * CAP_HEIGHT)
        texts[1].put_baseline(half + rise)
        return [text.set_x(0) for text in texts]

    def _picture(self, pixels: Pixels, index: int) -> VGroup:
        """The inked cells of a digit, at its place in its column; the others are as dark as the ground."""
        numbers, color = as_numbers(flat(pixels), "a digit's picture"), self.look.color("text")
        size = px(self.side_px) / self.rows * DIGIT_SHARE
        middle = self._beside(index, GAP_L + GAP_S + size / px(2))
        cells = stand_for(VGroup(), *(n for n in numbers if n.value <= FAINTEST))
        for number, outline in zip(numbers, cell_outlines(8, size), strict=True):
            if number.value > FAINTEST:
                cell = bear(ink(filled_shape(), color, number.value), "shade", number)
                cell.points = outline * FLIP + middle
                cells.add(cell)
        return cells

    def _beside(self, index: int, gap_px: float) -> Point:
        """A place in a digit's row so far outside the square: the first half left of it, the others right."""
        column, row = divmod(index, self.rows)
        height = self.up.at_share(1 - (row + 0.5) / self.rows)[1]
        return vec(self.across.at_share(column)[0] + (2 * column - 1) * px(gap_px), height)


def from_mean(layer: Sequence[Sequence[Number]]) -> Places:
    """How far each digit lies from the digits' mean, neuron by neuron."""
    xs, ys = (as_numbers([place[k] for place in layer], "a digit's place") for k in (0, 1))
    middle = mean(*xs), mean(*ys)
    return tuple((subtract(x, middle[0]), subtract(y, middle[1])) for x, y in zip(xs, ys, strict=True))
