"""Parts that may be moved and scaled and still draw themselves where they stand.

Inside such a part lengths are pixels at 1080p from its middle, x rightwards and y downwards, as on
the screen. What is hidden is not in the part at all, so it states no number and meets no check.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import Any, Self, TypeVar

import numpy as np
from manim import VMobject

from chainreel.draw.geometry import Outline, box, vec
from chainreel.draw.part.posing import Point, Posed, see_through
from chainreel.draw.text.lettering import Lettering
from chainreel.draw.text.text import CAP_HEIGHT, Align, Glyph, Text, edge
from chainreel.errors import UnknownNumber
from chainreel.show import Shown
from chainreel.theme import PIXELS_PER_UNIT, Look, at, px, role_named, stroke

T = TypeVar("T", bound=Text)
V = TypeVar("V", bound=VMobject)
FLIP = np.array([1.0, -1.0, 1.0])


class Staged(Posed):
    """A posed part with a place; its size is that of its layout, whatever of it is in sight."""

    def __init__(self, look: Look, width_px: float, height_px: float) -> None:
        super().__init__()
        self.look = look
        self.layout_px = (width_px, height_px)
        self.stage = VMobject(stroke_width=0, fill_opacity=0)
        self.stage.points = px(1) * box((0, 0), width_px, height_px) * FLIP
        self.add(self.stage)
        self.written: dict[int, object] = {}  # where each text was put last, and what it looked like then
        self._stood = (b"", px(1), np.zeros(3))  # the stage's points when it was last asked; what followed

    @property
    def zoom(self) -> float:
        """Scene units a pixel of the part: 1/135 unless the part was scaled."""
        return self._stands()[1]

    @property
    def origin(self) -> Point:
        """The scene point of the part's (0, 0): its middle, unless it looks at itself more closely."""
        return self._stands()[2]

    def _stands(self) -> tuple[bytes, float, Point]:
        """Scale and middle as they are now. Every piece asks in every frame, and manim takes long to say."""
        points = self.stage.points.tobytes()
        if points != self._stood[0]:
            self._stood = (points, float(self.stage.width) / self.layout_px[0], self.stage.get_center())
        return self._stood

    def point(self, x_px: float, y_px: float) -> Point:
        """The scene point at a place of the part, where it stands now."""
        return np.asarray(self.origin + self.zoom * vec(x_px, -y_px))

    def from_scene(self, point: Point) -> Point:
        """A scene point in the part's pixels: what ``point`` undoes."""
        return np.asarray((point - self.origin) / self.zoom * FLIP)

    def put_at(self, x_px: float, y_px: float) -> Self:
        """Put the part's middle on a screen pixel."""
        self.shift(at(x_px, y_px) - self.stage.get_center())
        return self

    def present(self, pieces: Iterable[VMobject]) -> None:
        """Show these pieces, the first at the back, and no others."""
        self.submobjects = [self.stage, *pieces]

    def trace(self, piece: VMobject, outline: Outline) -> VMobject:
        """Give ``piece`` an outline that is written in the part's pixels."""
        piece.points = self.origin + self.zoom * outline * FLIP if len(outline) else np.zeros((0, 3))
        return piece

    def write(self, text: T, x_px: float, y_px: float, align: Align = "center", opacity: float = 1.0) -> T:
        """Put a text's baseline at height ``y_px``, its left edge, middle or right edge at ``x_px``.

        Its size is its role's, times the part's own scale.
        """
        point, size = self.point(x_px, y_px), self.zoom * PIXELS_PER_UNIT
        asked = (float(point[0]), float(point[1]), size, align)
        if self.written.get(id(text)) != (asked, mark_of(text)):
            if not math.isclose(text.magnification, size, rel_tol=1e-9):
                text.scale(size / text.magnification)
            text.put_baseline(float(point[1]))
            text.shift(vec(point[0] - edge(text, align), 0))
            self.written[id(text)] = (asked, mark_of(text))
        return fade(text, opacity)

    def write_centred(self, text: T, x_px: float, y_px: float, opacity: float = 1.0) -> T:
        """Centre a text on a place, by the height of its capitals and figures."""
        return self.write(text, x_px, y_px + cap_of(text.role) / 2, "center", opacity)


def cap_of(role: str) -> float:
    """How high capitals and figures of a role are, in pixels."""
    return role_named(role).size_px * CAP_HEIGHT


def width_px(text: Text) -> float:
    """How wide a text is in the pixels of its part, whatever the part's own scale."""
    return float(text.width) * PIXELS_PER_UNIT / text.magnification


def fade(text: T, opacity: float) -> T:
    """Show the text's glyphs with this opacity."""
    for glyph in glyphs_of(text):
        see_through(glyph, opacity)
    return text


def tint(text: T, color: str) -> T:
    """Colour all of a text."""
    for glyph in glyphs_of(text):
        ink(glyph, color, float(glyph.fill_rgbas[0, 3]))
    return text


def mark_of(text: Text) -> object:
    """A point by which it is seen that a text was moved, scaled or written anew; None for a counter."""
    return tuple(text.glyphs[0].points[:2].ravel()) if isinstance(text, Lettering) else object()


def glyphs_of(text: Text) -> list[Glyph]:
    """The outlines that a text is made of."""
    return [member for member in text.get_family() if isinstance(member, Glyph)]


def filled_shape(color: str = "#000000", opacity: float = 1.0) -> VMobject:
    """A shape without an outline, to be given points."""
    return VMobject(stroke_width=0, fill_color=color, fill_opacity=opacity)


def line_shape(color: str, width_px: float, fill: str | None = None) -> VMobject:
    """A line, or an outlined shape, to be given points."""
    fills: dict[str, Any] = {"fill_opacity": 0} if fill is None else {"fill_color": fill, "fill_opacity": 1}
    return VMobject(stroke_color=color, stroke_width=stroke(width_px), **fills)


def ink(piece: V, color: str, opacity: float = 1.0) -> V:
    """Fill a shape; the same as manim's ``set_fill``, many times as fast."""
    piece.fill_rgbas = np.array([[*rgb(color), opacity]])
    return piece


def redraw(piece: V, color: str, width_px: float, fill: str | None = None, opacity: float = 1.0) -> V:
    """Change the style of an outlined shape; without a ``fill`` what it has stays."""
    piece.stroke_rgbas = np.array([[*rgb(color), opacity]])
    piece.stroke_width = stroke(width_px)
    return piece if fill is None else ink(piece, fill, opacity)


def dim_stroke(piece: V, opacity: float) -> V:
    """Show a line with this opacity."""
    piece.stroke_rgbas = np.array([[*piece.stroke_rgbas[0, :3], opacity]])
    return piece


@functools.cache
def rgb(color: str) -> tuple[float, float, float]:
    """Red, green and blue of ``#RRGGBB``, 0 to 1."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def require_shown(value: object, wanted_by: str) -> Shown:
    """Return ``value`` if it is a ``Shown``.

    Raises:
        UnknownNumber: it is a bare number or text, whose source nobody knows.
    """
    if isinstance(value, Shown):
        return value
    raise UnknownNumber(
        f"{wanted_by} takes a Shown, a number with its source and style, not {value!r}: use show()"
    )
