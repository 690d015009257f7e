"""Columns of shares that sum to a whole: each way's part stacked on the others', what is negative below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manim import VMobject

from chainreel.draw.evidence import bear
from chainreel.draw.geometry import box, polyline
from chainreel.draw.motion import ease_out_cubic
from chainreel.draw.part.posing import own_progress
from chainreel.draw.part.staging import Staged, cap_of, line_shape, redraw, require_shown, width_px
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.errors import InputError
from chainreel.show import Shown
from chainreel.theme import GAP_M, GAP_S, STROKE_HAIR, STROKE_OUTLINE, Look
from chainreel.words import Words

WIDE, HEAD, FOOT, LEAST = 92, 48, 60, 44  # pixels; under LEAST a part is too low for its number
NEGATIVE = 48  # pixels more at the foot, for numbers under what hangs there


@dataclass(frozen=True)
class ShareColumnsState:
    """How far the columns have come, from the last to the first."""

    grown: float = 1.0


class ShareColumns(Staged):
    """A column for each split, in it a part for each of its ways, the first at the bottom.

    ``inks`` are the colours of the ways (tokens or ``#RRGGBB``). A share below 0 hangs hollow under the
    line. Heights are to one scale; a column's parts, the hollow ones taken off, make a whole.

    Raises:
        UnknownNumber: a share without a source.
        InputError: no columns, or more ways than colours.
    """

    state: ShareColumnsState

    def __init__(
        self, look: Look, columns: Sequence[Sequence[Shown]], names: Sequence[Words], inks: Sequence[str], *,
        width_px: float, height_px: float,
    ) -> None:  # fmt: skip
        if not columns or max(map(len, columns)) > len(inks):
            raise InputError("columns of shares need at least one, and a colour for each way")
        self.columns = [[require_shown(s, "a column of shares") for s in column] for column in columns]
        values = [[s.number.value for s in column] for column in self.columns]
        above = max(sum(max(0.0, v) for v in column) for column in values)
        below = max(sum(max(0.0, -v) for v in column) for column in values)
        foot = FOOT + (NEGATIVE if below else 0)
        super().__init__(look, width_px, height_px + HEAD + foot)
        self.unit = height_px / (above + below)
        self.line_y = self.layout_px[1] / 2 - foot - below * self.unit
        self.slot = width_px / len(columns)
        self.parts = [
            [
                bear(self._shape(inks[way], s.number.value < 0), "length", s.number)
                for way, s in enumerate(column)
            ]
            for column in self.columns
        ]
        self.labels = [[self._label(s, inks[way]) for way, s in enumerate(column)] for column in self.columns]
        self.names = [lettering(look, name, "label_dense", color="text") for name in names]
        self.base = line_shape(look.color("mute"), STROKE_HAIR)
        self.state = ShareColumnsState()
        self.pose()

    def _shape(self, ink: str, hollow: bool) -> VMobject:
        color = self.look.color("negative" if hollow else ink)
        return redraw(line_shape(color, STROKE_OUTLINE), color, STROKE_OUTLINE if hollow else 0,
                      self.look.color("bg") if hollow else color)  # fmt: skip

    def _label(self, share: Shown, ink: str) -> Lettering:
        on = "bg" if share.number.value < 0 else ink
        color = "negative" if share.number.value < 0 else self.look.theme.ink_on(on)
        inside = abs(share.number.value) * self.unit >= LEAST
        return lettering(self.look, share, "label_dense", color=color if inside else "text")

    def middle_px(self, index: int) -> float:
        """Where a column's middle lies, from the part's own."""
        return (index + 0.5) * self.slot - self.layout_px[0] / 2

    def pose(self) -> None:
        """Draw the state."""
        half = self.layout_px[0] / 2
        base = self.trace(self.base, polyline([(-half, self.line_y), (half, self.line_y)]))
        self.present([*(piece for i in range(len(self.columns)) for piece in self._column(i)), base])

    def _column(self, index: int) -> Iterator[VMobject]:
        count, middle = len(self.columns), self.middle_px(index)
        share = ease_out_cubic(own_progress(self.state.grown, count - 1 - index, count, overlap=0.6))
        foot = self.layout_px[1] / 2 - FOOT + GAP_S + cap_of("label_dense")
        if width_px(self.names[index]) <= self.slot:
            yield self.write(self.names[index], middle, foot, "center")
        if share <= 0:
            return
        up, down, wide = self.line_y, self.line_y, min(WIDE, self.slot - GAP_M)
        for way, shown in enumerate(self.columns[index]):
            height = abs(shown.number.value) * self.unit * share
            if shown.number.value < 0:
                middle_y, down = down + height / 2, down + height
            else:
                middle_y, up = up - height / 2, up - height
            yield self.trace(self.parts[index][way], box((middle, middle_y), wide, max(height, 0.01)))
            yield from self._number(index, way, middle, middle_y, wide, share)

    def _number(
        self, index: int, way: int, x: float, y: float, wide: float, share: float
    ) -> Iterator[VMobject]:
        """A part's number: in it where there is room, over the column if it is the topmost."""
        label, seen = self.labels[index][way], max(0.0, 4 * share - 3)
        if seen <= 0:
            return
        if self._is_roomy(index, way, wide):
            yield self.write_centred(label, x, y, seen)
        elif width_px(label) <= self.slot - GAP_S:
            half = abs(self.columns[index][way].number.value) * self.unit / 2
            if self.columns[index][way].number.value < 0:
                yield self.write(label, x, y + half + GAP_S + cap_of("label_dense"), "center", seen)
            elif way == len(self.columns[index]) - 1:
                yield self.write(label, x, y - half - GAP_S, "center", seen)

    def _is_roomy(self, index: int, way: int, wide: float) -> bool:
        tall = abs(self.columns[index][way].number.value) * self.unit >= LEAST
        return tall and width_px(self.labels[index][way]) + GAP_S <= wide
