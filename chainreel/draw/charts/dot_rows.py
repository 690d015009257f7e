"""Rows of dots, a dot a run: a row for each kind of run, all rows over one axis from 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import VGroup, VMobject

from chainreel.draw.axes.axis import Linear, Ticks
from chainreel.draw.axes.plot import Plot
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.posing import (
    Posed,
    Spot,
    arriving,
    as_numbers,
    drawn_line,
    own_progress,
    reveal,
    through,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.number import Number
from chainreel.theme import GAP_L, GAP_M, STROKE_HAIR, Look, px
from chainreel.words import Words

# Pixels.
DOT, PITCH = 18, 42  # a dot's radius, and the way from one to the next on a stack
FALL = 60  # how far above its place a dot comes in
NOTE_STEP = 50  # from a row's name to its note


@dataclass(frozen=True)
class DotRow:
    """A kind of run: its name, what its runs came to, and a note that comes when all of them are there."""

    name: Words
    values: tuple[Number, ...]
    note: Words

    def __post_init__(self) -> None:
        as_numbers(self.values, "a row of dots")


@dataclass(frozen=True)
class DotRowsState:
    """How many of the dots are there, as a share, row after row."""

    there: float = 1.0


class DotRows(Posed):
    """Dots over an axis from 0 to ``last``; equal values lie on each other. ``name`` stands above.

    Raises:
        InputError: a value outside the axis, or more equal ones than a row is high.
    """

    state: DotRowsState

    def __init__(
        self,
        look: Look,
        rows: Sequence[DotRow],
        last: float,
        marks: Ticks,
        *,
        name: Words,
        width_px: float = 600,
        row_px: float = 200,
    ) -> None:
        super().__init__()
        self.look, self.rows = look, tuple(rows)
        self.plot = Plot(look, Linear(0, last), Linear(0, len(rows)), width_px, row_px * len(rows), marks,
                         y_name=name, grid="x", base=True)  # fmt: skip
        self.floors = VGroup(*(self._floor(k) for k in range(1, len(rows))))
        self.spots = [
            [bear(Spot(look.color("forward"), DOT), "position", value) for value in row.values]
            for row in self.rows
        ]
        self.places = [self._places(k, row_px) for k in range(len(rows))]
        self.names = VGroup(*(self._text(k, row.name, "body", "text") for k, row in enumerate(self.rows)))
        self.notes = VGroup(*(self._text(k, row.note, "label", "sub") for k, row in enumerate(self.rows)))
        self.notes.shift(vec(0, -px(NOTE_STEP)))
        self.dots = VGroup()
        self.add(self.plot, self.floors, self.names, self.notes, self.dots)
        self.state = DotRowsState()
        self.pose()

    def pose(self) -> None:
        """Draw the state: every dot that has set out, and the notes of the rows that are whole."""
        counts = [len(row.values) for row in self.rows]
        shares = [own_progress(self.state.there, k, sum(counts), overlap=0.6) for k in range(sum(counts))]
        self.dots.submobjects = list(self._dots(iter(shares)))
        for row, note in enumerate(self.notes):
            reveal(note, arriving(shares[sum(counts[: row + 1]) - 1]))

    def _dots(self, shares: Iterator[float]) -> Iterator[VMobject]:
        for spots, places in zip(self.spots, self.places, strict=True):
            for spot, (value, height) in zip(spots, places, strict=True):
                if (share := next(shares)) > 0:
                    fall = px(FALL) * (1 - ease_out_cubic(share))
                    spot.set_fill(opacity=min(1.0, 2 * share)).set_stroke(opacity=0)
                    yield spot.put(self.plot.at(value, 0) + vec(0, height + fall))

    def _places(self, row: int, row_px: float) -> list[tuple[Number, float]]:
        """Each dot's value, and its height over the axis in scene units: equal ones on top of each other."""
        values = [value.value for value in self.rows[row].values]
        ranks = [values[:k].count(value) for k, value in enumerate(values)]
        if PITCH * (max(ranks, default=0) + 1) > row_px:
            raise InputError(f"{max(ranks) + 1} equal values do not fit into a row of {row_px:g} px")
        floor = (len(self.rows) - 1 - row) * row_px
        return [
            (value, px(floor + PITCH * (rank + 0.5)))
            for value, rank in zip(self.rows[row].values, ranks, strict=True)
        ]

    def _floor(self, row: int) -> VMobject:
        return through(drawn_line(self.look.color("mute"), STROKE_HAIR), *self.plot.rule("y", row))

    def _text(self, row: int, words: Words, role: str, color: str) -> Lettering:
        """A row's name or note, to the left of the area, flush right."""
        text = lettering(self.look, words, role, color=color)
        text.put_baseline(self.plot.place(0, len(self.rows) - row - 0.5)[1] + px(GAP_M) / 2)
        return text.shift(vec(self.plot.box.left - px(GAP_L) - text.get_right()[0], 0))
