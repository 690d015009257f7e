"""The coin: a disc whose diameter shows a value, whole or on both sides of a gate's plane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from manim import VMobject

from chainreel.draw.geometry import circle, cut_disc, cut_ring
from chainreel.draw.part.posing import Point, restate
from chainreel.draw.part.staging import Staged, dim_stroke, filled_shape, line_shape, redraw
from chainreel.number import Number
from chainreel.theme import MAGNITUDE_MIN, STROKE_OUTLINE, Look

RING_SHARE, RING_FROM, RING_INK = (
    0.8,
    30,
    0.35,
)  # of the radius; from which radius (px) on; of the background in it
LOST = 0.1  # a coin thinner than this share of the thinnest line is not drawn: only its number tells of it


def drawn_diameter(true_px: float) -> float:
    """The diameter a coin is drawn with: true, or a dot where that is too small, or nothing at all."""
    if true_px >= MAGNITUDE_MIN:
        return true_px
    return MAGNITUDE_MIN if true_px >= LOST * MAGNITUDE_MIN else 0.0


@dataclass(frozen=True)
class Cut:
    """Of a coin only what lies on one side (-1 left, 1 right) of the upright line x = ``plane``."""

    plane: float
    side: int


class Coin:
    """A disc and a ring in it, which a part draws among its pieces; a negative value is hollow.

    ``bright`` below 1 is the print of a coin that has gone on.
    """

    def __init__(self, look: Look, color: str = "backward", bright: float = 1.0) -> None:
        self.look, self.color, self.bright = look, color, bright
        self.disc = filled_shape(look.color(color))
        self.ring = line_shape(look.theme.mix("bg", color, RING_INK), STROKE_OUTLINE)

    def draw(self, part: Staged, number: Number, x: float, true_px: float, opacity: float = 1.0,
             cut: Cut | None = None, y: float = 0.0) -> Iterator[VMobject]:  # fmt: skip
        """The pieces of a coin of ``number`` at (x, y), usually on the part's middle line."""
        radius = drawn_diameter(true_px) / 2
        disc = cut_disc((x, y), radius, cut.plane, cut.side) if cut else circle((x, y), radius)
        if radius <= 0 or opacity <= 0 or not len(disc):
            return
        self.paint(number.value < 0, opacity)
        restate(self.disc, "length", number)
        yield part.trace(self.disc, disc)
        inner = radius * RING_SHARE
        ring = cut_ring((x, y), inner, cut.plane, cut.side) if cut else circle((x, y), inner)
        if radius >= RING_FROM and len(ring):
            yield part.trace(self.ring, ring)

    def mark(self, part: Staged, centre: Point, diameter_px: float, opacity: float) -> Iterator[VMobject]:
        """The pieces of a coin that marks a place and shows no value: its size means nothing."""
        self.paint(False, opacity)
        yield part.trace(self.disc, circle(centre, diameter_px / 2))
        yield part.trace(self.ring, circle(centre, diameter_px / 2 * RING_SHARE))

    def paint(self, hollow: bool, opacity: float) -> None:
        """Fill it, or leave it hollow for a value below zero."""
        rim = self.look.theme.mix("negative" if hollow else self.color, "bg", self.bright)
        fill = self.look.color("bg") if hollow else rim
        redraw(self.disc, rim, STROKE_OUTLINE if hollow else 0, fill, opacity)
        dim_stroke(self.ring, opacity)
