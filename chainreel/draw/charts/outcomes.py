"""Outcomes of a small change on a ruler of digits, the value before and after it: one row a setting."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from manim import Animation, VMobject

from chainreel.draw.axes.axis import Logarithmic, tick_label
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import Outline, circle, polyline
from chainreel.draw.motion import APPEAR, MORPH, ease_in_out_cubic, ease_out_cubic
from chainreel.draw.part.journey import Leg, journey, share_of
from chainreel.draw.part.posing import restate
from chainreel.draw.part.staging import (
    Staged,
    cap_of,
    dim_stroke,
    filled_shape,
    line_shape,
    redraw,
    require_shown,
    width_px,
)
from chainreel.draw.text.lettering import lettering
from chainreel.errors import InputError
from chainreel.number import counted
from chainreel.show import Shown
from chainreel.theme import GAP_L, GAP_M, GAP_S, STROKE_HAIR, STROKE_LIT, STROKE_OUTLINE, Look
from chainreel.words import Words

# Pixels.
COIN, PRINT, HOP, TICK, DASH = 11, 9, 32, 12, 12
NAMES, HEAD, FOOT = 148, 62, 60  # the names' column, the row over the coins, the tick labels' row
ROOM = 150  # on both sides of the axis, for a value at one of its ends
DIM = 0.45  # of the way between two values
VALUE_ROLE = "body"
LANDED = 0.8  # of a hop, when the new value begins to show


@dataclass(frozen=True)
class Outcome:
    """A setting (its name), the value there, and the value after the change."""

    name: Words
    before: Shown
    after: Shown


@dataclass(frozen=True)
class OutcomesState:
    """How many values are there: two a row; a fraction is one on its way."""

    there: float = 0.0


class Outcomes(Staged):
    """Rows of coins on a log axis of whole powers of ten that holds all values, with a line at 1.

    A ring appears at its row's first value; from it a coin hops to the second. ``before`` and ``after``
    name what changed between them. It begins empty: ``advance`` brings value by value.

    Raises:
        UnknownNumber: a value without a source.
        InputError: no rows.
    """

    state: OutcomesState

    def __init__(
        self,
        look: Look,
        rows: Sequence[Outcome],
        before: Words,
        after: Words,
        *,
        width_px: float = 760,
        row_px: float = 72,
        state: OutcomesState | None = None,
    ) -> None:
        if not rows:
            raise InputError("a chart of outcomes needs at least one row")
        self.rows, self.row_px = list(rows), row_px
        self.values = [require_shown(v, "an outcome") for row in rows for v in (row.before, row.after)]
        powers = powers_around([v.number.value for v in self.values])
        self.scale_of = Logarithmic(10.0 ** powers[0], 10.0 ** powers[1])
        super().__init__(look, width_px, HEAD + len(rows) * row_px + FOOT)
        self.foot = self.layout_px[1] / 2 - FOOT  # the axis's height
        self._make_pieces(powers, (before, after))
        self.state = state or OutcomesState()
        self.pose()

    def advance(self, run_time: float | None = None) -> Animation:
        """The next value: a ring appears, or a coin hops from it to what the value became."""
        done = round(self.state.there)
        if done >= len(self.values):
            raise InputError("every outcome is there already")
        seconds = run_time or (MORPH if done % 2 else APPEAR)
        leg: Leg[OutcomesState] = Leg(seconds, lambda state, share: replace(state, there=done + share))
        return journey(self, lambda _: [leg])

    # --- where things are, in the part's pixels -------------------------------------------------

    def x_of(self, value: float) -> float:
        """Where a value lies."""
        left = NAMES + ROOM - self.layout_px[0] / 2
        return left + self.scale_of.share(value) * (self.layout_px[0] - NAMES - 2 * ROOM)

    def level(self, row: int) -> float:
        """The height of a row's coins."""
        return self.foot - (len(self.rows) - row - 0.5) * self.row_px

    # --- drawing ------------------------------------------------------------------------------

    def _make_pieces(self, powers: tuple[int, int], heads: Sequence[Words]) -> None:
        look, dim = self.look, self.look.theme.mix("backward", "bg", DIM)
        self.marks = [10.0 ** powers[0], 1.0, 10.0 ** powers[1]]
        self.axis = line_shape(look.color("mute"), STROKE_OUTLINE)
        bear(self.axis, "position", *(counted(m, "axis tick") for m in self.marks))
        self.ticks = [
            lettering(look, tick_label(m, "power", look.language), "label", color="sub") for m in self.marks
        ]
        self.one = line_shape(look.color("sub"), STROKE_OUTLINE)
        self.heads = [lettering(look, words, "label", color="sub") for words in heads]
        self.keys = [self._ring(), filled_shape(look.color("backward"))]
        self.names = [lettering(look, row.name, "body", color="weight") for row in self.rows]
        self.guides = [line_shape(look.color("mute"), STROKE_HAIR) for _ in self.rows]
        self.prints = [bear(self._ring(), "position", row.before.number) for row in self.rows]
        self.ways = [line_shape(dim, STROKE_LIT) for _ in self.rows]
        self.coins = [filled_shape(look.color("backward")) for _ in self.rows]
        inks = ("text", "backward")
        self.labels = [lettering(look, v, VALUE_ROLE, color=inks[i % 2]) for i, v in enumerate(self.values)]

    def _ring(self) -> VMobject:
        return line_shape(self.look.color("backward"), STROKE_OUTLINE, self.look.color("bg"))

    def pose(self) -> None:
        """Draw the state."""
        rows = (piece for row in range(len(self.rows)) for piece in self._row(row))
        self.present([*self._ground(), *self._head(), *rows])

    def _ground(self) -> Iterator[VMobject]:
        """The axis, its ticks and the line at 1."""
        xs = [self.x_of(m) for m in self.marks]
        runs = [polyline([(xs[0], self.foot), (xs[-1], self.foot)])]
        runs += [polyline([(x, self.foot), (x, self.foot + TICK)]) for x in xs]
        yield self.trace(self.axis, np.concatenate(runs))
        top, middle = self.foot - len(self.rows) * self.row_px, self.x_of(1)
        dashes = np.arange(self.foot, top, -2 * DASH)
        yield self.trace(
            self.one, np.concatenate([polyline([(middle, y), (middle, y - DASH)]) for y in dashes])
        )
        for x, label in zip(xs, self.ticks, strict=True):
            yield self.write(label, x, self.foot + TICK + GAP_S + cap_of("label"))

    def _head(self) -> Iterator[VMobject]:
        """Ring and coin with what each stands for, over the rows."""
        pen, foot = self.x_of(self.marks[0]), cap_of("label") - self.layout_px[1] / 2
        for key, text, radius in zip(self.keys, self.heads, (PRINT, COIN), strict=True):
            yield self.trace(key, circle((pen + COIN, foot - cap_of("label") / 2), radius))
            yield self.write(text, pen + 2 * COIN + GAP_S, foot, "left")
            pen += 2 * COIN + GAP_S + width_px(text) + GAP_L

    def _row(self, row: int) -> Iterator[VMobject]:
        here, left = (share_of(self.state.there, 2 * row + k, 2 * row + k + 1) for k in (0, 1))
        if here <= 0:
            return
        seen, y = ease_out_cubic(here), self.level(row)
        start, end = (self.x_of(v.number.value) for v in (self.rows[row].before, self.rows[row].after))
        yield from self._name(row, min(start, end), y, seen)
        way = hop((start, y), (end, y), ease_in_out_cubic(left))
        if left > 0:
            yield self.trace(self.ways[row], polyline(list(way)))
        yield self.trace(self._left(row, seen), circle((start, y), PRINT))
        if left > 0:
            yield self._coin(row, way[-1], left >= 1)
        out = -1.0 if end < start else 1.0
        yield self._value(2 * row, start, y, -out, seen)
        if left >= LANDED:
            yield self._value(2 * row + 1, end, y, out, share_of(left, LANDED, 1))

    def _name(self, row: int, first: float, y: float, seen: float) -> Iterator[VMobject]:
        """A row's name, and a line from it to the row's first value if that is far."""
        name, left = self.names[row], -self.layout_px[0] / 2
        values = self.labels[2 * row : 2 * row + 2]
        start = left + width_px(name) + GAP_S
        end = first - COIN - GAP_M / 2 - max(width_px(value) for value in values) - GAP_S
        yield self.write_centred(name, left + width_px(name) / 2, y, seen)
        if end - start > GAP_L:
            yield self.trace(dim_stroke(self.guides[row], seen), polyline([(start, y), (end, y)]))

    def _left(self, row: int, seen: float) -> VMobject:
        """The ring at a row's first value."""
        color = self.look.color
        return redraw(self.prints[row], color("backward"), STROKE_OUTLINE, color("bg"), seen)

    def _coin(self, row: int, place: Outline, landed: bool) -> VMobject:
        coin, values = self.coins[row], self.rows[row]
        restate(coin, "position", (values.after if landed else values.before).number)
        return self.trace(coin, circle(place, COIN))

    def _value(self, index: int, x: float, y: float, out: float, seen: float) -> VMobject:
        """A value beside its coin, on the side that the hop does not use."""
        text = self.labels[index]
        return self.write_centred(text, x + out * (COIN + GAP_M / 2 + width_px(text) / 2), y, seen)


def powers_around(values: Iterable[float]) -> tuple[int, int]:
    """The whole powers of ten, one on each side of 1 at least, between which positive values lie."""
    logs = [math.log10(value) for value in values]
    return min(-1, math.floor(min(logs))), max(1, math.ceil(max(logs)))


def hop(start: tuple[float, float], end: tuple[float, float], share: float) -> Outline:
    """The first ``share`` of the arc from one place on a row to another; low where they are near."""
    (x0, y), (x1, _) = start, end
    along = np.linspace(0, share, 24)
    rise = min(HOP, abs(x1 - x0) / 2) * np.sin(np.pi * along)
    return np.stack([x0 + along * (x1 - x0), y - rise, np.zeros_like(along)], axis=1)
