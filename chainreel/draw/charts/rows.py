"""A few values under one another: a name, a bar to the right, and its number at the bar's end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, VGroup, VMobject

from chainreel.draw.charts.bars import MANY, BarsState
from chainreel.draw.evidence import bear
from chainreel.draw.geometry import vec
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.posing import (
    Change,
    Posed,
    Row,
    arriving,
    drawn_line,
    own_progress,
    restate,
    reveal,
    through,
)
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.draw.text.text import CAP_HEIGHT
from chainreel.errors import InputError
from chainreel.number import Number, require_number
from chainreel.show import show
from chainreel.theme import GAP_L, GAP_M, STROKE_OUTLINE, Look, px
from chainreel.words import Words

THICK_SHARE = 0.6  # of a row's height


@dataclass(frozen=True)
class RowEntry:
    """A row: its name, its value and its colour."""

    name: Words | str
    value: Number
    color: str = "forward"

    def __post_init__(self) -> None:
        require_number(self.value, "a row of Rows")


class Rows(Posed):
    """Up to four bars that grow rightwards from 0; the longest possible, ``full``, is ``length_px`` long.

    Raises:
        InputError: too many rows to compare, or a value that is below 0 or above ``full``.
    """

    def __init__(
        self,
        look: Look,
        entries: Sequence[RowEntry],
        full: Number,
        style: str,
        *,
        length_px: float = 900,
        row_px: float = 110,
        value_role: str = "result_small",
    ) -> None:
        super().__init__()
        if len(entries) > MANY:
            raise InputError(f"{len(entries)} rows are too many to compare: at most {MANY}")
        self.look, self.entries, self.full = look, tuple(entries), require_number(full, "Rows' full length")
        self.row, self.length = px(row_px), px(length_px)
        self.base = drawn_line(look.color("mute"), STROKE_OUTLINE)
        bear(self.base, "length", self.full)
        through(self.base, vec(0, self.row / 2), vec(0, -(len(entries) - 0.5) * self.row))
        self.names = Row(*(self._name(k, e) for k, e in enumerate(self.entries)))
        self.bars = VGroup(*(VMobject(stroke_width=0, fill_opacity=1) for _ in self.entries))
        self.values = Row(*(self._value(k, e, style, value_role) for k, e in enumerate(self.entries)))
        self.add(self.names, self.bars, self.base, self.values)
        self.state = BarsState()
        self.pose()

    def pose(self) -> None:
        """Draw the state: each row's bar and what stands beside it."""
        for k, (bar, entry) in enumerate(zip(self.bars, self.entries, strict=True)):
            share = ease_out_cubic(own_progress(self.state.grown, k, len(self.entries)))
            start, tip = self._middle(k), self._tip(k, share)
            up = vec(0, self.row * THICK_SHARE / 2)
            through(bar, start - up, start + up, tip + up, tip - up, start - up)
            bar.set_fill(self.look.color(entry.color))
            restate(bar, "length", entry.value)
            reveal(self.values.members[k], arriving(share))

    def grow_all(self, run_time: float = 1.4) -> Animation:
        """Grow the bars one after the other; a number comes when its bar has arrived."""

        def plan(_: BarsState) -> Callable[[float], Mapping[str, object]]:
            return lambda alpha: {"grown": alpha}

        return Change(self, plan, run_time, rate_func=lambda t: t)

    def _middle(self, k: int) -> np.ndarray:
        """Where row k's bar begins."""
        top, bottom = self.base.points[0], self.base.points[-1]
        return np.asarray(top + (k + 0.5) / len(self.entries) * (bottom - top))

    def _tip(self, k: int, share: float) -> np.ndarray:
        value, full = self.entries[k].value.value, self.full.value
        if not 0 <= value <= full:
            raise InputError(
                f"row {k + 1} is {value:g}, outside 0 to {full:g}: give Rows a larger full length"
            )
        return self._middle(k) + vec(share * self.length * value / full, 0)

    def _name(self, k: int, entry: RowEntry) -> Lettering:
        text = lettering(self.look, entry.name, "body", color="sub")
        text.put_baseline(self._middle(k)[1] - px(text.font_px * CAP_HEIGHT / 2))
        return text.set_x(-px(GAP_L) - text.width / 2)

    def _value(self, k: int, entry: RowEntry, style: str, role: str) -> Lettering:
        text = lettering(self.look, show(entry.value, style, self.look.language), role)
        text.put_baseline(self._middle(k)[1] - px(text.font_px * CAP_HEIGHT / 2))
        return text.set_x(self._tip(k, 1.0)[0] + px(GAP_M) + text.width / 2)
