"""Text and formulas as Mobjects: every glyph knows its part, every number is noted as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from chainreel.draw.evidence import bear
from chainreel.draw.markup import Ink, Markup, Setting
from chainreel.draw.outline import Drawing, Shape
from chainreel.draw.typesetting import MARK_INK, typeset
from chainreel.equations import require_true_equation
from chainreel.errors import InputError
from chainreel.numberwords import require_known
from chainreel.show import Shown
from chainreel.theme import PIXELS_PER_UNIT, Look, at, role_named
from chainreel.words import Words, words_of

Align = Literal["left", "center", "right"]
LARGE_ROLES = ("poster", "card", "hero", "result_large", "result", "result_small")
QUIET_ROLES = ("run_note", "label", "label_dense")  # drawn in the colour sub unless told otherwise


class Glyph(VMobject):
    """One filled outline of a text; only this module makes them, so text made elsewhere is found."""

    def __init__(self, points: NDArray[np.float64], color: str) -> None:
        """``points``: cubic control points (4 a curve, 3) in scene units."""
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.points = points.copy()


class Part(VGroup):
    """The glyphs of a number or of a span."""


class Lettering(VGroup):
    """A drawn text, standing with its first baseline at y = 0 until it is moved."""

    def __init__(
        self, look: Look, words: Words, role: str, drawing: Drawing, inks: Sequence[Ink], color: str
    ) -> None:
        super().__init__()
        self.words, self.role = words, role
        self.names = [ink.name for ink in inks]
        self.parts: list[VGroup] = [self, *(Part() for _ in inks[1:])]
        self.glyphs = [
            Glyph(in_scene(s.points, first_baseline(drawing)), colour)
            for s, colour in inked_shapes(drawing, colors_of(look, inks, color))
        ]
        for shape, glyph in zip(text_shapes(drawing), self.glyphs, strict=True):
            self.parts[shape.ink].add(glyph)
        for ink, part in zip(inks[1:], self.parts[1:], strict=True):
            self.parts[ink.within].add(part)
            if ink.shown:
                bear(part, "text", ink.shown)
        self.first_glyph = Extent.of(self.glyphs[0])

    @property
    def scaled(self) -> float:
        """How large it is drawn, 1 being its role's size."""
        return Extent.of(self.glyphs[0]).diagonal / self.first_glyph.diagonal

    @property
    def font_px(self) -> float:
        """The em size in pixels at 1080p, its present scale included."""
        return role_named(self.role).size_px * self.scaled

    @property
    def baseline(self) -> float:
        """The scene y of the first baseline, wherever it was moved."""
        return Extent.of(self.glyphs[0]).bottom - self.scaled * self.first_glyph.bottom

    def put_baseline(self, y: float) -> Self:
        """Move it vertically so that its first baseline is at scene y."""
        self.shift((0, y - self.baseline, 0))
        return self

    def put(self, x: float, baseline: float, align: Align = "left") -> Self:
        """Move its left edge, centre or right edge, and its first baseline, to screen pixels."""
        edge = {"left": self.get_left, "center": self.get_center, "right": self.get_right}[align]()
        target = at(x, baseline)
        self.shift((target[0] - edge[0], 0, 0))
        return self.put_baseline(float(target[1]))

    def part(self, name: str) -> VGroup:
        """The glyphs of the number or span of that name (all of them, if several bear it).

        Raises:
            InputError: no part is called so.
        """
        found = [part for part, known in zip(self.parts, self.names, strict=True) if name and known == name]
        if not found:
            known = " ".join(n for n in self.names if n) or "none"
            raise InputError(f"{self.words.plain!r} has no part called {name!r}; known: {known}")
        return found[0] if len(found) == 1 else VGroup(*found)


@dataclass(frozen=True)
class Extent:
    """Where a glyph lies, from which scale and baseline are read."""

    bottom: float
    diagonal: float

    @classmethod
    def of(cls, glyph: Glyph) -> Self:
        low, high = glyph.points.min(axis=0), glyph.points.max(axis=0)
        return cls(float(low[1]), float(np.linalg.norm(high - low)))


def text_shapes(drawing: Drawing) -> list[Shape]:
    """The shapes that are text, without the dot that marks the baseline."""
    return [s for s in drawing.shapes if s.ink != MARK_INK]


def inked_shapes(drawing: Drawing, colors: Sequence[str]) -> list[tuple[Shape, str]]:
    return [(shape, colors[shape.ink]) for shape in text_shapes(drawing)]


def first_baseline(drawing: Drawing) -> float:
    """The first baseline's y in the drawing: the marked one, else that of the first glyph."""
    return next((s.baseline for s in drawing.shapes if s.ink == MARK_INK), drawing.shapes[0].baseline)


def in_scene(points: NDArray[np.float64], baseline: float) -> NDArray[np.float64]:
    """Points (n, 2) in pixels as scene points (n, 3) with the baseline at y = 0."""
    placed = np.zeros((len(points), 3))
    placed[:, :2] = (points - [0, baseline]) / PIXELS_PER_UNIT
    return placed


def colors_of(look: Look, inks: Sequence[Ink], color: str) -> list[str]:
    """The colour of each part: of the token it is called after, else of the part it lies in."""
    colors = [look.color(color)]
    for ink in inks[1:]:
        colors.append(look.color(ink.name) if ink.name in look.theme.tokens else colors[ink.within])
    return colors


def as_words(look: Look, text: Words | Shown | str) -> Words:
    """A text, a number or a plain string as words, of which every number is known."""
    if isinstance(text, Shown):
        return words_of(text, look.language)
    words = Words((text,), look.language) if isinstance(text, str) else text
    return require_true_equation(require_known(words, "lettering"))


def lettering(
    look: Look,
    words: Words | Shown | str,
    role: str = "body",
    *,
    color: str | None = None,
    width_px: float | None = None,
    align: Align = "left",
    weight: int | None = None,
) -> Lettering:
    """Draw ``words`` in the size of ``role``, with its first baseline at y = 0.

    Its left edge, centre or right edge, as ``align`` says, stands at x = 0. With ``width_px`` it is
    broken into lines of like length: Japanese between phrases, English between words.

    Raises:
        UnknownNumber: a digit or a number word has no source.
        InputError: a character has no glyph, an equation is false as shown, a phrase is too wide.
    """
    known, style = as_words(look, words), role_named(role)
    setting = Setting(
        style.size_px, weight or style.weight, style.line_step, align, known.language, role in LARGE_ROLES
    )
    markup = Markup(known, setting, width_px)
    token = color or ("sub" if role in QUIET_ROLES else "text")
    text = Lettering(look, known, role, typeset(markup.source), markup.inks, token)
    edge = {"left": text.get_left, "center": text.get_center, "right": text.get_right}[align]()
    text.shift((-edge[0], 0, 0))
    return text
