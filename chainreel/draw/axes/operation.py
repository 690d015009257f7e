"""Operations of a number-line machine between two lines: times a number, plus a number, on a tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from manim import VGroup, VMobject

from chainreel.draw.geometry import box, vec
from chainreel.draw.text.counter import counter
from chainreel.draw.text.lettering import Glyph, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.number import Number, add, multiply
from chainreel.show import show
from chainreel.theme import GAP_M, GAP_S, RADIUS_WEIGHT, STROKE_OUTLINE, Look, px, stroke

TILE_HEIGHT = 76


@dataclass(frozen=True)
class Times:
    """Multiply by a number, which its tile shows in ``style``."""

    number: Number
    style: str = ".3f"
    sign: ClassVar[str] = "×"

    def of(self, x: Number, by: Number) -> Number:
        """``x`` times ``by``, as a number that knows both."""
        return multiply(by, x)


@dataclass(frozen=True)
class Plus:
    """Add a number, which its tile shows with its sign."""

    number: Number
    style: str = "+.3f"
    sign: ClassVar[str] = ""

    def of(self, x: Number, by: Number) -> Number:
        """``x`` plus ``by``, as a number that knows both."""
        return add(x, by)


Operation = Times | Plus


class OperationTile(VGroup):
    """An operation's number on a square tile: filled for a number above zero, hollow for one below."""

    def __init__(self, look: Look, operation: Operation) -> None:
        super().__init__()
        self.look, self.operation = look, operation
        shown = show(operation.number, operation.style, look.language)
        self.figures = counter(look, shown, "body", "text", added=not operation.sign)
        self.sign = VGroup(*([lettering(look, operation.sign, "body")] if operation.sign else []))
        if operation.sign:
            self.figures.shift(vec(self.sign.width + px(GAP_S), 0))
        self.plate = VMobject(stroke_width=stroke(STROKE_OUTLINE))
        self.add(self.plate, self.sign, self.figures)
        self.tell(operation.number)
        self.widen(self.needed_width)

    @property
    def left_edge(self) -> float:
        """The plate's left edge."""
        text = self.sign if len(self.sign) else self.figures
        return float(text.get_left()[0]) - px(GAP_M) * self.figures.magnification

    @property
    def needed_width(self) -> float:
        """How wide the plate has to be for the number that it tells."""
        return float(self.figures.get_right()[0]) + px(GAP_M) * self.figures.magnification - self.left_edge

    def widen(self, width: float) -> None:
        """Make the plate so wide (scene units)."""
        scale = self.figures.magnification
        middle = self.figures.baseline + px(self.figures.font_px * CAP_HEIGHT) / 2
        centre = (self.left_edge + width / 2, middle)
        self.plate.points = box(centre, width, px(TILE_HEIGHT) * scale, px(RADIUS_WEIGHT) * scale)

    def tell(self, number: Number) -> None:
        """Show another number."""
        below = number.value < 0
        self.plate.set_stroke(self.look.color("negative" if below else "weight"))
        self.plate.set_fill(self.look.color("bg" if below else "weight_fill"), opacity=1)
        self.figures.show(show(number, self.operation.style, self.look.language))
        for member in (*self.sign.get_family(), *self.figures.get_family()):
            if isinstance(member, Glyph):
                member.set_fill(self.look.color("negative" if below else "text"), family=False)
