"""Two values a line, before and after: how steeply each line runs is what changed, all on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import Animation, VMobject

from chainreel.draw.charts.learning_curves import apart
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import circle, polyline, vec
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.staging import Staged, cap_of, filled_shape, line_shape, width_px
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.theme import GAP_M, GAP_S, STROKE_FOCUS, STROKE_HAIR, STROKE_OUTLINE, Look
from chainreel.words import Words

# Pixels.
START, END = 192, 400  # the columns left and right of the lines, for what is told at their ends
NAMES = 46  # below the floor, for the names of before and after
APART, LOWEST = 52, 22  # between two texts at one end, and the lower one's middle over the floor
DOT = 11
# Of a line's time: until its start is told, while it runs, from when its end is told.
TOLD, RUNS = 0.15, 0.85


@dataclass(frozen=True)
class Slope:
    """A line: its name, its two values, how they are told at its ends, and its colour."""

    name: Words
    values: tuple[Number, Number]
    told: tuple[Words, Words]
    color: str


@dataclass(frozen=True)
class SlopeState:
    """How many of the lines are there; a fraction: one is on its way."""

    there: float = 0.0


class SlopeGraph(Staged):
    """``slopes`` from the left rule, named ``before``, to the right one, ``after``; it begins without them.

    The floor is 0, and ``top`` lies at the rules' upper ends. Two texts at one end keep clear of each
    other, so that one of them may stand a little beside its line's end.

    Raises:
        UnknownNumber: a value without a source.
        InputError: more than two lines, or a value that is not between 0 and ``top``.
    """

    state: SlopeState

    def __init__(
        self,
        look: Look,
        slopes: Sequence[Slope],
        top: float,
        *,
        before: Words,
        after: Words,
        width_px: float = 820,
        height_px: float = 240,
    ) -> None:
        values = [require_number(v, "a slope").value for s in slopes for v in s.values]
        if len(slopes) > 2 or not all(0 <= value <= top for value in values):
            raise InputError(f"a slope graph takes up to two lines, and values from 0 to {top:g}")
        super().__init__(look, width_px, height_px + NAMES)
        self.slopes, self.top, self.height_px = tuple(slopes), top, height_px
        self.ends = START - width_px / 2, width_px / 2 - END
        self.floor = (height_px - NAMES) / 2
        inks = ("mute", STROKE_OUTLINE), ("line", STROKE_HAIR), ("line", STROKE_HAIR)
        self.frame = [line_shape(look.color(color), width) for color, width in inks]
        self.columns = [lettering(look, words, "label", color="sub") for words in (before, after)]
        self.lines = [
            bear(line_shape(look.color(s.color), STROKE_FOCUS), "position", *s.values) for s in self.slopes
        ]
        self.dots = [[filled_shape(look.color(s.color)) for _ in s.values] for s in self.slopes]
        self.told = [[lettering(look, words, "body", color=s.color) for words in s.told] for s in self.slopes]
        self.names = [lettering(look, s.name, "label", color=s.color) for s in self.slopes]
        self.state = SlopeState()
        self.pose()

    def draw_next(self, run_time: float = 1.2) -> Animation:
        """The next line runs from its start to its end."""
        return self.grow(run_time, there=math.floor(self.state.there) + 1.0)

    def pose(self) -> None:
        """Draw the state."""
        lines = (piece for k in range(len(self.slopes)) for piece in self._slope(k))
        self.present([*self._frame(), *lines])

    def level(self, value: Number) -> float:
        """The y of a value, in the part's pixels."""
        return self.floor - self.height_px * value.value / self.top

    def _frame(self) -> Iterator[VMobject]:
        """The floor, a rule at each end, and the rules' names."""
        floor, *rules = self.frame
        for x, rule, name in zip(self.ends, rules, self.columns, strict=True):
            yield self.trace(rule, polyline([(x, self.floor), (x, self.floor - self.height_px)]))
            yield self.write(name, x, self.floor + GAP_S + cap_of("label"))
        yield self.trace(floor, polyline([(x, self.floor) for x in self.ends]))

    def _slope(self, index: int) -> Iterator[VMobject]:
        share = share_of(self.state.there, index, index + 1)
        if share <= 0:
            return
        values = self.slopes[index].values
        start, end = (vec(x, self.level(v)) for x, v in zip(self.ends, values, strict=True))
        head = start + share_of(share, TOLD, RUNS) * (end - start)
        yield self.trace(self.lines[index], polyline([start, head]))
        for dot, place in zip(self.dots[index], (start, head), strict=True):
            yield self.trace(dot, circle(place, DOT))
        yield from self._words(index, share)

    def _words(self, index: int, share: float) -> Iterator[VMobject]:
        """What is told at a line's start, and, when it has arrived, at its end."""
        left, right = self.told[index]
        foot, seen = self._foot(index, 0), share_of(share, 0, TOLD)
        yield self.write(left, self.ends[0] - GAP_M, foot, "right", seen)
        if (seen := share_of(share, RUNS, 1)) > 0:
            x, foot = self.ends[1] + GAP_M, self._foot(index, 1)
            yield self.write(right, x, foot, "left", seen)
            yield self.write(self.names[index], x + width_px(right) + GAP_S, foot, "left", seen)

    def _foot(self, index: int, end: int) -> float:
        """The baseline of what is told at a line's end, clear of what is told of the other line."""
        over = [self.floor - self.level(slope.values[end]) for slope in self.slopes]
        return self.floor - apart(over, APART, LOWEST)[index] + cap_of("body") / 2
