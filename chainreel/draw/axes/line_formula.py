"""The formula of a line, y = ax + b, whose two numbers change in place."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, AnimationGroup, VGroup

from chainreel.draw.motion import MORPH, linear
from chainreel.draw.part.posing import as_numbers
from chainreel.draw.text.counter import Counter, count_through, counter
from chainreel.draw.text.layout import in_line
from chainreel.draw.text.lettering import lettering
from chainreel.number import Number
from chainreel.show import show
from chainreel.theme import Look
from chainreel.words import maths

GAP = 16  # pixels between the formula's pieces
STYLES = (".2f", "+.2f")


class LineFormula(VGroup):
    """``y = 1.04 x + 0.00``, with a and b as numbers that keep their places when they change.

    Raises:
        UnknownNumber: a or b without a source.
    """

    def __init__(
        self, look: Look, line: tuple[Number, Number], *, left_px: float, baseline_px: float
    ) -> None:
        super().__init__()
        self.counters: list[Counter] = [
            counter(look, show(number, style, look.language), "result_small", "text", added=style[0] == "+")
            for number, style in zip(as_numbers(line, "a line's formula"), STYLES, strict=True)
        ]
        y, x = (lettering(look, maths(name, look.language), "formula") for name in ("y =", "x"))
        slope, intercept = self.counters
        self.add(in_line([y, slope, x, intercept], left_px=left_px, baseline_px=baseline_px, gap_px=GAP))

    def step_through(self, lines: Sequence[tuple[Number, Number]], run_time: float = MORPH) -> Animation:
        """Take both numbers through those of the lines, each line for an equal share of the time."""
        columns = zip(*lines, strict=True)
        steps = [
            count_through(c, numbers, style, run_time=run_time)
            for c, numbers, style in zip(self.counters, columns, STYLES, strict=True)
        ]
        return AnimationGroup(*steps, rate_func=linear)
