"""Figure of one box of a graph: outline, cards of its equals behind it, label, count."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import VMobject

from chainreel.draw.geometry import Outline, box, circle, polyline
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    filled_shape,
    ink,
    line_shape,
    redraw,
    tint,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.graph import GraphBox
from chainreel.graph.layout import LINE_STEP, PlacedBox
from chainreel.show import Shown
from chainreel.theme import RADIUS_BLOCK, RADIUS_CHIP, STROKE_LIT, STROKE_OUTLINE, Look
from chainreel.words import Words

ROLE, COUNT_ROLE = "label_dense", "number"
CARD = (9, -9)  # where the next card stands behind a box
CARDS = 2  # as many are drawn at most
SIGN, SIGN_PX = 11, 4  # half the length of a plus's arms, and their width
TILE = (18, 11)  # of a stack


def own_words(text: str, language: str) -> Words:
    """A name out of the user's code, whose digits are part of the name."""
    return Words((text,), language, names=(text,))


class BoxFigure:
    """The pieces of one box; ``pieces`` puts them where the box is placed in its part."""

    def __init__(
        self, part: Staged, graph_box: GraphBox, placed: PlacedBox, count: Shown | None, *, framed: bool
    ) -> None:
        look = part.look
        self.part, self.box, self.placed, self.look = part, graph_box, placed, look
        self.color = self._color()
        self.outline = line_shape(look.color(self.color), STROKE_OUTLINE, look.color("panel"))
        cards = (
            min(CARDS, graph_box.count - 1)
            if placed.figure == "box" and not framed and not graph_box.recurrent
            else 0
        )
        self.cards = [line_shape(look.color("mute"), STROKE_OUTLINE, look.color("bg")) for _ in range(cards)]
        self.lines = self._texts(look) if placed.figure != "joint" or not self._sign() else []
        self.sign = self._sign_shapes(look)
        self.count = None if count is None or not placed.times else _count_text(look, count)

    def _color(self) -> str:
        if self.box.role == "loss":
            return "backward"
        if self.placed.figure == "joint":
            return "forward"
        if self.placed.figure == "chip":
            return "forward"
        return "mute" if self.box.role in ("input", "noise", "output") else "sub"

    def _texts(self, look: Look) -> list[Lettering]:
        colors = ["text", "sub"]
        return [
            lettering(look, own_words(line, look.language), ROLE, color=color)
            for line, color in zip(self.placed.lines, colors, strict=False)
        ]

    def _sign(self) -> bool:
        return self.box.joint in ("sum", "stack", "product")

    def _sign_shapes(self, look: Look) -> list[VMobject]:
        if self.placed.figure != "joint":
            return []
        if self.box.joint == "stack":
            return [filled_shape(look.color("forward")), filled_shape(look.color("sub"))]
        return [line_shape(look.color("text"), SIGN_PX)] if self._sign() else []

    def pieces(self, light: float, glow: str | None) -> Iterator[VMobject]:
        """All of it; ``light`` is how far it stands out, ``glow`` the colour of a pulse that is in it."""
        p, part = self.placed, self.part
        color = self.look.color(glow or self.color)
        width = STROKE_OUTLINE + light * (STROKE_LIT - STROKE_OUTLINE) + (2 if glow else 0)
        if light > 0 and not glow:
            color = self.look.theme.mix("text", color, light)
        for k in range(len(self.cards), 0, -1):
            yield part.trace(self.cards[k - 1], self._shape(k * CARD[0], k * CARD[1]))
        yield part.trace(redraw(self.outline, color, width), self._shape(0, 0))
        yield from self._marks()
        yield from self._label()
        if p.figure == "chip":
            ink(self.outline, self.look.color("bg"))

    def _shape(self, dx: float, dy: float) -> Outline:
        p = self.placed
        if p.figure == "joint" and self.box.joint != "stack":
            return circle((p.x + dx, p.y + dy), p.width / 2)
        radius = {"box": RADIUS_BLOCK, "chip": RADIUS_CHIP, "joint": RADIUS_CHIP}[p.figure]
        width = p.width * (0.8 if p.figure == "joint" else 1)
        return box((p.x + dx, p.y + dy), width, p.height, radius)

    def _marks(self) -> Iterator[VMobject]:
        p = self.placed
        if self.box.joint == "stack" and len(self.sign) == 2:
            for k, tile in enumerate(self.sign):
                yield self.part.trace(tile, box((p.x, p.y + (2 * k - 1) * 8), *TILE, 3))
            return
        for line in self.sign:
            yield self.part.trace(line, self._arms())

    def _arms(self) -> Outline:
        p = self.placed
        if self.box.joint == "product":
            d = SIGN * 0.75
            ends = [((-d, -d), (d, d)), ((-d, d), (d, -d))]
        elif self.box.name == "−":
            ends = [((-SIGN, 0), (SIGN, 0))]
        else:
            ends = [((-SIGN, 0), (SIGN, 0)), ((0, -SIGN), (0, SIGN))]
        return np.concatenate([polyline([(p.x + a, p.y + b), (p.x + c, p.y + d)]) for (a, b), (c, d) in ends])

    def _label(self) -> Iterator[VMobject]:
        texts = [*self.lines, *([self.count] if self.count is not None else [])]
        top = self.placed.y - (len(texts) - 1) * LINE_STEP / 2
        for k, text in enumerate(texts):
            yield self.part.write(text, self.placed.x, top + k * LINE_STEP + cap_of(ROLE) / 2)


def _count_text(look: Look, count: Shown) -> Lettering:
    return tint(lettering(look, Words(("×", count), look.language), COUNT_ROLE), look.color("text"))
