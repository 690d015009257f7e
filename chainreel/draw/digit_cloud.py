"""Digits as the layers of a network see them: each stands where two neurons put it, layer after layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.axis import Axis, Linear
from chainreel.draw.digit import Pixels, cell_outlines, flat
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, vec
from chainreel.draw.posing import Change, Point, Posed, Row, as_numbers, between, restate, stage
from chainreel.draw.staging import FLIP, filled, ink
from chainreel.errors import InputError
from chainreel.number import Number, mean, subtract
from chainreel.theme import RADIUS_CARD, STROKE_HAIR, Look, px

Place = tuple[Number, Number]
Places = tuple[Place, ...]
FAINTEST = 0.05  # a paler pixel is none


@dataclass(frozen=True)
class CloudState:
    """The layer (0 is the first) and the share of the way to the next one."""

    layer: int = 0
    share: float = 0.0


class DigitCloud(Posed):
    """Digits on a square of ``2 reach`` by ``2 reach``, whose middle is the digits' own mean in each layer.

    ``layers`` has a row for each layer, in it a pair of activations for each of ``digits``. A pixel is as
    opaque as its value, so digits that lie on one another are seen through.

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
        side_px: float = 640,
        digit_px: float = 72,
    ) -> None:
        super().__init__()
        self.look = look
        if any(len(layer) != len(digits) for layer in layers) or not layers:
            raise InputError(f"a cloud of {len(digits)} digits needs a place for each in every layer")
        self.layers = [from_mean(layer) for layer in layers]
        self.card = filled(look.color("panel"))
        self.card.points = box((0, 0), px(side_px), px(side_px), px(RADIUS_CARD))
        self.across, self.up = (self._ruler(reach, side_px, upright) for upright in (False, True))
        self.outlines = cell_outlines(8, px(digit_px))
        self.pictures = [self._picture(digit) for digit in digits]
        self.add(self.card, self.across, self.up, *(picture for picture, _ in self.pictures))
        self.state = CloudState()
        self.pose()

    def pose(self) -> None:
        """Draw the state."""
        for (picture, outlines), (x, y) in zip(self.pictures, self._places(), strict=True):
            middle = self._point(x, y)
            for cell, outline in zip(picture.members, outlines, strict=True):
                cell.points = outline + middle
            restate(picture, "position", x, y)

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

    def _ruler(self, reach: float, side_px: float, upright: bool) -> Axis:
        """One of the two lines that cross in the middle: a neuron's value, as it differs from the mean."""
        end = px(side_px) / 2 * (vec(0, 1) if upright else vec(1, 0))
        return Axis(self.look, Linear(-reach, reach), -end, end, color="line", width_px=STROKE_HAIR)

    def _point(self, x: Number, y: Number) -> Point:
        return vec(self.across.at(x, "a digit at")[0], self.up.at(y, "a digit at")[1])

    def _picture(self, pixels: Pixels) -> tuple[Row[VMobject], list[np.ndarray]]:
        """The inked cells of a digit, and their outlines around its middle."""
        numbers, color = as_numbers(flat(pixels), "a digit's picture"), self.look.color("text")
        inked = [(n, o * FLIP) for n, o in zip(numbers, self.outlines, strict=True) if n.value > FAINTEST]
        cells = [bear(ink(filled(), color, n.value), "shade", n) for n, _ in inked]
        return Row(*cells), [outline for _, outline in inked]


def from_mean(layer: Sequence[Sequence[Number]]) -> Places:
    """How far each digit lies from the digits' mean, neuron by neuron."""
    xs, ys = (as_numbers([place[k] for place in layer], "a digit's place") for k in (0, 1))
    middle = mean(*xs), mean(*ys)
    return tuple((subtract(x, middle[0]), subtract(y, middle[1])) for x, y in zip(xs, ys, strict=True))
