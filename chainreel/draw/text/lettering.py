"""Text and formulas as Mobjects: every glyph knows its part, every number is noted as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import VGroup

from chainreel.draw.evidence import bear
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.outline import Drawing, Shape
from chainreel.draw.text.text import (
    Align,
    Glyph,
    Text,
    edge,
    first_baseline,
    in_scene,
    setting_of,
    text_shapes,
    usual_color,
)
from chainreel.draw.text.typesetting import typeset
from chainreel.draw.text.typst_markup import Ink, Markup
from chainreel.errors import InputError
from chainreel.script.equations import require_true_equation
from chainreel.script.number_words import require_known_numbers
from chainreel.show import Shown
from chainreel.theme import Look
from chainreel.words import Words, words_of

__all__ = ["Counter", "Glyph", "Lettering", "Part", "Text", "counter", "lettering"]


class Part(VGroup):
    """The glyphs of a number or of a span."""


class Lettering(Text):
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
    def magnification(self) -> float:
        """How many times larger than it was set the text stands now."""
        return Extent.of(self.glyphs[0]).diagonal / self.first_glyph.diagonal

    @property
    def baseline(self) -> float:
        """The height of its first baseline, in scene units."""
        return Extent.of(self.glyphs[0]).bottom - self.magnification * self.first_glyph.bottom

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
        """A glyph's diagonal and lowest point."""
        low, high = glyph.points.min(axis=0), glyph.points.max(axis=0)
        return cls(float(low[1]), float(np.linalg.norm(high - low)))


def inked_shapes(drawing: Drawing, colors: Sequence[str]) -> list[tuple[Shape, str]]:
    """A drawing's shapes, each with the colour of its ink."""
    return [(shape, colors[shape.ink]) for shape in text_shapes(drawing)]


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
    return require_true_equation(require_known_numbers(words, "lettering"))


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
    broken into lines of like length, where the language lets a line end.

    Raises:
        UnknownNumber: a digit or a number word has no source.
        InputError: a character has no glyph, an equation is false as shown, a phrase is too wide.
    """
    known = as_words(look, words)
    markup = Markup(known, setting_of(role, known.language, align, weight), width_px)
    text = Lettering(
        look, known, role, typeset(markup.source, known.language), markup.inks, color or usual_color(role)
    )
    text.shift((-edge(text, align), 0, 0))
    return text
