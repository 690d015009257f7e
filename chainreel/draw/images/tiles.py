"""Numbers on tiles: pixels in their shade, weights in lemon, products outlined; negatives are hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from manim import VGroup, VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, vec
from chainreel.draw.images.digit import shade
from chainreel.draw.part.posing import Point
from chainreel.draw.part.staging import cap_of, line_shape
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.show import Shown
from chainreel.theme import RADIUS_WEIGHT, STROKE_OUTLINE, Look, px

Kind = Literal["pixel", "weight", "product", "value"]
GAP = 8  # pixels between tiles


@dataclass(frozen=True)
class Tile:
    """A tile's shape, without a place yet, and its number."""

    shape: VMobject
    text: Lettering


def tile(look: Look, shown: Shown, kind: Kind, role: str = "body") -> Tile:
    """The tile of a number: colours and outline say what it is."""
    if kind == "pixel":
        fill = shade(look, shown.number)
        shape = bear(line_shape(look.color("line"), 1, fill), "shade", shown.number)
        return Tile(shape, lettering(look, shown, role, color=look.theme.ink_on(fill)))
    if shown.as_shown < 0:
        return Tile(
            line_shape(look.color("negative"), STROKE_OUTLINE, look.color("bg")),
            lettering(look, shown, role, color="negative"),
        )
    rim, fill = {"weight": ("weight", "weight_fill"), "product": ("sub", "bg"), "value": ("forward", "bg")}[
        kind
    ]
    return Tile(
        line_shape(look.color(rim), STROKE_OUTLINE, look.color(fill)),
        lettering(look, shown, role, color="text"),
    )


class TileGrid(VGroup):
    """Rows of tiles around (0, 0), ``size_px`` wide and high each."""

    def __init__(
        self, look: Look, rows: Sequence[Sequence[Shown]], kind: Kind, size_px: tuple[float, float] = (96, 84)
    ) -> None:
        super().__init__()
        width, height = size_px
        for place, shown in ((p, s) for r, row in enumerate(rows) for p, s in places(r, row)):
            x = (place[1] + 0.5 - len(rows[0]) / 2) * (width + GAP)
            y = (len(rows) / 2 - place[0] - 0.5) * (height + GAP)
            self.add(_standing(tile(look, shown, kind), px(1) * vec(x, y), width, height))


def places(row: int, shown: Sequence[Shown]) -> list[tuple[tuple[int, int], Shown]]:
    """Each number of a row with its place."""
    return [((row, column), one) for column, one in enumerate(shown)]


def _standing(made: Tile, middle: Point, width: float, height: float) -> VGroup:
    made.shape.points = box(middle, px(width), px(height), px(RADIUS_WEIGHT))
    made.text.set_x(middle[0]).put_baseline(middle[1] - px(cap_of(made.text.role)) / 2)
    return VGroup(made.shape, made.text)
