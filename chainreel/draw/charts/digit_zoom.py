"""Zoom into what a network makes of digits: a layer's cloud as the one before saw it, then enlarged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, circle, vec
from chainreel.draw.images.digit import Pixels, cell_outlines, digit_cells
from chainreel.draw.motion import ease_in_out_cubic
from chainreel.draw.part.posing import Change, Fields, as_numbers, restate
from chainreel.draw.part.staging import Staged, filled_shape, ink, line_shape, redraw
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import RADIUS_CARD, STROKE_OUTLINE, Look

Places = Sequence[Sequence[Number]]
RADIUS, SPREAD_PX, DIGIT_PX, RIM = 6, 172, 50, 7  # pixels: a dot, a layer's spread at its own scale, a digit
FAINT = 0.55


@dataclass(frozen=True)
class ZoomState:
    """``layer`` is the one seen (from 0), ``near`` how far the camera has gone in from the layer before.

    ``told`` is how much is seen of the digits that stand for their classes.
    """

    layer: int = 0
    near: float = 1.0
    told: float = 0.0


class DigitZoom(Staged):
    """A card on which ``layers`` are seen one after the other: for each a place for every digit.

    ``spreads`` are how far the digits lie apart in each: a layer's own scale shows its spread as long as
    that of every other. ``chosen`` are some of the digits (from 0), with pictures.

    Raises:
        UnknownNumber: a place, spread or pixel without a source.
        InputError: not one spread a layer, or layers with different digits.
    """

    state: ZoomState

    def __init__(
        self,
        look: Look,
        layers: Sequence[Places],
        spreads: Sequence[Number],
        chosen: Sequence[tuple[Number, Pixels]],
        *,
        size_px: tuple[float, float] = (1060, 500),
    ) -> None:
        self.spreads = as_numbers(spreads, "a layer's spread")
        self.layers = [[as_numbers(place, "a digit's place") for place in layer] for layer in layers]
        if len(self.spreads) != len(self.layers) or len({len(layer) for layer in self.layers}) != 1:
            raise InputError(
                f"{len(self.layers)} layers need as many spreads, and a place for each digit in all"
            )
        super().__init__(look, *size_px)
        self.card = filled_shape(look.color("panel"))
        self.dots = [filled_shape(look.color("forward")) for _ in self.layers[0]]
        self.frames = [line_shape(look.color("forward"), STROKE_OUTLINE, look.color("bg")) for _ in chosen]
        self.pictures = {int(k.value): digit_cells(look, pixels) for k, pixels in chosen}
        for frame, (k, _) in zip(self.frames, chosen, strict=True):
            bear(frame, "position", k)
        self.state = ZoomState()
        self.pose()

    def go_in(self, layer: int, run_time: float) -> Animation:
        """On to a layer, seen as the one before was; then the camera goes in until it fills the card."""

        def fields_at(alpha: float) -> Fields:
            return {"layer": layer, "near": ease_in_out_cubic(alpha)}

        return Change(self, lambda _: fields_at, run_time, rate_func=lambda t: t)

    def tell_digits(self, run_time: float) -> Animation:
        """The digits that stand for their classes show what they are."""
        return self.grow(run_time, told=1.0)

    def magnification(self) -> float:
        """How many times larger than in the first layer things are seen now."""
        spread = self.spreads[self.state.layer].value
        before = self.spreads[max(0, self.state.layer - 1)].value
        return float(self.spreads[0].value / (before ** (1 - self.state.near) * spread**self.state.near))

    # --- drawing ------------------------------------------------------------------------------

    def pose(self) -> None:
        """Draw the state."""
        here, first = self.spreads[self.state.layer], self.spreads[0]
        restate(self.card, "length", first, self.spreads[max(0, self.state.layer - 1)], here)
        card = self.trace(self.card, box((0, 0), *self.layout_px, RADIUS_CARD))
        self.present([card, *self._dots(), *self._digits()])

    def _place(self, digit: int) -> tuple[float, float]:
        x, y = self.layers[self.state.layer][digit]
        scale = SPREAD_PX * self.magnification() / self.spreads[0].value
        return x.value * scale, -y.value * scale

    def _dots(self) -> Iterator[VMobject]:
        for digit, dot in enumerate(self.dots):
            restate(dot, "position", *self.layers[self.state.layer][digit])
            strength = 1.0 if digit in self.pictures else FAINT
            yield self.trace(
                ink(dot, self.look.theme.mix("forward", "panel", strength)),
                circle(self._place(digit), RADIUS),
            )

    def _digits(self) -> Iterator[VMobject]:
        told = self.state.told
        for (digit, cells), frame in zip(self.pictures.items(), self.frames, strict=True) if told > 0 else ():
            side, middle = DIGIT_PX * told, vec(*self._place(digit))
            redraw(frame, self.look.color("forward"), STROKE_OUTLINE, self.look.color("bg"))
            yield self.trace(frame, box((0, 0), side + RIM, side + RIM, RIM) + middle)
            for cell, outline in zip(cells, cell_outlines(8, side), strict=True):
                yield self.trace(cell, outline + middle)
