"""A number that changes in place: figures in cells of fixed width, every value a known one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from manim import Animation
from numpy.typing import NDArray

from chainreel.draw.evidence import Evidence, bear
from chainreel.draw.motion import linear
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
from chainreel.draw.text.typst_markup import Markup
from chainreel.draw.text.typst_source import head, plain
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.pitch import tone_at_rest
from chainreel.show import MINUS, Shown, reading, show
from chainreel.theme import Look, px, role_named
from chainreel.words import Words, words_of

Points = NDArray[np.float64]
BLANK, THIN = 0.25, 0.15  # em, the widths of a space and of a thin one
THIN_SPACE = "\N{THIN SPACE}"
THIN_SPACES = THIN_SPACE + "\N{NARROW NO-BREAK SPACE}"
SIGNS = "+" + MINUS


class Counter(Text):
    """A shown number whose figures keep their places when the value changes.

    Its own points are an unseen line along the baseline, as long as its cells are wide: place and
    scale are read from it, and it keeps the width the same whatever the figures.
    """

    def __init__(
        self, look: Look, first: Shown, role: str, color: str, align: Align, *, added: bool = False
    ) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        self.look, self.role, self.align, self.added = look, role, align, added
        self.glyph_color = look.color(color)
        self.cell_width = 1.0
        self.points = line(np.zeros(3), np.array([self.cell_width, 0, 0]))
        self.show(first)

    @property
    def magnification(self) -> float:
        """How many times larger than it was set the counter stands now."""
        return float(np.linalg.norm(self.points[3] - self.points[0])) / self.cell_width

    @property
    def baseline(self) -> float:
        """The height of its baseline, in scene units."""
        return float(self.points[0, 1])

    def show(self, shown: Shown) -> Self:  # type: ignore[override]  # manim's opens a picture
        """State another number; place, scale and colour stay.

        Raises:
            InputError: it is not a ``Shown``.
        """
        if not isinstance(shown, Shown):
            raise InputError(f"a counter shows a Shown, not {shown!r}: make one of a Number with show()")
        text = added_to(shown.text) if self.added else shown.text
        cells = [cell(sign, self.role, self.look.language) for sign in text]
        self.widen(sum(width for _, width in cells))
        self.draw_cells(cells)
        self.words: Words = words_of(shown, self.look.language)
        self.evidence: tuple[Any, ...] = ()
        return bear(self, "text", shown)

    def widen(self, width: float) -> None:
        """Make room for cells of ``width`` (scene units, unscaled); the aligned side stays."""
        along = (self.points[3] - self.points[0]) / self.cell_width
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]
        start = self.points[0] + share * (self.cell_width - width) * along
        self.points = line(start, start + width * along)
        self.cell_width = width

    def draw_cells(self, cells: Sequence[tuple[Points, float]]) -> None:
        """Put the outlines of the cells one after the other, in the glyphs there are or in new ones."""
        along = (self.points[3] - self.points[0]) / self.cell_width
        upwards = np.array([-along[1], along[0], 0.0])
        glyphs, pen = list(self.submobjects), 0.0
        drawn = []
        for points, width in cells:
            if len(points):
                glyph = glyphs.pop(0) if glyphs else self.new_glyph(points)
                glyph.points = self.points[0] + (points[:, :1] + pen) * along + points[:, 1:2] * upwards
                drawn.append(glyph)
            pen += width
        self.submobjects = drawn

    def new_glyph(self, points: Points) -> Glyph:
        """A glyph that looks like those there are already, faded ones included."""
        glyph = Glyph(points, self.glyph_color)
        if self.submobjects:
            glyph.match_style(self.submobjects[0])
        return glyph


def added_to(text: str) -> str:
    """A number's text with room after its sign; 0, which has none, is added with a plus."""
    sign, figures = (text[0], text[1:]) if text[0] in SIGNS else ("+", text)
    return sign + THIN_SPACE + figures


def line(start: Points, end: Points) -> Points:
    """The control points (4, 3) of a straight line."""
    return start + np.linspace(0, 1, 4)[:, np.newaxis] * (end - start)


def cell(sign: str, role: str, language: str) -> tuple[Points, float]:
    """The outline (n, 3) of one character on the baseline, and the width of its cell, in scene units."""
    if sign.isspace():
        return np.zeros((0, 3)), px((THIN if sign in THIN_SPACES else BLANK) * role_named(role).size_px)
    markup = Markup(Words((sign,), language), setting_of(role, language))
    drawing = typeset(f"{head(markup.setting)}#mark;{plain(sign, markup.setting)}", language)
    outlines = [in_scene(s.points, first_baseline(drawing)) for s in text_shapes(drawing)]
    return np.concatenate(outlines), px(drawing.width)


def counter(
    look: Look,
    first: Shown,
    role: str = "number",
    color: str | None = None,
    align: Align = "left",
    *,
    added: bool = False,
) -> Counter:
    """Draw ``first``, its baseline at y = 0; ``align`` says which side stays when a number is wider.

    A number that is ``added`` to what stands before it has room between its sign and its figures.
    """
    made = Counter(look, first, role, color or usual_color(role), align, added=added)
    made.shift((-edge(made, align), 0, 0))
    return made


class Counting(Animation):
    """Show at each frame the number that belongs to it; ``evidence`` lists those known beforehand."""

    def __init__(
        self, mobject: Counter, shown_at: Callable[[float], Shown], known: Sequence[Shown], **options: Any
    ) -> None:
        self.counter, self.shown_at = mobject, shown_at
        self.evidence = tuple(Evidence(s.number, "text", s.text) for s in known)
        self.tones = tone_at_rest(shown_at(1.0).number)
        super().__init__(mobject, **{"rate_func": linear, **options})

    def create_starting_mobject(self) -> Any:
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        self.counter.show(self.shown_at(self.rate_func(alpha)))


def count_through(counter: Counter, numbers: Sequence[Number], style: str, **options: Any) -> Counting:
    """Step through recorded values, each for an equal share of the time; options are manim's.

    Raises:
        UnknownNumber: one of them is not a ``Number``.
    """
    if not numbers:
        raise InputError("a counter cannot step through no numbers: give it at least one")
    passed, last = numbers[:-1], numbers[-1]
    steps = [*(read_as(counter, n, style) for n in passed), shown_as(counter, last, style)]
    return Counting(counter, lambda t: steps[min(int(t * len(steps)), len(steps) - 1)], steps, **options)


def follow(counter: Counter, function: Callable[[float], Number], style: str, **options: Any) -> Counting:
    """Show ``function(alpha)`` at each frame; options are manim's.

    Raises:
        UnknownNumber: the function returns anything but a ``Number``.
    """

    def shown_at(alpha: float) -> Shown:
        return (read_as if alpha < 1 else shown_as)(counter, function(alpha), style)

    return Counting(counter, shown_at, (), **options)


def read_as(counter: Counter, number: object, style: str) -> Shown:
    """The number as ``shown_as`` gives it, where the counter only passes."""
    part = counter.words.shown[0].part
    return reading(require_number(number, "a counter"), style, counter.look.language, part)


def shown_as(counter: Counter, number: object, style: str) -> Shown:
    """The number in the counter's language and under its part's name."""
    part = counter.words.shown[0].part
    return show(require_number(number, "a counter"), style, counter.look.language, part)
